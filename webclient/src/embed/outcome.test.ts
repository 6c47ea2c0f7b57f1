/** Tests of what a shopper is told of a change: every kind with every outcome, in both languages. */

import { describe, expect, it } from "vitest";
import type { OutcomeReason } from "../core/cart.js";
import type { LedgerItem } from "../core/paint.js";
import type { RefusalCode } from "../protocol/index.js";
import { againTexts, refusalWords } from "../ui/texts/refusals.js";
import { outcomeWords } from "./outcome.js";

const LANGUAGES = ["en", "de-AT"] as const;
const REASONS: readonly OutcomeReason[] = [
  "sold_out", "limited_stock", "unknown_variant", "unknown_line", "store_refused", "store_error", "store_no_answer", "no_cart", "call_ended",
];

function change(rest: Partial<LedgerItem>): LedgerItem {
  return {
    change_id: "c", kind: "add", by: "associate", at_ms: 1, variant_id: "v1", product_id: "p1", line_id: "", quantity: 2,
    quantity_before: 0, undoes: "", state: "applied", applied_quantity: 2, reason: null, painted: false, refusal: null, ...rest,
  };
}

/** The kinds of changes, each wanting to move four units. */
const KINDS = {
  add: { kind: "add", quantity: 4 },
  "set up": { kind: "set", quantity: 5, quantity_before: 1 },
  "set down": { kind: "set", quantity: 1, quantity_before: 5 },
  remove: { kind: "remove", quantity: 0, quantity_before: 4 },
  subtract: { kind: "subtract", quantity: 9, quantity_before: 4 },
  "undo of an add": { kind: "subtract", quantity: 4, quantity_before: 4, undoes: "z" },
  "undo of a removal": { kind: "add", quantity: 4, undoes: "z" },
  "undo of a set": { kind: "set", quantity: 1, quantity_before: 5, undoes: "z" },
} as const satisfies Record<string, Partial<LedgerItem>>;
type Kind = keyof typeof KINDS;

const says = (kind: Kind, rest: Partial<LedgerItem>, language = "en"): string => outcomeWords(change({ ...KINDS[kind], ...rest }), language, "Not possible.");

describe("what became of a change", () => {
  it.each([
    ["add", "Only 3 of 4 could be added. The shop has no more of these."],
    ["set up", "Only 3 of 4 could be added. The shop has no more of these."],
    ["set down", "Only 3 of 4 could be taken out. The rest is still in the bag."],
    ["remove", "Only 3 of 4 could be taken out. The rest is still in the bag."],
    ["subtract", "Only 3 of 4 could be taken out. The rest is still in the bag."],
    ["undo of an add", "Only 3 of 4 could be undone. The rest is still in the bag."],
    ["undo of a removal", "Only 3 of 4 could be undone. The shop has no more of these."],
    ["undo of a set", "Only 3 of 4 could be undone. The rest is still in the bag."],
  ] as const)("partly done: %s", (kind, words) => {
    expect(says(kind, { state: "partly_applied", applied_quantity: 3, reason: "limited_stock" })).toBe(words);
  });

  it("counts what was to move, not the number that was set", () => {
    expect(says("set up", { state: "partly_applied", applied_quantity: 2, reason: "sold_out" })).toBe("Only 2 of 4 could be added. The rest is sold out.");
  });

  it.each([
    ["add", "Sold out. Nothing was added."],
    ["set up", "Sold out. Nothing was added."],
    ["set down", "Nothing was taken out."],
    ["remove", "Nothing was taken out."],
    ["undo of an add", "Nothing was undone."],
    ["undo of a removal", "Sold out. Nothing was undone."],
  ] as const)("not done for want of stock: %s", (kind, words) => {
    expect(says(kind, { state: "rejected", applied_quantity: 0, reason: "sold_out" })).toBe(words);
  });

  it.each([
    ["add", "The call ended before it was added.", "In the bag"],
    ["set up", "The call ended before the bag was changed.", "The bag is changed"],
    ["set down", "The call ended before the bag was changed.", "The bag is changed"],
    ["remove", "The call ended before it was taken out.", "Taken out"],
    ["subtract", "The call ended before it was taken out.", "Taken out"],
    ["undo of a set", "The call ended before it was undone.", "Undone"],
  ] as const)("the call's end, and done: %s", (kind, ended, done) => {
    expect(says(kind, { state: "rejected", applied_quantity: 0, reason: "call_ended" })).toBe(ended);
    expect(says(kind, { state: "applied", applied_quantity: 4 })).toBe(done);
  });

  it("has words for every kind, outcome and reason, and none of them contradict each other", () => {
    const of_adding = { en: /added/, "de-AT": /kamen dazu|hinzugefügt|hinzukam/ };
    for (const language of LANGUAGES) {
      for (const kind of Object.keys(KINDS) as Kind[]) {
        for (const reason of [...REASONS, null]) {
          const partly = says(kind, { state: "partly_applied", applied_quantity: 3, reason }, language);
          const not = says(kind, { state: "rejected", applied_quantity: 0, reason }, language);
          for (const words of [partly, not]) {
            expect(words, `${kind} ${reason ?? ""}`).not.toMatch(/undefined|null|^\s|\s$|\s{2}/);
            expect(words.length).toBeGreaterThan(3);
            if (kind !== "add" && kind !== "set up") expect(words, `${kind} ${reason ?? ""}`).not.toMatch(of_adding[language]);
          }
          expect(partly).toMatch(/3 (of|von) 4/);
          expect(partly, `${kind} ${reason ?? ""}`).not.toMatch(/Nothing|nichts/);
          expect(partly).not.toContain("the call ended before it");
        }
      }
    }
  });

  it("says why the server did not take it", () => {
    const refused = (code: RefusalCode): string =>
      says("add", { state: "rejected", applied_quantity: 0, painted: true, refusal: { code, message: "", detail: "", allowed: [] } });
    expect(refused("sold_out")).toBe("Sold out. Nothing was added.");
    expect(refused("unknown_variant")).toBe("The shop does not have this any more.");
    expect(refused("rate_limited")).toBe("Too much at once. Please wait a moment and try again.");
    expect(refused("not_asked")).toBe("Not possible.");
    expect(says("add", { state: "rejected", applied_quantity: 0 })).toBe("Not possible.");
  });
});

describe("what a shopper's commands can be refused with", () => {
  const CODES: readonly RefusalCode[] = [
    "line_full", "already_in_call", "call_exists", "rate_limited", "too_many_frames", "retry_later", "conflict", "call_ended", "unknown_call",
    "call_not_live", "sold_out", "unknown_product", "unknown_variant", "variant_of_another_product", "unknown_line", "unknown_change",
    "change_pending", "change_settled", "too_many_pending", "cannot_undo", "checkout_step", "chat_full", "not_shown", "not_allowed", "revoked",
    "invalid_field", "frame_too_large", "command_id_reused", "origin_not_allowed", "call_not_waiting",
  ];

  it.each(CODES)("%s has words in both languages", (code) => {
    const [english, german] = LANGUAGES.map((language) => refusalWords(code, language));
    expect(english).toMatch(/^[A-Z].+\.$/);
    expect(german).toMatch(/^[A-ZÄÖÜ].+\.$/);
    expect(german).not.toBe(english);
    expect(`${english ?? ""}${german ?? ""}`).not.toMatch(/!|session|peer|Session/);
  });

  it("a line is sent again where that can help, and nowhere else", () => {
    expect(againTexts("retry_later", "en")?.send_again).toBe("Send again");
    expect(againTexts("rate_limited", "de")?.send_again_named("Hallo")).toBe("Noch einmal senden: Hallo");
    for (const code of ["chat_full", "call_ended", "invalid_field", "revoked"] as const) expect(againTexts(code, "en")).toBeNull();
  });
});
