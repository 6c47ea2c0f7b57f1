/** Reads the store's page: which product it shows and which step of the checkout it is. It changes nothing on it. */

import { LIMITS, type PageWord } from "../protocol/index.js";
import type { PageProduct } from "./bridge.js";

/** The page for the call: address without the fragment, title, product. */
export function readPage(callback: () => PageProduct | null): PageWord {
  const product = readProduct(callback);
  const url = location.href.split("#", 1)[0] ?? "";
  return {
    url: url.length <= LIMITS.URL_MAX_CHARS ? url : location.origin + location.pathname.slice(0, 1500),
    title: document.title.slice(0, LIMITS.TITLE_MAX_CHARS),
    product_id: cut(product.product_id),
    variant_id: cut(product.variant_id ?? ""),
  };
}

/** By attribute, else the page's callback, else JSON-LD. Empty where the page shows no product. */
export function readProduct(callback: () => PageProduct | null): PageProduct {
  const marked = document.querySelector<HTMLElement>("[data-coshop-product]");
  const product_id = marked?.dataset.coshopProduct;
  if (product_id) {
    const variant = marked.dataset.coshopVariant ?? document.querySelector<HTMLElement>("[data-coshop-variant]")?.dataset.coshopVariant;
    return { product_id, variant_id: variant ?? "" };
  }
  try {
    const told = callback();
    if (told && typeof told.product_id === "string") return told;
  } catch (error) {
    reportError(error);
  }
  return readJsonLd() ?? { product_id: "", variant_id: "" };
}

/** A schema.org item, of which nothing is certain. */
type Ld = Readonly<Record<string, unknown>>;

/** The product of the first script of schema.org JSON-LD that names one: a ProductGroup with its variant, else a Product, which may be one of a group. */
function readJsonLd(): PageProduct | undefined {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    let read: unknown;
    try {
      read = JSON.parse(script.textContent);
    } catch {
      continue;
    }
    const items = all(read).flatMap((each) => [each, ...all(each["@graph"])]);
    const group = items.find((each) => isA(each, "ProductGroup"));
    if (idOf(group)) return { product_id: idOf(group), variant_id: idOf(variantOf(all(group?.hasVariant))) };
    const product = items.find((each) => isA(each, "Product"));
    const parent = id(product?.inProductGroupWithID) || idOf(all(product?.isVariantOf)[0]);
    if (idOf(product)) return parent ? { product_id: parent, variant_id: idOf(product) } : { product_id: idOf(product), variant_id: "" };
  }
  return undefined;
}

/** The variant whose address, or whose offer's, is this page's; else the only one there is. */
function variantOf(variants: readonly Ld[]): Ld | undefined {
  const [here] = location.href.split("#", 1);
  const stands = ({ url }: Ld): boolean => {
    try {
      return typeof url === "string" && url !== "" && new URL(url, location.href).href === here;
    } catch {
      return false;
    }
  };
  return variants.find((each) => [each, ...all(each.offers)].some(stands)) ?? (variants.length === 1 ? variants[0] : undefined);
}

function isA(item: Ld, type: string): boolean {
  return ([] as unknown[]).concat(item["@type"]).includes(type);
}

function idOf(item: Ld | undefined): string {
  return id(item?.productGroupID) || id(item?.productID) || id(item?.sku);
}

function id(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** One item or a list of them, without whatever is none. */
function all(value: unknown): Ld[] {
  return ([] as unknown[]).concat(value).filter((each): each is Ld => typeof each === "object" && each !== null);
}

export interface CheckoutMark {
  readonly step: "started" | "failed" | "paid";
  readonly order_number: string;
  readonly reason: string;
}

/** The step of the store's checkout that this page is, if it says so. */
export function readCheckout(): CheckoutMark | null {
  const mark = document.querySelector<HTMLElement>("[data-coshop-checkout]");
  const step = mark?.dataset.coshopCheckout;
  if (step !== "started" && step !== "failed" && step !== "paid") return null;
  const said = (name: "coshopOrder" | "coshopReason", where: string): string =>
    (mark?.dataset[name] ?? document.querySelector<HTMLElement>(`[${where}]`)?.dataset[name] ?? "").slice(0, LIMITS.REASON_MAX_CHARS);
  return { step, order_number: said("coshopOrder", "data-coshop-order"), reason: said("coshopReason", "data-coshop-reason") };
}

function cut(id: string): string {
  return id.length <= LIMITS.STORE_ID_MAX_CHARS ? id : "";
}
