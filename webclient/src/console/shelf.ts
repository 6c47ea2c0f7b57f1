/**
 * The products this tablet has seen, so that a title or picture is asked for once, and few at a time. It keeps no prices for later:
 * each search brings them anew.
 */

import type { ConsoleHttp } from "../net/console_http.js";
import { HttpRefused } from "../net/http.js";
import type { ProductView } from "../protocol/index.js";
import { variantWords } from "./view/choice.js";

const KEPT_MAX = 500;
const UNKNOWN_MAX = 200;
/** Questions on their way at one time; the next ones are asked when a screen is drawn again. */
const AT_ONCE_MAX = 4;
const AGAIN_MS = 10_000;

export class Shelf {
  private readonly known = new Map<string, ProductView>();
  /** On their way, or unanswered a moment ago. */
  private readonly asked = new Set<string>();
  /** The catalogue has no such product. */
  private readonly unknown = new Set<string>();
  private on_their_way = 0;
  private readonly http: Pick<ConsoleHttp, "product" | "search">;
  private readonly onChange: () => void;

  constructor(http: Pick<ConsoleHttp, "product" | "search">, onChange: () => void) {
    this.http = http;
    this.onChange = onChange;
  }

  /** The catalogue's answer, best first. Rejects when aborted, refused or unanswered. */
  readonly search = async (query: string, signal: AbortSignal): Promise<readonly ProductView[]> => {
    const { products } = await this.http.search(query, 20, signal);
    for (const product of products) this.put(product);
    return products;
  };

  /** What is known now. Where nothing is, and `ask`, it is asked for, and said when it has come. */
  product(product_id: string, ask = true): ProductView | null {
    if (product_id === "") return null;
    const known = this.known.get(product_id);
    if (known) return known;
    const may = ask && this.on_their_way < AT_ONCE_MAX && !this.asked.has(product_id) && !this.unknown.has(product_id);
    if (may) void this.fetch(product_id);
    return null;
  }

  /** "Rain jacket, M · navy"; empty while nothing is known. `ask` as in `product`. */
  readonly title = (product_id: string, variant_id: string, ask = true): string => {
    const product = this.product(product_id, ask);
    if (!product) return "";
    const variant = product.variants.length > 1 ? product.variants.find((v) => v.variant_id === variant_id) : undefined;
    return variant ? `${product.title}, ${variantWords(variant)}` : product.title;
  };

  private async fetch(product_id: string): Promise<void> {
    this.asked.add(product_id);
    this.on_their_way += 1;
    try {
      this.put(await this.http.product(product_id));
    } catch (error) {
      if (error instanceof HttpRefused && error.status === 404) this.miss(product_id);
      else setTimeout(() => this.asked.delete(product_id), AGAIN_MS); // unanswered: a later look may ask again
    } finally {
      this.on_their_way -= 1;
      this.onChange();
    }
  }

  private put(product: ProductView): void {
    this.asked.delete(product.product_id);
    this.unknown.delete(product.product_id);
    this.known.delete(product.product_id);
    this.known.set(product.product_id, product);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= KEPT_MAX) break;
      this.known.delete(oldest);
    }
  }

  private miss(product_id: string): void {
    this.asked.delete(product_id);
    this.unknown.add(product_id);
    for (const oldest of this.unknown) {
      if (this.unknown.size <= UNKNOWN_MAX) break;
      this.unknown.delete(oldest);
    }
  }
}
