/** The products this tablet has seen, so that a title or picture is asked for once. It keeps no prices for later: each search brings them anew. */

import type { Http } from "../net/http.js";
import type { ProductView } from "../protocol/index.js";
import { variantWords } from "./view/choice.js";

const KEPT_MAX = 500;

export class Shelf {
  private readonly known = new Map<string, ProductView>();
  private readonly asked = new Set<string>();
  private readonly http: Http;
  private readonly onChange: () => void;

  constructor(http: Http, onChange: () => void) {
    this.http = http;
    this.onChange = onChange;
  }

  /** The catalogue's answer, best first. Rejects when aborted, refused or unanswered. */
  readonly search = async (query: string, signal: AbortSignal): Promise<readonly ProductView[]> => {
    const { products } = await this.http.search(query, 20, signal);
    for (const product of products) this.put(product);
    return products;
  };

  /** What is known now; asks for it where it is not, and says so when it has come. */
  product(product_id: string): ProductView | null {
    if (product_id === "") return null;
    const known = this.known.get(product_id);
    if (known) return known;
    if (!this.asked.has(product_id)) void this.fetch(product_id);
    return null;
  }

  /** "Rain jacket, M · navy"; empty while nothing is known. */
  readonly title = (product_id: string, variant_id: string): string => {
    const product = this.product(product_id);
    if (!product) return "";
    const variant = product.variants.length > 1 ? product.variants.find((v) => v.variant_id === variant_id) : undefined;
    return variant ? `${product.title}, ${variantWords(variant)}` : product.title;
  };

  private async fetch(product_id: string): Promise<void> {
    this.asked.add(product_id);
    try {
      this.put(await this.http.product(product_id));
      this.onChange();
    } catch {
      // Unknown to the catalogue, or unanswered: the id is shown, and a later look may ask again.
      setTimeout(() => this.asked.delete(product_id), 10_000);
    }
  }

  private put(product: ProductView): void {
    this.known.delete(product.product_id);
    this.known.set(product.product_id, product);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= KEPT_MAX) break;
      this.known.delete(oldest);
      this.asked.delete(oldest);
    }
  }
}
