"""Search over 100,000 products as an associate types: a made-up feed, imported as any feed is, asked in process and over HTTP."""

from __future__ import annotations

import http.client
import random
import time
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from coshop.commerce.feed import import_feed
from coshop.ports import Store
from coshop.storage import open_storage
from tests.bench.people import RATES_NOTE, CoshopServer, coshop_server, people_of
from tests.bench.processes import BUILD
from tests.bench.table import Row

PRODUCTS = 100_000
QUERIES = 400
WARM_UP = 40
LIMIT = 20
SEED = 20_26
_WORDS = {
    "colour": "black white navy red green sand ochre teal rust plum grey olive coral mint cobalt amber",
    "stuff": "linen wool cotton leather canvas silk cashmere denim oak ceramic steel velvet corduroy felt",
    "thing": "shirt jacket trousers boots sandals scarf hat gloves bag rucksack wallet belt lamp vase bowl kettle blanket"
    " cushion chair stool mirror shelf raincoat cardigan pullover dress skirt socks sneakers umbrella",
    "syllable": "ka lo mi ra te no vi su ber dan fel gor hal jor kel lin mar nor os pel quin ros sten tor ul ven",
}
_LISTS = {name: words.split() for name, words in _WORDS.items()}


async def measure() -> list[Row]:
    """The rows of the table."""
    feed = BUILD / "search-feed.xml"
    titles = _write_feed(feed)
    queries = _queries(titles)
    with coshop_server("search") as server:
        async with people_of(server) as people:
            began = time.monotonic()
            found = await _import(server, people.store, feed)
            import_s = time.monotonic() - began
            within = await _in_process(server, people.store, queries)
            over_http = _over_http(server, await people.session(), queries)
    feed.unlink()
    note = (
        f"{found} products, {QUERIES} queries: whole words, beginnings, two words, SKUs, typing errors; {LIMIT} results;"
        f" after {WARM_UP} others to warm up"
    )
    return [
        Row("search over 100,000 products, in process", "ms", within, [], {"p95": 20}, note),
        Row("search over 100,000 products, over HTTP", "ms", over_http, [], {"p95": 20}, RATES_NOTE),
        Row("import of that feed", "s", [import_s]),
    ]


def _title(chance: random.Random) -> str:
    model = "".join(chance.choices(_LISTS["syllable"], k=3)).capitalize()
    return " ".join([model, *(chance.choice(_LISTS[kind]) for kind in ("colour", "stuff", "thing"))])


def _write_feed(path: Path) -> list[str]:
    """A Google Merchant feed of so many products, and their titles."""
    chance = random.Random(SEED)
    titles = [_title(chance) for _ in range(PRODUCTS)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
        )
        for number, title in enumerate(titles):
            file.write(
                f"<item><g:id>V{number:06d}</g:id><g:item_group_id>P{number:06d}</g:item_group_id>"
                f"<g:title>{escape(title)}</g:title>"
                f"<g:description>{escape(title)}, made to last. Free returns within thirty days.</g:description>"
                f"<g:link>https://shop.example/p/{number}</g:link>"
                f"<g:image_link>https://shop.example/p/{number}.jpg</g:image_link>"
                f"<g:price>{chance.randrange(5, 400)}.95 EUR</g:price><g:availability>in_stock</g:availability>"
                f"<g:brand>House {number % 90}</g:brand><g:mpn>{_sku(number)}</g:mpn></item>\n"
            )
        file.write("</channel></rss>\n")
    return titles


def _sku(number: int) -> str:
    return f"SKU-{number * 7919 % 1_000_003:06d}"


def _queries(titles: list[str]) -> list[str]:
    """What associates type: in equal parts one word, its beginning, two words, the beginning of two, a slip, a SKU."""
    chance = random.Random(SEED + 1)
    queries = []
    for number in range(WARM_UP + QUERIES):
        title = chance.choice(titles)
        words = title.split()
        word = chance.choice(words)
        match number % 6:
            case 0:
                queries.append(word)
            case 1:
                queries.append(word[: chance.randrange(1, len(word))])
            case 2:
                queries.append(" ".join(words[1:3]))
            case 3:
                queries.append(f"{words[2]} {words[3][:2]}")
            case 4:
                at = chance.randrange(1, len(words[0]) - 1)
                queries.append(words[0][:at] + words[0][at + 1 :])
            case _:
                queries.append(_sku(chance.randrange(PRODUCTS)))
    return queries


async def _import(server: CoshopServer, store: Store, feed: Path) -> int:
    storage = open_storage(server.database, upgrade=False)
    try:
        await import_feed(feed, store, storage.catalogue, time.time_ns() // 1_000_000)
        return await storage.catalogue.count(store.store_id)
    finally:
        await storage.close()


async def _in_process(server: CoshopServer, store: Store, queries: list[str]) -> list[float]:
    storage = open_storage(server.database, upgrade=False)
    try:
        samples = []
        for query in queries:
            began = time.perf_counter()
            await storage.catalogue.search(store.store_id, query, LIMIT)
            samples.append((time.perf_counter() - began) * 1000)
        return samples[WARM_UP:]
    finally:
        await storage.close()


def _over_http(server: CoshopServer, session: str, queries: list[str]) -> list[float]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    samples = []
    for query in queries:
        began = time.perf_counter()
        connection.request(
            "GET",
            f"/v1/products?q={quote(query)}&limit={LIMIT}",
            headers={"Cookie": f"coshop_session={session}"},
        )
        answer = connection.getresponse()
        body = answer.read()
        samples.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"the search for {query!r} was answered with {answer.status}: {body[:300]!r}")
    connection.close()
    return samples[WARM_UP:]
