/**
 * The products of this call's cards: fetched once, kept for the next page, their pictures fetched ahead when hinted. What only the
 * other browser has named is fetched within a small budget: it must not be able to spend the shop's.
 */

import { delayMs } from "../core/retry.js";
import type { ProductView } from "../protocol/index.js";
import { HttpRefused, type Http } from "../net/http.js";
import type { Keep } from "../net/keep.js";

const KEPT = "products";
const KEPT_MAX = 12;
/** Also those that the store does not have count. */
const KNOWN_MAX = 200;
const AT_ONCE_MAX = 4;
/** A server that is away is asked again, ever more slowly, about ten minutes long. */
const TRIES_MAX = 120;
/** Hints at once, and how soon there is another: somebody who looks through the shelf stays within. */
const HINTS_MAX = 20;
const HINT_EVERY_MS = 500;

export class Catalogue {
  readonly #known = new Map<string, ProductView | null>();
  /** On their way: those that a call really shows are asked for again, the others once. */
  readonly #asked = new Map<string, { sure: boolean }>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #hints = HINTS_MAX;
  #hinted_ms = 0;
  readonly #pictures: HTMLImageElement[] = [];
  readonly #http: Http;
  readonly #keep: Keep;
  readonly #onChange: () => void;

  constructor(http: Http, keep: Keep, onChange: () => void) {
    this.#http = http;
    this.#keep = keep;
    this.#onChange = onChange;
    for (const product of keep.get<ProductView[]>(KEPT) ?? []) this.#known.set(product.product_id, product);
  }

  /** The product; null where the store has no such; undefined while it is on its way. `sure`: the server has named it. */
  get(product_id: string, sure = true): ProductView | null | undefined {
    if (product_id === "") return null;
    if (sure && !this.#known.has(product_id)) void this.#fetch(product_id, true);
    return this.#known.get(product_id);
  }

  /** It may be needed soon: fetch its card and the first picture that the card would have. */
  expect(product_id: string, variant_id = ""): void {
    if (!this.#known.has(product_id) && !this.#asked.has(product_id) && !this.#mayHint()) return;
    void this.#fetch(product_id, false).then(() => {
      const product = this.#known.get(product_id);
      const variant = product?.variants.find((each) => each.variant_id === variant_id);
      const url = [variant?.picture_url, ...(product?.picture_urls ?? [])].find((each) => each);
      if (!url) return;
      const picture = new Image();
      picture.src = url;
      this.#pictures.push(picture);
      if (this.#pictures.length > 8) this.#pictures.shift();
    });
  }

  /** The title of a variant and its product, for the ledger. */
  titleOf(product_id: string, variant_id: string, sure: boolean): { readonly title: string; readonly variant: string } {
    const product = product_id ? this.get(product_id, sure) : null;
    const variant = product?.variants.find((each) => each.variant_id === variant_id);
    return { title: product?.title ?? "", variant: variant?.title ?? "" };
  }

  #mayHint(): boolean {
    const now = performance.now();
    this.#hints = Math.min(HINTS_MAX, this.#hints + (now - this.#hinted_ms) / HINT_EVERY_MS);
    this.#hinted_ms = now;
    if (this.#hints < 1) return false;
    this.#hints -= 1;
    return true;
  }

  async #fetch(product_id: string, sure: boolean): Promise<void> {
    const asked = this.#asked.get(product_id);
    if (asked !== undefined) asked.sure ||= sure;
    if (this.#known.has(product_id) || asked !== undefined) return;
    const wish = { sure };
    this.#asked.set(product_id, wish);
    // Until it is known it counts as asked for, also while it waits to be asked for again: a card is drawn many times.
    for (let tries = 1; ; tries += 1) {
      const product = await this.#ask(product_id);
      if (product !== undefined || !wish.sure || tries >= TRIES_MAX) {
        if (product !== undefined || wish.sure) this.#learn(product_id, product ?? null);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, delayMs(tries, Math.random())));
    }
    this.#asked.delete(product_id);
    this.#onChange();
  }

  /** One request, a few at a time; null where the store has no such product, undefined where it could not say. */
  async #ask(product_id: string): Promise<ProductView | null | undefined> {
    if (this.#running >= AT_ONCE_MAX) await new Promise<void>((go) => this.#waiting.push(go));
    this.#running += 1;
    try {
      return await this.#http.product(product_id);
    } catch (error) {
      return error instanceof HttpRefused && error.status !== 429 && error.status < 500 ? null : undefined;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  #learn(product_id: string, product: ProductView | null): void {
    this.#known.set(product_id, product);
    for (const oldest of [...this.#known.keys()].slice(0, -KNOWN_MAX)) this.#known.delete(oldest);
    if (product !== null) this.#keep.set(KEPT, [...this.#known.values()].filter((each) => each !== null).slice(-KEPT_MAX));
  }
}
