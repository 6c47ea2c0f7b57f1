"""Compares a stream of products with what is stored and spools what differs to a temporary file. It writes no table.

The stream is read to its end before anything is changed: if it breaks, the catalogue stays as it was.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from coshop.protocol.views import ProductView
from coshop.storage.words import codes_of, split, spoken, words_of

INDEX_VERSION = b"1"  # raise it when words.py changes: every product is then written anew by the next import


@dataclass(frozen=True, slots=True)
class Change:
    """A product that is new or different, ready to be written."""

    product_id: str
    digest: str
    title_words: str
    words: str
    view: str
    variant_ids: list[str]
    codes: list[str]


@dataclass(slots=True)
class Plan:
    """What an import has to do. `spool` holds the changes; `vocabulary` the words worth correcting to."""

    spool: IO[str]
    seen: set[str] = field(default_factory=set)
    vocabulary: set[str] = field(default_factory=set)
    variants: int = 0
    unchanged: int = 0

    def changes(self) -> Iterator[Change]:
        """The changes, in the order of the stream."""
        self.spool.seek(0)
        for line in self.spool:
            yield Change(*json.loads(line))


def make_plan(batches: Iterable[tuple[ProductView, ...]], stored: Mapping[str, str]) -> Plan:
    """Read all products; `stored` maps product ids to digests. Raises ValueError for a product that comes twice."""
    plan = Plan(spool=tempfile.TemporaryFile("w+", encoding="utf-8", prefix="coshop-import-"))  # noqa: SIM115 - the plan's owner closes it
    try:
        for batch in batches:
            for product in batch:
                _take(plan, product, stored)
    except BaseException:
        plan.spool.close()
        raise
    return plan


def _take(plan: Plan, product: ProductView, stored: Mapping[str, str]) -> None:
    if product.product_id in plan.seen:
        raise ValueError(f"The product {product.product_id!r} comes twice.")
    plan.seen.add(product.product_id)
    plan.variants += len(product.variants)
    words = words_of(product)
    plan.vocabulary |= spoken(words)
    view = product.model_dump_json()
    digest = hashlib.sha256(INDEX_VERSION + view.encode()).hexdigest()
    if stored.get(product.product_id) == digest:
        plan.unchanged += 1
        return
    change = [
        product.product_id,
        digest,
        " ".join(split(product.title)),
        " ".join(words),
        view,
        [variant.variant_id for variant in product.variants],
        codes_of(product),
    ]
    plan.spool.write(json.dumps(change) + "\n")
