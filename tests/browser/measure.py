"""Measures what a thumb and an eye meet on a page as it stands: sizes of what can be touched, how long things move, what sticks out."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.watch import DEEP

_TARGETS = (
    "(least) => {"
    + DEEP
    + """
  const touched = "button, a[href], input, select, textarea, summary, [role=button], [role=tab], [role=radio], [role=switch]";
  const small = [];
  for (const each of deep(document)) {
    if (!each.matches(touched) || !each.checkVisibility({ visibilityProperty: true }) || each.type === "hidden") continue;
    // A radio or a box is touched by the whole of its label.
    const box = (/^(radio|checkbox)$/.test(each.type) ? each.closest("label") ?? each : each).getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.width > least - 0.5 && box.height > least - 0.5) continue;
    const name = each.getAttribute("aria-label") ?? (each.textContent.trim().replaceAll(/\\s+/g, " ") || each.id);
    small.push(`${each.localName} "${name}" in ${each.getRootNode().host?.localName}: ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
  }
  return small;
}"""
)

# The longest of each element's transitions and animations, in milliseconds.
_MOTION = (
    "(most_ms) => {"
    + DEEP
    + """
  const ms = (list) => Math.max(...list.split(",").map((each) => parseFloat(each) * (each.trim().endsWith("ms") ? 1 : 1000)));
  const slow = new Set();
  for (const each of deep(document)) {
    for (const of of [null, "::before", "::after"]) {
      const { transitionDuration, animationDuration, animationName } = getComputedStyle(each, of);
      const longest = Math.max(ms(transitionDuration), animationName === "none" ? 0 : ms(animationDuration));
      if (longest > most_ms) slow.add(`${each.getRootNode().host?.localName} ${each.localName}.${each.getAttribute("class")}${of ?? ""}: ${longest} ms`);
    }
  }
  return [...slow];
}"""
)

# What reaches over the right edge of the window though nothing scrolls there, and text that is cut off without dots.
_OUT = (
    "() => {"
    + DEEP
    + """
  const out = [];
  for (const each of deep(document)) {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.closest(".only-read, svg")) continue;
    const box = each.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || box.right <= innerWidth + 0.5) continue;
    let scrolls = false;
    for (let up = each; up; up = up.parentElement ?? up.getRootNode().host) {
      if (up !== each && /auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) scrolls = true;
    }
    if (!scrolls) out.push(`${each.getRootNode().host?.localName} ${each.localName}.${each.getAttribute("class")}: right edge at ${box.right.toFixed(0)}`);
  }
  return out;
}"""
)


def small_targets(page: Page, least_px: int) -> list[str]:
    """Every button, link and field on the page that is narrower or lower than `least_px` CSS pixels."""
    found: list[str] = page.evaluate(_TARGETS, least_px)
    return found


def slow_motion(page: Page, most_ms: int) -> list[str]:
    """What moves longer than `most_ms` with motion wanted, and what moves at all where the person wants none."""
    page.emulate_media(reduced_motion="no-preference")
    found: list[str] = page.evaluate(_MOTION, most_ms)
    page.emulate_media(reduced_motion="reduce")
    found += [f"{each}, and no motion is wanted" for each in page.evaluate(_MOTION, 0)]
    return found


def sticking_out(page: Page) -> list[str]:
    """What is drawn over the right edge of the window and cannot be scrolled to."""
    found: list[str] = page.evaluate(_OUT)
    return found
