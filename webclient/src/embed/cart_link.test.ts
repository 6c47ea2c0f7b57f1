import { describe, expect, it } from "vitest";
import { makeKeep, type Keep } from "../net/keep.js";
import type { CartChange, StoreCart } from "../protocol/index.js";
import type { CartFunctions } from "./bridge.js";
import { CartLink, type CartLinkOptions } from "./cart_link.js";

/** A small real store: stock, lines, and ways to misbehave. */
class Shop {
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

type Outcome = Parameters<CartLinkOptions["settle"]>[0];

function link(shop: Shop | null, keep: Keep = makeKeep("", null), settling: string[] = []): { cart: CartLink; outcomes: Outcome[]; reports: StoreCart[] } {
  const outcomes: Outcome[] = [];
  const reports: StoreCart[] = [];
  const cart = new CartLink({
    keep,
    functions: () => shop?.functions ?? null,
    settling: (change_id) => settling.includes(change_id),
    settle: (outcome) => Promise.resolve(outcomes.push(outcome)),
    report: (read) => reports.push(read),
    register_ms: 30,
    answer_ms: 400, // long for a machine that is busy, short for a shop that never answers
  });
  return { cart, outcomes, reports };
}

function change(change_id: string, over: Partial<CartChange> = {}): CartChange {
  return {
    change_id, kind: "add", by: "associate", at_ms: 1, variant_id: "V", product_id: "P", line_id: "", quantity: 1,
    quantity_before: 0, undoes: "", state: "pending", applied_quantity: 0, reason: null, ...over,
  }; // prettier-ignore
}

async function settled(outcomes: Outcome[], count: number): Promise<void> {
  await expect.poll(() => outcomes.length, { timeout: 5_000, interval: 5 }).toBe(count);
}

describe("changes are carried out in the store's own cart", () => {
  it("one after the other, each once, however often it is seen", async () => {
    const shop = new Shop();
    shop.before_answer = () => new Promise((resolve) => setTimeout(resolve, 5));
    const { cart, outcomes } = link(shop);
    const changes = [change("change-1"), change("change-2", { variant_id: "W", quantity: 4 }), change("change-3", { quantity: 2 })];
    for (let n = 0; n < 5; n += 1) cart.tend(changes);
    await settled(outcomes, 3);
    expect(shop.most_running).toBe(1);
    expect(shop.writes).toEqual(["add V 1", "add W 4", "add V 2"]);
    expect(outcomes.map((each) => [each.change_id, each.applied_quantity, each.reason])).toEqual([
      ["change-1", 1, null], ["change-2", 4, null], ["change-3", 2, null],
    ]); // prettier-ignore
    expect(outcomes.at(-1)?.cart?.lines.map((line) => line.quantity)).toEqual([3, 4]);
  });

  it("what the store kept back is told: partly, then sold out", async () => {
    const shop = new Shop();
    const { cart, outcomes } = link(shop);
    cart.tend([change("change-1", { quantity: 5 }), change("change-2")]);
    await settled(outcomes, 2);
    expect(outcomes).toMatchObject([
      { applied_quantity: 3, reason: "limited_stock" },
      { applied_quantity: 0, reason: "sold_out" },
    ]);
  });

  it("a function that throws, never answers or lies ends in a word, and the next change still comes", async () => {
    const shop = new Shop();
    const { cart, outcomes } = link(shop);
    shop.before_answer = (what) => {
      if (what === "add V 1") return Promise.reject(new Error("broken"));
      if (what === "add V 2") return new Promise(() => undefined);
      return Promise.resolve();
    };
    cart.tend([change("change-1"), change("change-2", { quantity: 2 }), change("change-3", { variant_id: "W" })]);
    await settled(outcomes, 3);
    expect(outcomes.map((each) => [each.applied_quantity, each.reason])).toEqual([[0, "store_error"], [0, "store_no_answer"], [1, null]]); // prettier-ignore
  });

  it("a cart that cannot be read settles as no answer, without a cart", async () => {
    const shop = new Shop();
    shop.before_answer = () => new Promise(() => undefined);
    const { cart, outcomes } = link(shop);
    cart.tend([change("change-1")]);
    await settled(outcomes, 1);
    expect(outcomes[0]).toEqual({ change_id: "change-1", applied_quantity: 0, reason: "store_no_answer", cart: null });
    expect(shop.writes).toEqual([]);
  });

  it("a page without cart functions says so", async () => {
    const { cart, outcomes } = link(null);
    cart.tend([change("change-1")]);
    await settled(outcomes, 1);
    expect(outcomes[0]?.reason).toBe("no_cart");
  });

  it("an outcome that is on its way is not made again", async () => {
    const shop = new Shop();
    const { cart, outcomes } = link(shop, makeKeep("", null), ["change-1"]);
    cart.tend([change("change-1"), change("change-2")]);
    await settled(outcomes, 1);
    expect(shop.writes).toEqual(["add V 1"]);
  });
});

describe("a page change in the middle", () => {
  /** The first page sends the change and is gone before it knows what became of it. */
  async function cutOff(shop: Shop, keep: Keep, arrives: boolean): Promise<void> {
    shop.before_answer = (what) => {
      if (!what.startsWith("add")) return Promise.resolve();
      if (arrives) shop.held.set("V", 1);
      return new Promise(() => undefined);
    };
    const { cart } = link(shop, keep);
    cart.tend([change("change-1")]);
    await expect.poll(() => shop.writes.length, { timeout: 2_000, interval: 5 }).toBe(1);
    shop.before_answer = () => Promise.resolve();
  }

  it("does not double what the store had done", async () => {
    const shop = new Shop();
    const keep = makeKeep("", null);
    await cutOff(shop, keep, true);
    const next = link(shop, keep);
    next.cart.tend([change("change-1")]);
    await settled(next.outcomes, 1);
    expect(shop.held.get("V")).toBe(1);
    expect(next.outcomes[0]).toMatchObject({ applied_quantity: 1, reason: null });
  });

  it("does not lose what the store never heard of", async () => {
    const shop = new Shop();
    const keep = makeKeep("", null);
    await cutOff(shop, keep, false);
    const next = link(shop, keep);
    next.cart.tend([change("change-1")]);
    await settled(next.outcomes, 1);
    expect(shop.held.get("V")).toBe(1);
    expect(shop.writes).toEqual(["add V 1", "add V 1"]);
  });

  it("sees what arrives late", async () => {
    const shop = new Shop();
    const keep = makeKeep("", null);
    await cutOff(shop, keep, false);
    setTimeout(() => shop.held.set("V", 1), 200);
    const next = link(shop, keep);
    next.cart.tend([change("change-1")]);
    await settled(next.outcomes, 1);
    expect(shop.held.get("V")).toBe(1);
    expect(shop.writes).toEqual(["add V 1"]);
  });
});

it("the cart is told when it differs from what was told, and only then", async () => {
  const shop = new Shop();
  const { cart, reports } = link(shop);
  cart.read();
  await expect.poll(() => reports.length).toBe(1);
  cart.read();
  await expect.poll(() => shop.calls.length).toBe(2);
  shop.held.set("W", 2);
  cart.read();
  await expect.poll(() => reports.length).toBe(2);
  expect(reports[1]?.lines[0]?.quantity).toBe(2);
});
