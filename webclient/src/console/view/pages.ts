/** Which pages the shopper has opened in this call, as far as this tablet saw it. Pure. */

import type { Page } from "../../protocol/index.js";

export interface Visit {
  readonly page: Page;
  readonly at_ms: number;
}

const PAGES_MAX = 50;

/** The history with `page` on top, unless it is the page on top already. Newest first, bounded. */
export function visited(history: readonly Visit[], page: Page, at_ms: number): readonly Visit[] {
  const [top] = history;
  if (top?.page.url === page.url && top.page.variant_id === page.variant_id) {
    // the title may have come later than the address
    return top.page.title === page.title ? history : [{ page, at_ms: top.at_ms }, ...history.slice(1)];
  }
  return [{ page, at_ms }, ...history].slice(0, PAGES_MAX);
}

/** A page's title without the store's own name behind it ("Rain jacket · Harbour Outfitters"), which says nothing here. */
export function withoutStore(title: string, store: string): string {
  const whole = title.trim();
  if (store === "" || !whole.toLowerCase().endsWith(store.toLowerCase())) return whole;
  return whole.slice(0, whole.length - store.length).replace(/[\s·|–—:,-]+$/u, "") || whole;
}

/** How a page is called: its title, else the last part of its address. */
export function pageName(page: Pick<Page, "title" | "url">): string {
  if (page.title.trim() !== "") return page.title.trim();
  try {
    const { hostname, pathname } = new URL(page.url);
    return pathname === "/" ? hostname : decodeURIComponent(pathname);
  } catch {
    return page.url;
  }
}
