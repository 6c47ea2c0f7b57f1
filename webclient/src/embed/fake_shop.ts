/** A small store with a real cart, and a link to it whose server is the test. It is part of no bundle. */

import { expect } from "vitest";
import { makeKeep, type Keep } from "../net/keep.js";
import type { CartChange, StoreCart } from "../protocol/index.js";
import type { CartFunctions } from "./bridge.js";
import { CartLink, type CartLinkOptions } from "./cart_link.js";

/** Long enough for a machine that has everything else to do. */
export const PATIENT = { timeout: 30_000, interval: 5 };

/** A small real store: stock, lines, and ways to misbehave. */
export class Shop {
  readonly stock = new Map([["V", 3], ["W", 10]]); // prettier-ignore
  readonly held = new Map<string, number>();
  calls: string[] = [];
  running = 0;
  most_running = 0;
  before_answer: (what: string) => Promise<void> = () => Promise.resolve();

  read(): StoreCart {
    const lines = [...this.held].map(([variant_id, quantity]) => ({
      line_id: `L${variant_id}`, variant_id, product_id: "P", title: "T", variant_title: "", quantity,
      line_total_minor: 100 * quantity, picture_url: "",
    })); // prettier-ignore
    return { lines, subtotal_minor: 0, discount_minor: 0, total_minor: 0, currency: "EUR" };
  }

  readonly functions: CartFunctions = {
    get: () => this.#do("get", () => this.read()),
    add: ({ variant_id, quantity }) =>
      this.#do(`add ${variant_id} ${quantity}`, () => {
        const left = (this.stock.get(variant_id) ?? 0) - (this.held.get(variant_id) ?? 0);
        if (left <= 0) throw Object.assign(new Error("none left"), { reason: "sold_out" });
        this.held.set(variant_id, (this.held.get(variant_id) ?? 0) + Math.min(left, quantity));
      }),
    update: ({ line_id, quantity }) => this.#do(`update ${line_id} ${quantity}`, () => this.held.set(line_id.slice(1), quantity)),
    remove: ({ line_id }) => this.#do(`remove ${line_id}`, () => this.held.delete(line_id.slice(1))),
  };

  async #do<T>(what: string, then: () => T): Promise<T> {
    this.calls.push(what);
    this.running += 1;
    this.most_running = Math.max(this.most_running, this.running);
    try {
      await this.before_answer(what);
      return then();
    } finally {
      this.running -= 1;
    }
  }

  get writes(): string[] {
    return this.calls.filter((call) => call !== "get");
  }
}

export type Outcome = Parameters<CartLinkOptions["settle"]>[0];

/** What the server answers to outcomes, in their order; it takes those after them. */
type Answers = (Promise<string | null> | string | null)[];

export function link(shop: Shop | null, keep: Keep = makeKeep("", null), settling: string[] = [], answers: Answers = []): { cart: CartLink; outcomes: Outcome[]; reports: StoreCart[] } {
  const outcomes: Outcome[] = [];
  const reports: StoreCart[] = [];
  const cart = new CartLink({
    keep,
    functions: () => shop?.functions ?? null,
    settling: (change_id) => settling.includes(change_id),
    settle: async (outcome) => {
      outcomes.push(outcome);
      return (await answers.shift()) ?? null;
    },
    report: (read) => reports.push(read),
    register_ms: 30,
    again_ms: 10,
    answer_ms: 400, // long for a machine that is busy, short for a shop that never answers
  });
  return { cart, outcomes, reports };
}

export function change(change_id: string, over: Partial<CartChange> = {}): CartChange {
  return {
    change_id, kind: "add", by: "associate", at_ms: 1, variant_id: "V", product_id: "P", line_id: "", quantity: 1,
    quantity_before: 0, undoes: "", state: "pending", applied_quantity: 0, reason: null, ...over,
  }; // prettier-ignore
}

export async function settled(outcomes: Outcome[], count: number): Promise<void> {
  await expect.poll(() => outcomes.length, PATIENT).toBe(count);
}
