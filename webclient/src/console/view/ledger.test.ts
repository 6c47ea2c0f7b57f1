/** Tests of the ledger's rows. */

import { describe, expect, it } from "vitest";
import type { LedgerItem } from "../../core/paint.js";
import { wanted } from "../../core/wanted.js";
import type { StoreCart, StoreLine } from "../../protocol/index.js";
import { bagCount, ledgerRows, pendingLines, wishedQuantity } from "./ledger.js";

function change(change_id: string, rest: Partial<LedgerItem> = {}): LedgerItem {
  return {
    change_id, kind: "add", by: "associate", at_ms: 1, variant_id: "v1", product_id: "p1", line_id: "", quantity: 2,
    quantity_before: 0, undoes: "", state: "applied", applied_quantity: 2, reason: null, painted: false, refusal: null, ...rest,
  };
}

const line: StoreLine = {
  line_id: "l1", variant_id: "v1", product_id: "p1", title: "Coat", variant_title: "M", quantity: 2, line_total_minor: 200, picture_url: "",
};

const store: StoreCart = { lines: [line], subtotal_minor: 200, discount_minor: 0, total_minor: 200, currency: "EUR" };

const noTitles = () => "";

describe("the ledger", () => {
  it("names a change as the store names it, else as the catalogue does, else by its id", () => {
    const rows = ledgerRows([change("a"), change("b", { variant_id: "v2" })], store, (product) => `title of ${product}`);
    expect(rows.map((row) => [row.change_id, row.title])).toEqual([
      ["a", "Coat, M"],
      ["b", "title of p1"],
    ]);
    expect(ledgerRows([change("a")], null, noTitles)[0]?.title).toBe("v1");
  });

  it("offers Undo once, and only for what the store did", () => {
    const may = (...c: LedgerItem[]) => ledgerRows(c, store, noTitles).find((row) => row.change_id === "a")?.may_undo;
    expect(may(change("a"))).toBe(true);
    expect(may(change("a", { state: "partly_applied", applied_quantity: 1 }))).toBe(true);
    expect(may(change("a", { state: "pending", applied_quantity: 0 }))).toBe(false);
    expect(may(change("a", { state: "rejected", applied_quantity: 0 }))).toBe(false);
    expect(may(change("a", { state: "undone" }))).toBe(false);
    expect(may(change("a", { undoes: "z" }))).toBe(false);
    expect(may(change("a"), change("b", { undoes: "a", state: "pending" }))).toBe(false);
    expect(may(change("a"), change("b", { undoes: "a", state: "rejected" }))).toBe(true);
  });

  it("says how many units were asked to move", () => {
    expect(wanted(change("a", { kind: "set", quantity: 1, quantity_before: 3 }))).toBe(2);
    expect(wanted(change("a", { kind: "remove", quantity: 0, quantity_before: 3 }))).toBe(3);
    expect(wanted(change("a", { kind: "subtract", quantity: 5, quantity_before: 3 }))).toBe(3);
  });

  it("marks the lines that wait for the store, by line or by variant", () => {
    expect([...pendingLines([change("a", { state: "pending" })], store)]).toEqual(["l1"]);
    expect([...pendingLines([change("a", { state: "pending", line_id: "l9", variant_id: "" })], store)]).toEqual(["l9"]);
    expect(pendingLines([change("a")], store).size).toBe(0);
  });

  it("counts on from the number last asked for, until the store has answered", () => {
    const set = (id: string, quantity: number, rest: Partial<LedgerItem> = {}) =>
      change(id, { kind: "set", line_id: "l1", quantity, state: "pending", ...rest });
    expect(wishedQuantity([], line)).toBe(2);
    expect(wishedQuantity([set("b", 4, { at_ms: 2 }), set("a", 3)], line)).toBe(4);
    expect(wishedQuantity([set("a", 3), set("b", 4)], line)).toBe(4);
    // The server's clock may be ahead: what it has not numbered yet is the later wish all the same.
    expect(wishedQuantity([set("a", 3, { at_ms: 900 }), set("b", 4, { at_ms: 2, painted: true })], line)).toBe(4);
    expect(wishedQuantity([set("b", 4, { at_ms: 2, painted: true }), set("a", 3, { at_ms: 1 })], line)).toBe(4);
    expect(wishedQuantity([set("a", 3, { state: "rejected" }), set("b", 7, { line_id: "l2" }), change("c", { state: "pending" })], line)).toBe(2);
  });

  it("asks nothing of the catalogue for what the other browser alone has said", () => {
    const asked: [string, boolean | undefined][] = [];
    const titles = (product_id: string, _variant: string, ask?: boolean) => {
      asked.push([product_id, ask]);
      return "";
    };
    const theirs = change("a", { by: "shopper", painted: true, product_id: "invented", variant_id: "x" });
    const numbered = change("b", { by: "shopper", product_id: "p2", variant_id: "y" });
    const own = change("c", { painted: true, product_id: "p3", variant_id: "z" });
    ledgerRows([theirs, numbered, own], null, titles);
    expect(asked).toEqual([["invented", false], ["p2", true], ["p3", true]]);
  });

  it("counts units, not lines", () => {
    expect(bagCount([{ quantity: 2 }, { quantity: 3 }])).toBe(5);
  });
});
