import { describe, expect, it } from "vitest";
import type { CartChange, StoreCart } from "../protocol/index.js";
import { LEDGER_MAX, requested, unitsOf } from "./cart.js";
import { difference, reasonOf, stepFor } from "./cart_steps.js";

function cart(...lines: [line_id: string, variant_id: string, quantity: number][]): StoreCart {
  return {
    lines: lines.map(([line_id, variant_id, quantity]) => ({
      line_id, variant_id, quantity, product_id: "P", title: "t", variant_title: "", line_total_minor: 100, picture_url: "",
    })),
    subtotal_minor: 0, discount_minor: 0, total_minor: 0, currency: "EUR",
  }; // prettier-ignore
}

function change(over: Partial<CartChange>): CartChange {
  return {
    change_id: "change-1", kind: "add", by: "associate", at_ms: 1, variant_id: "V", product_id: "P", line_id: "",
    quantity: 2, quantity_before: 0, undoes: "", state: "pending", applied_quantity: 0, reason: null, ...over,
  }; // prettier-ignore
}

describe("what the store made of a change is the difference of its carts", () => {
  it.each([
    ["all added", change({}), cart(), cart(["L", "V", 2]), null, 2, null],
    ["part added although the store said yes", change({}), cart(), cart(["L", "V", 1]), null, 1, "limited_stock"],
    ["part added and the store gave a reason", change({}), cart(), cart(["L", "V", 1]), "sold_out", 1, "sold_out"],
    ["nothing added although the store said yes", change({}), cart(), cart(), null, 0, "store_refused"],
    ["nothing added, sold out", change({}), cart(), cart(), "sold_out", 0, "sold_out"],
    ["added although the store said no", change({}), cart(), cart(["L", "V", 2]), "store_error", 2, null],
    ["on top of what was there", change({}), cart(["L", "V", 3]), cart(["L", "V", 5]), null, 2, null],
    ["spread over two lines", change({}), cart(["L", "V", 1]), cart(["L", "V", 1], ["M", "V", 2]), null, 2, null],
    ["more than asked counts as asked", change({}), cart(), cart(["L", "V", 9]), null, 2, null],
    ["another variant moved", change({}), cart(), cart(["L", "W", 2]), null, 0, "store_refused"],
    ["set upwards", change({ kind: "set", line_id: "L", quantity: 4 }), cart(["L", "V", 1]), cart(["L", "V", 4]), null, 3, null],
    ["set downwards", change({ kind: "set", line_id: "L", quantity: 1 }), cart(["L", "V", 4]), cart(["L", "V", 1]), null, 3, null],
    ["set to what it is", change({ kind: "set", line_id: "L", quantity: 2 }), cart(["L", "V", 2]), cart(["L", "V", 2]), null, 0, null],
    ["removed", change({ kind: "remove", line_id: "L", quantity: 0 }), cart(["L", "V", 3]), cart(), null, 3, null],
    ["a large line removed", change({ kind: "remove", line_id: "L", quantity: 0 }), cart(["L", "V", 150]), cart(), null, 150, null],
    ["a large line made small", change({ kind: "set", line_id: "L", quantity: 2 }), cart(["L", "V", 9_999]), cart(["L", "V", 2]), null, 9_997, null],
    ["not removed", change({ kind: "remove", line_id: "L", quantity: 0 }), cart(["L", "V", 3]), cart(["L", "V", 3]), "store_error", 0, "store_error"],
    ["taken back", change({ kind: "subtract", quantity: 2 }), cart(["L", "V", 3]), cart(["L", "V", 1]), null, 2, null],
    ["taken back when less is there", change({ kind: "subtract", quantity: 2 }), cart(["L", "V", 1]), cart(), null, 1, null],
    ["a line without variant", change({ kind: "remove", line_id: "L", variant_id: "", quantity: 0 }), cart(["L", "", 2]), cart(), null, 2, null],
  ] as const)("%s", (_, asked, before, now, said, applied_quantity, reason) => {
    expect(difference(asked, before, now, said)).toEqual({ applied_quantity, reason });
  }); // prettier-ignore
});

describe("the step that brings the cart there", () => {
  it.each([
    [change({}), cart(["L", "V", 1]), { do: "add", variant_id: "V", quantity: 2 }],
    [change({ kind: "subtract", quantity: 2 }), cart(["L", "V", 3]), { do: "update", line_id: "L", quantity: 1 }],
    [change({ kind: "subtract", quantity: 2 }), cart(["L", "V", 2]), { do: "remove", line_id: "L" }],
    [change({ kind: "subtract", quantity: 2 }), cart(), { do: "nothing" }],
    [change({ kind: "set", line_id: "L", quantity: 5 }), cart(["L", "V", 3]), { do: "update", line_id: "L", quantity: 5 }],
    [change({ kind: "set", line_id: "L", quantity: 5 }), cart(["N", "V", 3]), { do: "update", line_id: "N", quantity: 5 }],
    [change({ kind: "set", line_id: "L", quantity: 5 }), cart(["L", "V", 5]), { do: "nothing" }],
    [change({ kind: "set", line_id: "L", quantity: 5 }), cart(), { do: "refuse", reason: "unknown_line" }],
    [change({ kind: "remove", line_id: "L", quantity: 0 }), cart(["L", "V", 3]), { do: "remove", line_id: "L" }],
    [change({ kind: "remove", line_id: "L", quantity: 0 }), cart(), { do: "nothing" }],
  ] as const)("%#", (asked, now, step) => {
    expect(stepFor(asked, now)).toEqual(step);
  });
});

it("reads the reason out of what a cart function threw", () => {
  expect(reasonOf(Object.assign(new Error("x"), { reason: "sold_out" }))).toBe("sold_out");
  expect(reasonOf({ reason: "made_up" })).toBe("store_error");
  expect(reasonOf("text")).toBe("store_error");
  expect(reasonOf(null)).toBe("store_error");
});

it("a full ledger loses its oldest settled changes, never a pending one", () => {
  let held: { store: StoreCart | null; changes: CartChange[] } = { store: null, changes: [] };
  held = requested(held, change({ change_id: "pending-0" }));
  for (let n = 0; n < LEDGER_MAX + 5; n += 1) held = requested(held, change({ change_id: `done-${n}`, state: "applied" }));
  expect(held.changes).toHaveLength(LEDGER_MAX);
  expect(held.changes[0]?.change_id).toBe("pending-0");
  expect(held.changes.at(-1)?.change_id).toBe(`done-${LEDGER_MAX + 4}`);
  expect(unitsOf(null, "V")).toBe(0);
});
