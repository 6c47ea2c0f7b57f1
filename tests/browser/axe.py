"""Asks axe-core for what a page does to people with other senses and hands: WCAG 2.2 AA, through open shadow roots."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).parents[2] / "webclient" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """async (tags) => {
  const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.target.flat().join(" >> ")} ${node.any.concat(node.all).map((c) => c.message)[0] ?? ""}`));
}"""


@cache
def _source() -> str:
    return _AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Each violation on the page as it stands: rule, element, why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate("() => { " + _source() + "\n; }")
    found: list[str] = page.evaluate(_RUN, _TAGS)
    return found
