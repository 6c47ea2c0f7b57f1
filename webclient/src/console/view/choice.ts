/** Which variant of a product is meant: options as rows of chips, sold-out ones marked. Pure; it adds nothing to a cart. */

import type { ProductView, VariantView } from "../../protocol/index.js";

/** What has been picked so far, by option name. */
export type Chosen = Readonly<Record<string, string>>;

/** One value of an option. `exists` and `in_stock` hold together with the other options picked. */
export interface Chip {
  readonly value: string;
  readonly chosen: boolean;
  readonly exists: boolean;
  readonly in_stock: boolean;
}

export interface OptionRow {
  readonly name: string;
  readonly chips: readonly Chip[];
}

/** The names of the options in the order in which the variants bring them. */
function optionNames(product: ProductView): string[] {
  return [...new Set(product.variants.flatMap((variant) => Object.keys(variant.options)))];
}

function fits(variant: VariantView, chosen: Chosen, except = ""): boolean {
  return Object.entries(chosen).every(([name, value]) => name === except || variant.options[name] === value);
}

/** The rows to draw. */
export function optionRows(product: ProductView, chosen: Chosen): OptionRow[] {
  return optionNames(product).map((name) => {
    const values = [...new Set(product.variants.map((v) => v.options[name]).filter((v) => v !== undefined))];
    const chips = values.map((value) => {
      const fitting = product.variants.filter((v) => v.options[name] === value && fits(v, chosen, name));
      return {
        value,
        chosen: chosen[name] === value,
        exists: fitting.length > 0,
        in_stock: fitting.some((v) => v.in_stock),
      };
    });
    return { name, chips };
  });
}

/** The one variant that is meant, or null while options are open. A product with one variant needs no choice. */
export function chosenVariant(product: ProductView, chosen: Chosen): VariantView | null {
  const [only, ...others] = product.variants;
  if (only && others.length === 0) return only;
  const names = optionNames(product);
  if (names.some((name) => chosen[name] === undefined)) return null;
  return product.variants.find((variant) => fits(variant, chosen)) ?? null;
}

/** Where a pick starts: the variant the shopper looks at if any; else what all variants have in common. */
export function firstChoice(product: ProductView, variant_id = ""): Chosen {
  const seen = product.variants.find((variant) => variant.variant_id === variant_id);
  if (seen) return seen.options;
  const chosen: Record<string, string> = {};
  for (const { name, chips } of optionRows(product, {})) {
    if (chips.length === 1 && chips[0]) chosen[name] = chips[0].value;
  }
  return chosen;
}

/** Pick a value; other options that do not exist together with it are given up. */
export function choose(product: ProductView, chosen: Chosen, name: string, value: string): Chosen {
  const next: Record<string, string> = { [name]: value };
  for (const [other, kept] of Object.entries(chosen)) {
    if (other === name) continue;
    const trial = { ...next, [other]: kept };
    if (product.variants.some((variant) => fits(variant, trial))) next[other] = kept;
  }
  return next;
}

/** How a variant is called beside its product: "M · navy"; its own title where it has no options. */
export function variantWords(variant: VariantView): string {
  const words = Object.values(variant.options).join(" · ");
  return words === "" ? variant.title : words;
}

/** For a sold-out variant: what it is sold out in, and what the shop has nearest to it (one option changed). */
export function soldOut(product: ProductView, variant: VariantView): { option: string; others: string[] } {
  // the last option is the one people give way on: the size rather than the colour
  for (const name of Object.keys(variant.options).reverse()) {
    const rest = Object.fromEntries(Object.entries(variant.options).filter(([other]) => other !== name));
    const others = product.variants.filter((v) => v.in_stock && fits(v, rest)).map((v) => v.options[name] ?? "");
    if (others.length > 0) return { option: variant.options[name] ?? "", others };
  }
  return { option: variantWords(variant), others: [] };
}

/** The variant that Shift+Enter and [Add] mean without asking: the only one there is, if the shop has it. */
export function plainVariant(product: ProductView): VariantView | null {
  const [only, ...others] = product.variants;
  return only && others.length === 0 ? only : null;
}

/** How many of a product's variants are in stock. */
export function stockCount(product: ProductView): { in_stock: number; of: number } {
  return { in_stock: product.variants.filter((v) => v.in_stock).length, of: product.variants.length };
}
