"""Measures what a finger meets: every control on the screen, through open shadow roots."""

from __future__ import annotations

from playwright.sync_api import Page

_MEASURE = """([host, least]) => {
  const root = document.querySelector(host)?.shadowRoot;
  const small = [];
  for (const each of root?.querySelectorAll("button, select, input:not(.unseen), label.choice, [role=tab]") ?? []) {
    const { width, height, x, y } = each.getBoundingClientRect();
    if (width === 0 || !each.checkVisibility({ visibilityProperty: true })) continue;
    if (width < least - 0.5 || height < least - 0.5) {
      small.push(`${each.getAttribute("aria-label") ?? each.textContent.trim()}: ${Math.round(width)} x ${Math.round(height)}`);
    }
    // What lies on top of it would take the tap: its middle must be its own, unless it is scrolled away.
    const at = root.elementFromPoint(x + width / 2, y + height / 2);
    let scrolls = each.parentElement;
    while (scrolls && !/auto|scroll/.test(getComputedStyle(scrolls).overflowY)) scrolls = scrolls.parentElement;
    const list = scrolls?.getBoundingClientRect();
    const seen = !list || (y >= list.top && y + height <= list.bottom);
    const inside = seen && x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight;
    if (inside && at && !each.contains(at) && !at.contains(each)) {
      small.push(`${each.getAttribute("aria-label") ?? each.textContent.trim()}: under ${at.getAttribute("aria-label") ?? at.className}`);
    }
  }
  return small;
}"""


def too_small(page: Page, host: str = "coshop-panel", least: int = 44) -> list[str]:
    """Controls in `host` that are smaller than `least` CSS pixels either way, or that another one covers."""
    found: list[str] = page.evaluate(_MEASURE, [host, least])
    return found
