/** The range of a product's prices, and how it is written. It never calculates a total: the store's own sums are shown. */

import type { ProductView } from "../../protocol/index.js";
import { money } from "../../core/words.js";

/** The lowest and highest price over a product's variants; the same number twice where all cost the same. */
export function priceRange(product: ProductView): { low_minor: number; high_minor: number; currency: string } {
  const prices = product.variants.map((variant) => variant.price_minor);
  return {
    low_minor: Math.min(...prices),
    high_minor: Math.max(...prices),
    currency: product.variants[0]?.currency ?? "",
  };
}

/** "129,00 €" or "129,00 – 149,00 €", as the reader's language writes ranges. */
export function priceWords(product: ProductView, language: string): string {
  const { low_minor, high_minor, currency } = priceRange(product);
  if (low_minor === high_minor || currency === "") return money(low_minor, currency, language);
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  const unit = 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
  return format.formatRange(low_minor / unit, high_minor / unit);
}
