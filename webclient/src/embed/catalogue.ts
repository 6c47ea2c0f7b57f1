/** The products of this call's cards: fetched once, kept for the next page, their pictures fetched ahead when hinted. */

import { delayMs } from "../core/retry.js";
import type { ProductView } from "../protocol/index.js";
import { HttpRefused, type Http } from "../net/http.js";
import type { Keep } from "../net/keep.js";

const KEPT = "products";
const KEPT_MAX = 12;
/** A server that is away is asked again, ever more slowly, about ten minutes long. */
const TRIES_MAX = 120;

export class Catalogue {
  readonly #known = new Map<string, ProductView | null>();
  readonly #asked = new Set<string>();
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

  /** The product; null where the store has no such; undefined while it is on its way. */
  get(product_id: string): ProductView | null | undefined {
    if (product_id === "") return null;
    if (!this.#known.has(product_id)) void this.#fetch(product_id);
    return this.#known.get(product_id);
  }

  /** It may be needed soon: fetch its card and first picture. */
  expect(product_id: string): void {
    void this.#fetch(product_id).then(() => {
      const url = this.#known.get(product_id)?.picture_urls[0];
      if (!url) return;
      const picture = new Image();
      picture.src = url;
      this.#pictures.push(picture);
      if (this.#pictures.length > 8) this.#pictures.shift();
    });
  }

  /** The title of a variant and its product, for the ledger. */
  titleOf(product_id: string, variant_id: string): { readonly title: string; readonly variant: string } {
    const product = product_id ? this.get(product_id) : null;
    const variant = product?.variants.find((each) => each.variant_id === variant_id);
    return { title: product?.title ?? "", variant: variant?.title ?? "" };
  }

  async #fetch(product_id: string): Promise<void> {
    if (this.#known.has(product_id) || this.#asked.has(product_id)) return;
    this.#asked.add(product_id);
    // Until it is known it counts as asked for, also while it waits to be asked for again: a card is drawn many times.
    for (let tries = 1; !this.#known.has(product_id); tries += 1) {
      try {
        const product = await this.#http.product(product_id);
        this.#known.set(product_id, product);
        this.#keep.set(KEPT, [...this.#known.values()].filter((each) => each !== null).slice(-KEPT_MAX));
      } catch (error) {
        const hopeless = error instanceof HttpRefused && error.status !== 429 && error.status < 500;
        if (hopeless || tries >= TRIES_MAX) this.#known.set(product_id, null);
        else await new Promise((resolve) => setTimeout(resolve, delayMs(tries, Math.random())));
      }
    }
    this.#asked.delete(product_id);
    this.#onChange();
  }
}
