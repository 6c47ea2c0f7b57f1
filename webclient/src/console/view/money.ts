/** How money is written, from integer minor units. It never calculates a total: the store's own sums are shown. */

import type { ProductView } from "../../protocol/index.js";

/** "129,00 €" for 12900 EUR; plain digits where the currency is not known. */
export function money(minor: number, currency: string, language: string): string {
  if (currency === "") return (minor / 100).toFixed(2);
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

/** The lowest and highest price over a product's variants; the same number twice where all cost the same. */
export function priceRange(product: ProductView): { low_minor: number; high_minor: number; currency: string } {
  const prices = product.variants.map((variant) => variant.price_minor);
  return {
    low_minor: Math.min(...prices),
    high_minor: Math.max(...prices),
    currency: product.variants[0]?.currency ?? "",
  };
}
