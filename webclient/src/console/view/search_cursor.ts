/** Where the search stands: what was asked, what came back, which row is meant. Pure; it fetches nothing. */

import type { ProductView } from "../../protocol/index.js";

export interface Search {
  readonly query: string;
  /** The query that `products` answer; differs from `query` while an answer is on its way. */
  readonly answered: string;
  readonly products: readonly ProductView[];
  /** The row that the arrows have reached; -1 while none has been picked (Enter then means the first). */
  readonly cursor: number;
  readonly failed: boolean;
}

export const EMPTY_SEARCH: Search = { query: "", answered: "", products: [], cursor: -1, failed: false };

/** The person types. Results stay until the next answer, so that nothing flickers; an empty field clears them. */
export function typed(search: Search, query: string): Search {
  if (query.trim() === "") return { ...EMPTY_SEARCH, query };
  return { ...search, query, cursor: -1, failed: false };
}

/** An answer came. One to an older question is dropped. */
export function found(search: Search, query: string, products: readonly ProductView[]): Search {
  if (query !== search.query.trim()) return search;
  return { ...search, answered: query, products, cursor: -1, failed: false };
}

/** No answer came for `query`. */
export function notFound(search: Search, query: string): Search {
  return query === search.query.trim() ? { ...search, failed: true } : search;
}

/** Whether rows are there or may come with the first answer. What found nothing needs a line only, and keeps it while one types on. */
export function needsRoom(search: Search): boolean {
  if (search.query.trim() === "") return false;
  return search.products.length > 0 || (search.answered === "" && !search.failed);
}

/** Arrow up (-1) or down (1); stays within the rows, and above the first there is the field again. */
export function moved(search: Search, by: 1 | -1): Search {
  const cursor = Math.min(search.products.length - 1, Math.max(-1, search.cursor + by));
  return { ...search, cursor };
}

/** The row that Enter means, or null: nothing there, or the rows still answer an older question. */
export function meant(search: Search): ProductView | null {
  if (search.answered !== search.query.trim()) return null;
  return search.products[Math.max(0, search.cursor)] ?? null;
}
