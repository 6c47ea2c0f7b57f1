/** What a store's page says of itself: its product, and the step of the checkout that it is. The page's elements are made up. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LIMITS } from "../protocol/index.js";
import { readCheckout, readPage, readProduct } from "./page.js";

let scripts: string[];
/** By selector: the data of the element that is found. */
let marks: Record<string, Record<string, string>>;

const nobody = (): null => null;
const ld = (...read: unknown[]): unknown => (scripts = read.map((each) => JSON.stringify(each)));

beforeEach(() => {
  [scripts, marks] = [[], {}];
  vi.stubGlobal("location", new URL("https://shop.example/coat?colour=navy#top"));
  vi.stubGlobal("document", {
    title: "Coat",
    querySelector: (what: string) => (marks[what] ? { dataset: marks[what] } : null),
    querySelectorAll: () => scripts.map((textContent) => ({ textContent })),
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("the product of the page", () => {
  it("is the marked one, else the callback's, else that of JSON-LD", () => {
    ld({ "@type": "Product", sku: "P3" });
    expect(readProduct(nobody)).toEqual({ product_id: "P3", variant_id: "" });
    expect(readProduct(() => ({ product_id: "P2", variant_id: "V2" }))).toEqual({ product_id: "P2", variant_id: "V2" });
    marks["[data-coshop-product]"] = { coshopProduct: "P1", coshopVariant: "V1" };
    expect(readProduct(() => ({ product_id: "P2" }))).toEqual({ product_id: "P1", variant_id: "V1" });
    expect(readPage(nobody)).toEqual({ url: "https://shop.example/coat?colour=navy", title: "Coat", product_id: "P1", variant_id: "V1" });
  });

  const two = [
    { "@type": "Product", productID: "V-RED", offers: { "@type": "Offer", url: "https://shop.example/coat?colour=red" } },
    { "@type": "Product", productID: "V-NAVY", offers: [{ url: "/coat?colour=navy" }] },
  ];

  it.each([
    ["a product by productID before sku", { "@type": "Product", productID: "P1", sku: "S1" }, "P1", ""],
    ["several types", { "@type": ["Thing", "Product"], sku: "S1" }, "S1", ""],
    ["a number as its id", { "@type": "Product", sku: 4711 }, "4711", ""],
    ["a list of items", [{ "@type": "BreadcrumbList" }, null, "text", { "@type": "Product", sku: "S1" }], "S1", ""],
    ["a graph", { "@graph": [{ "@type": "WebPage" }, { "@type": ["Product"], productID: 7 }] }, "7", ""],
    ["a graph in a list", [{ "@graph": [{ "@type": "Product", sku: "S1" }] }], "S1", ""],
    ["a group before a product", [{ "@type": "Product", sku: "S1" }, { "@type": "ProductGroup", productGroupID: "G1" }], "G1", ""],
    ["a group's variant by the address of its offer", { "@type": "ProductGroup", productGroupID: "G1", hasVariant: two }, "G1", "V-NAVY"],
    ["a group's variant by its own address", { "@type": ["ProductGroup"], productGroupID: 12, hasVariant: [{ sku: 1, url: "/coat" }, { sku: 2, url: "?colour=navy" }] }, "12", "2"],
    ["a group's only variant", { "@type": "ProductGroup", productGroupID: "G1", hasVariant: { sku: "V1" } }, "G1", "V1"],
    ["none of a group's variants", { "@type": "ProductGroup", productGroupID: "G1", hasVariant: [{ sku: "V1", url: "http://[" }, { sku: "V2", url: 3 }] }, "G1", ""],
    ["a variant that names its group's id", { "@type": "Product", sku: "V1", inProductGroupWithID: "G1" }, "G1", "V1"],
    ["a variant with its group", { "@type": "Product", productID: "V1", isVariantOf: { "@type": "ProductGroup", productGroupID: "G1" } }, "G1", "V1"],
    ["a group without an id, and a product", [{ "@type": "ProductGroup" }, { "@type": "Product", sku: "S1" }], "S1", ""],
    ["nothing that is a product", { "@type": "Organization", sku: "S1" }, "", ""],
    ["an id that is none", { "@type": "Product", sku: { value: 1 } }, "", ""],
    ["null", null, "", ""],
  ])("%s", (_, read, product_id, variant_id) => {
    ld(read);
    expect(readProduct(nobody)).toEqual({ product_id, variant_id });
  });

  it("a script that cannot be read hides none that can, and the first that names one counts", () => {
    ld({ "@type": "WebSite" }, { "@type": "Product", sku: "S1" }, { "@type": "Product", sku: "S2" });
    scripts.unshift("{");
    expect(readProduct(nobody).product_id).toBe("S1");
  });
});

describe("the step of the checkout", () => {
  it("comes with the order's number and the reason, on the same element or anywhere", () => {
    expect(readCheckout()).toBeNull();
    marks["[data-coshop-checkout]"] = { coshopCheckout: "failed", coshopReason: "The card was declined." };
    expect(readCheckout()).toEqual({ step: "failed", order_number: "", reason: "The card was declined." });
    marks["[data-coshop-checkout]"] = { coshopCheckout: "paid" };
    marks["[data-coshop-order]"] = { coshopOrder: "10042" };
    marks["[data-coshop-reason]"] = { coshopReason: "x".repeat(500) };
    expect(readCheckout()).toEqual({ step: "paid", order_number: "10042", reason: "x".repeat(LIMITS.REASON_MAX_CHARS) });
    marks["[data-coshop-checkout]"] = { coshopCheckout: "thinking" };
    expect(readCheckout()).toBeNull();
  });
});
