"""Catalogue feeds: reading what a store sells, row by row, and fetching it without being led astray."""

from coshop.commerce.feed import BadRow, FeedRefused, FeedReport, Progress, import_feed
from coshop.commerce.fetch import Fetched, FetchRefused, fetch

__all__ = [
    "BadRow",
    "FeedRefused",
    "FeedReport",
    "FetchRefused",
    "Fetched",
    "Progress",
    "fetch",
    "import_feed",
]
