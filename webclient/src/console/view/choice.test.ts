/** Tests of the choice of a variant. */

import { describe, expect, it } from "vitest";
import type { ProductView, VariantView } from "../../protocol/index.js";
import { choose, chosenVariant, firstChoice, optionRows, plainVariant, soldOut, stockCount } from "./choice.js";

function variant(variant_id: string, options: Record<string, string>, in_stock = true): VariantView {
  return { variant_id, options, in_stock, sku: variant_id, title: variant_id, price_minor: 100, currency: "EUR", picture_url: "", url: "" };
}

function product(...variants: VariantView[]): ProductView {
  return { product_id: "p", title: "Coat", description: "", brand: "", group: "", url: "", picture_urls: [], variants };
}

const coat = product(
  variant("s-navy", { size: "S", colour: "navy" }),
  variant("m-navy", { size: "M", colour: "navy" }, false),
  variant("l-navy", { size: "L", colour: "navy" }),
  variant("s-sand", { size: "S", colour: "sand" }),
);

describe("choosing a variant", () => {
  it("names the options and their values in the catalogue's order", () => {
    expect(optionRows(coat, {}).map((row) => [row.name, row.chips.map((chip) => chip.value)])).toEqual([
      ["size", ["S", "M", "L"]],
      ["colour", ["navy", "sand"]],
    ]);
  });

  it("marks a value sold out, or not made, together with what is picked", () => {
    const sizes = optionRows(coat, { colour: "sand" })[0]?.chips;
    expect(sizes?.map((chip) => [chip.value, chip.exists, chip.in_stock])).toEqual([
      ["S", true, true],
      ["M", false, false],
      ["L", false, false],
    ]);
    const navy = optionRows(coat, { colour: "navy" })[0]?.chips;
    expect(navy?.find((chip) => chip.value === "M")).toMatchObject({ exists: true, in_stock: false });
  });

  it("is not settled before every option is picked", () => {
    expect(chosenVariant(coat, { size: "S" })).toBeNull();
    expect(chosenVariant(coat, { size: "S", colour: "sand" })?.variant_id).toBe("s-sand");
  });

  it("gives up a pick that does not exist together with a new one", () => {
    expect(choose(coat, { size: "L", colour: "navy" }, "colour", "sand")).toEqual({ colour: "sand" });
    expect(choose(coat, { size: "S", colour: "navy" }, "colour", "sand")).toEqual({ size: "S", colour: "sand" });
  });

  it("starts with the variant the shopper looks at, else with what is common to all", () => {
    expect(firstChoice(coat, "l-navy")).toEqual({ size: "L", colour: "navy" });
    const cup = product(variant("a", { size: "S", colour: "red" }), variant("b", { size: "L", colour: "red" }));
    expect(firstChoice(cup)).toEqual({ colour: "red" });
  });

  it("says what is sold out and what the shop has nearest", () => {
    const medium = coat.variants[1];
    expect(medium && soldOut(coat, medium)).toEqual({ option: "M", others: ["S", "L"] });
    const sizes = (in_stock: boolean) => variant(`m-${String(in_stock)}`, { colour: in_stock ? "sand" : "navy", size: "M" }, in_stock);
    const shirt = product(sizes(false), sizes(true), variant("l-navy", { colour: "navy", size: "L" }));
    expect(shirt.variants[0] && soldOut(shirt, shirt.variants[0])).toEqual({ option: "M", others: ["L"] });
    const alone = product(variant("x", { size: "M" }, false));
    expect(alone.variants[0] && soldOut(alone, alone.variants[0])).toEqual({ option: "M", others: [] });
  });

  it("adds without asking only what has one variant", () => {
    expect(plainVariant(coat)).toBeNull();
    expect(plainVariant(product(variant("one", {})))?.variant_id).toBe("one");
  });

  it("counts what is in stock", () => {
    expect(stockCount(coat)).toEqual({ in_stock: 3, of: 4 });
  });
});
