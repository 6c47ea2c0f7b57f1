import { describe, expect, it, vi } from "vitest";
import { makeKeep, type Keep } from "../net/keep.js";
import { PATIENT, Shop, change, link, settled } from "./fake_shop.js";

vi.setConfig({ testTimeout: 60_000 });

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
    await expect.poll(() => shop.writes.length, PATIENT).toBe(1);
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
  await expect.poll(() => reports.length, PATIENT).toBe(1);
  cart.read();
  await expect.poll(() => shop.calls.length, PATIENT).toBe(2);
  shop.held.set("W", 2);
  cart.read();
  await expect.poll(() => reports.length, PATIENT).toBe(2);
  expect(reports[1]?.lines[0]?.quantity).toBe(2);
});
