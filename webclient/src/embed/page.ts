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
  return { product_id: readJsonLd(), variant_id: "" };
}

interface Ld {
  readonly "@type"?: unknown;
  readonly "@graph"?: unknown;
  readonly productGroupID?: unknown;
  readonly productID?: unknown;
  readonly sku?: unknown;
}

/** The id in the first schema.org ProductGroup or Product. */
function readJsonLd(): string {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    let read: unknown;
    try {
      read = JSON.parse(script.textContent);
    } catch {
      continue;
    }
    const items = (Array.isArray(read) ? read : [read, ...graph(read)]) as (Ld | null)[];
    for (const type of ["ProductGroup", "Product"]) {
      const item = items.find((each) => each?.["@type"] === type);
      const id = item?.productGroupID ?? item?.productID ?? item?.sku;
      if (typeof id === "string" && id !== "") return id;
    }
  }
  return "";
}

function graph(read: unknown): unknown[] {
  const inside = typeof read === "object" && read !== null ? (read as Ld)["@graph"] : undefined;
  return Array.isArray(inside) ? (inside as unknown[]) : [];
}

export interface CheckoutMark {
  readonly step: "started" | "failed" | "paid";
  readonly order_number: string;
}

/** The step of the store's checkout that this page is, if it says so. */
export function readCheckout(): CheckoutMark | null {
  const mark = document.querySelector<HTMLElement>("[data-coshop-checkout]");
  const step = mark?.dataset.coshopCheckout;
  if (step !== "started" && step !== "failed" && step !== "paid") return null;
  const order = mark?.dataset.coshopOrder ?? document.querySelector<HTMLElement>("[data-coshop-order]")?.dataset.coshopOrder;
  return { step, order_number: (order ?? "").slice(0, LIMITS.REASON_MAX_CHARS) };
}

function cut(id: string): string {
  return id.length <= LIMITS.STORE_ID_MAX_CHARS ? id : "";
}
