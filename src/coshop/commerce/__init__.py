"""Catalogue feeds: reading what a store sells, row by row, and fetching it without being led astray."""
