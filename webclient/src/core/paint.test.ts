import { describe, expect, it } from "vitest";
import { COMMAND_TYPES, type CommandBody, type Refusal } from "../protocol/index.js";
import { THEIRS_MS, confirm, drop, expire, paint, paintable, screen, type Painting } from "./paint.js";
import type { CallView } from "./view.js";
import { aCall } from "./fixtures.js";

const VIEW: CallView = { call_id: "call-0001", epoch: 1, seq: 3, call: aCall("call-0001"), shown_by: {} };

function painting(body: CommandBody, change: Partial<Painting> = {}): Painting {
  return { id: "command-1", call_id: "call-0001", by: "associate", origin: "theirs", body, at_ms: 1000, ...change };
}

const SHOW = painting({ type: "product_show", product_id: "P1" });

describe("paintings", () => {
  it("the same command twice is one painting", () => {
    const once = paint([], SHOW);
    expect(paint(once, SHOW)).toBe(once);
  });

  it("those of the other side are given up after 5 s, own ones stay", () => {
    const own = painting({ type: "chat_send", text: "hi" }, { id: "command-2", origin: "mine", by: "shopper" });
    const both = [SHOW, own];
    expect(expire(both, 1000 + THEIRS_MS - 1, 0)).toBe(both);
    expect(expire(both, 1000 + THEIRS_MS, 0)).toEqual([own]);
    // nobody could have confirmed it while the server was away [CHAN5]
    expect(expire(both, 40_000 + THEIRS_MS - 1, 40_000)).toBe(both);
  });

  it("the server's event settles a painting, a refusal drops it", () => {
    const entry = { seq: 4, at_ms: 2, by: "associate", command_id: "command-1", event: { type: "product_shown", product_id: "P1", variant_id: "" } } as const; // prettier-ignore
    expect(confirm([SHOW], [entry])).toEqual([]);
    expect(confirm([SHOW], [{ ...entry, command_id: "another-1" }])).toEqual([SHOW]);
    expect(drop([SHOW], "command-1")).toEqual([]);
  });

  it("paints what a person sees at once, and nothing that decides", () => {
    const painted = COMMAND_TYPES.filter((type) => paintable({ type } as CommandBody));
    expect(painted).toEqual([
      "product_show", "product_hide", "cart_add", "cart_set", "cart_remove", "cart_undo", "chat_send", "checkout_offer",
    ]); // prettier-ignore
  });
});

describe("screen", () => {
  it("shows a painted product as pending, newest first, and hides a painted hide", () => {
    const call = aCall("call-0001", {
      shown: [
        { product_id: "A", variant_id: "", at_ms: 1 },
        { product_id: "B", variant_id: "", at_ms: 2 },
      ],
    });
    const shown = screen({ ...VIEW, call }, [SHOW, painting({ type: "product_hide", product_id: "A" }, { id: "command-3" })]).shown;
    expect(shown.map((item) => [item.product_id, item.pending])).toEqual([["P1", true], ["B", false]]);
  });

  it("a cart command is pending, then the journal's row, then refused with the reason", () => {
    const add = painting({ type: "cart_add", variant_id: "V1", quantity: 2, product_id: "P1" });
    expect(screen(VIEW, [add]).ledger).toMatchObject([
      { change_id: "command-1", state: "pending", painted: true, quantity: 2, kind: "add" },
    ]);
    const change = {
      change_id: "command-1", kind: "add", by: "associate", at_ms: 1, variant_id: "V1", product_id: "P1", line_id: "",
      quantity: 2, quantity_before: 0, undoes: "", state: "pending", applied_quantity: 0, reason: null,
    } as const; // prettier-ignore
    const call = aCall("call-0001", { cart: { store: null, changes: [change] } });
    expect(screen({ ...VIEW, call }, [add]).ledger).toMatchObject([{ painted: false }]);
    const refusal: Refusal = { code: "sold_out", message: "m", detail: "", allowed: [] };
    expect(screen(VIEW, [], [{ ...add, refusal }]).ledger).toMatchObject([{ state: "rejected", refusal }]);
  });

  it("an undo names what it undoes and an unknown one is not drawn", () => {
    expect(screen(VIEW, [painting({ type: "cart_undo", change_id: "nothing-1" })]).ledger).toEqual([]);
  });

  it("a message is pending until numbered, once", () => {
    const line = painting({ type: "chat_send", text: "hi" });
    expect(screen(VIEW, [line]).chat).toMatchObject([{ text: "hi", pending: true }]);
    const call = aCall("call-0001", { chat: [{ message_id: "command-1", by: "associate", text: "hi", at_ms: 5 }] });
    expect(screen({ ...VIEW, call }, [line]).chat).toMatchObject([{ text: "hi", pending: false }]);
  });

  it("paintings of another call are not drawn", () => {
    expect(screen(VIEW, [painting({ type: "chat_send", text: "x" }, { call_id: "call-0002" })]).chat).toEqual([]);
  });
});
