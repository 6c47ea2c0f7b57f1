/** What does not go as it should between the store's cart and the server: outcomes that are not taken, answers after their time. */

import { describe, expect, it, vi } from "vitest";
import { makeKeep } from "../net/keep.js";
import { PATIENT, Shop, change, link, settled } from "./fake_shop.js";

vi.setConfig({ testTimeout: 60_000 });

describe("an outcome that the server does not take", () => {
  const never = new Promise<null>(() => undefined);

  it("is remembered until it is answered: the next page doubles nothing", async () => {
    const shop = new Shop();
    const keep = makeKeep("", null);
    const first = link(shop, keep, [], [never]);
    first.cart.tend([change("change-1")]);
    await settled(first.outcomes, 1);
    const next = link(shop, keep); // what was sent is lost with the page
    next.cart.tend([change("change-1")]);
    await settled(next.outcomes, 1);
    expect([shop.writes, shop.held.get("V"), next.outcomes[0]]).toMatchObject([["add V 1"], 1, { applied_quantity: 1, reason: null }]);
    await expect.poll(() => keep.get("applying"), PATIENT).toBeNull();
  });

  it("those of several changes are remembered side by side, and each until its own answer", async () => {
    const shop = new Shop();
    const keep = makeKeep("", null);
    let answer: (refused: null) => void = () => undefined;
    const first = link(shop, keep, [], [never, new Promise((resolve) => (answer = resolve))]);
    first.cart.tend([change("change-1"), change("change-2", { variant_id: "W" })]);
    await settled(first.outcomes, 2);
    expect(Object.keys(keep.get<object>("applying") ?? {})).toEqual(["change-1", "change-2"]);
    answer(null);
    await expect.poll(() => Object.keys(keep.get<object>("applying") ?? {}), PATIENT).toEqual(["change-1"]);
  });

  it("is told again from the cart as it is then, at last without the cart", async () => {
    const shop = new Shop();
    const { cart, outcomes } = link(shop, makeKeep("", null), [], ["conflict", "conflict", "invalid_field", "conflict"]);
    cart.tend([change("change-1", { quantity: 2 })]);
    await settled(outcomes, 1);
    shop.held.set("V", 1); // the shopper took one out
    await settled(outcomes, 4);
    expect(outcomes.map((each) => [each.applied_quantity, each.reason, each.cart?.lines[0]?.quantity])).toEqual([
      [2, null, 2], [1, "limited_stock", 1], [1, "limited_stock", 1], [1, "limited_stock", undefined],
    ]); // prettier-ignore
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([outcomes.length, shop.writes]).toEqual([4, ["add V 2"]]);
  });

  it.each(["change_settled", "call_ended"])("%s is the end of it", async (code) => {
    const keep = makeKeep("", null);
    const { cart, outcomes } = link(new Shop(), keep, [], [code]);
    cart.tend([change("change-1")]);
    await settled(outcomes, 1);
    await expect.poll(() => keep.get("applying"), PATIENT).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(outcomes).toHaveLength(1);
  });
});

describe("a store that answers too late", () => {
  /** The store begins the step and answers when `answer` is called. */
  function slow(shop: Shop, step: string): (fails?: Error) => void {
    let answer: (fails?: Error) => void = () => undefined;
    shop.before_answer = (what) => (what === step ? new Promise((resolve, reject) => (answer = (fails) => (fails ? reject(fails) : resolve()))) : Promise.resolve());
    return (fails) => answer(fails);
  }

  it("what it did after all is told", async () => {
    const shop = new Shop();
    const answer = slow(shop, "add V 2");
    const { cart, outcomes } = link(shop);
    cart.tend([change("change-1", { quantity: 2 })]);
    await settled(outcomes, 1);
    expect(outcomes[0]).toMatchObject({ applied_quantity: 0, reason: "store_no_answer" });
    answer();
    await settled(outcomes, 2);
    expect([outcomes[1], shop.writes]).toMatchObject([{ change_id: "change-1", applied_quantity: 2, reason: null, cart: { lines: [{ quantity: 2 }] } }, ["add V 2"]]);
  });

  it("why it did not is told, too", async () => {
    const shop = new Shop();
    const answer = slow(shop, "add V 1");
    const { cart, outcomes } = link(shop);
    cart.tend([change("change-1")]);
    await settled(outcomes, 1);
    answer(Object.assign(new Error("none left"), { reason: "sold_out" }));
    await settled(outcomes, 2);
    expect(outcomes[1]).toMatchObject({ applied_quantity: 0, reason: "sold_out" });
  });

  it("where another change came in between only the cart is told", async () => {
    const shop = new Shop();
    const answer = slow(shop, "add V 1");
    const { cart, outcomes, reports } = link(shop);
    cart.tend([change("change-1"), change("change-2", { variant_id: "W" })]);
    await settled(outcomes, 2);
    answer();
    await expect.poll(() => reports.length, PATIENT).toBe(1);
    expect([outcomes.length, reports[0]?.lines.map(({ variant_id, quantity }) => [variant_id, quantity])]).toEqual([2, [["W", 1], ["V", 1]]]);
  });

  it("a cart that is read too late is read again", async () => {
    const shop = new Shop();
    let reads = 0;
    let answer: () => void = () => undefined;
    shop.before_answer = (what) => (what === "get" && ++reads === 2 ? new Promise((resolve) => (answer = resolve)) : Promise.resolve());
    const { cart, outcomes } = link(shop);
    cart.tend([change("change-1")]);
    await settled(outcomes, 1);
    expect(outcomes[0]).toMatchObject({ applied_quantity: 0, reason: "store_no_answer", cart: null });
    answer();
    await settled(outcomes, 2);
    expect(outcomes[1]).toMatchObject({ applied_quantity: 1, reason: null });
  });
});
