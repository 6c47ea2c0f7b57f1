/** Carts that the wire does not take as they are. */

import { afterEach, expect, it, vi } from "vitest";
import { LIMITS, type StoreCart } from "../protocol/index.js";
import { Shop, change, link, settled } from "./fake_shop.js";
import { checkCart, fitting } from "./store_cart.js";

vi.setConfig({ testTimeout: 60_000 });

afterEach(() => vi.restoreAllMocks());

it("what is added on line 101 and after is seen; the report holds the first 100", async () => {
  const shop = new Shop();
  for (let n = 0; n < 120; n += 1) shop.held.set(`other-${n}`, 1);
  const { cart, outcomes } = link(shop);
  cart.tend([change("change-1")]);
  await settled(outcomes, 1);
  expect([outcomes[0]?.applied_quantity, outcomes[0]?.reason, outcomes[0]?.cart?.lines.length]).toEqual([1, null, 100]);
});

it("a cart that is larger than a frame is told without pictures, and if need be shorter", () => {
  const line = { line_id: "L", variant_id: "V", product_id: "P", title: "T", variant_title: "", quantity: 1, line_total_minor: 1, picture_url: "" };
  const rest = { subtotal_minor: 7, discount_minor: 0, total_minor: 7, currency: "EUR" };
  const size = (cart: StoreCart): number => new TextEncoder().encode(JSON.stringify(cart)).length;
  const pictures = { ...rest, lines: Array.from({ length: 100 }, () => ({ ...line, picture_url: `https://shop.example/${"x".repeat(1_000)}` })) };
  expect(fitting(pictures)).toEqual({ ...rest, lines: pictures.lines.map((each) => ({ ...each, picture_url: "" })) });
  const titles = { ...rest, lines: Array.from({ length: 100 }, () => ({ ...line, title: "ü".repeat(300) })) };
  expect([fitting(titles).lines.length > 50, size(fitting(titles)) < LIMITS.FRAME_MAX_BYTES, fitting(titles).total_minor]).toEqual([true, true, 7]);
  expect(fitting({ ...rest, lines: [line] })).toEqual({ ...rest, lines: [line] });
});

it("an odd line is left out with one word to the developer, and the others count", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const odd = [{ line_id: "L1", quantity: 0 }, { line_id: "x".repeat(129), quantity: 1 }, { quantity: 1 }, "line", null];
  const read = checkCart({ lines: [...odd, { line_id: "L2", variant_id: "V", quantity: 2 }] });
  expect(read?.lines.map(({ line_id, quantity }) => [line_id, quantity])).toEqual([["L2", 2]]);
  expect(checkCart({ lines: odd })?.lines).toEqual([]);
  expect(warn).toHaveBeenCalledOnce();
  expect([checkCart(null), checkCart({}), checkCart([])]).toEqual([null, null, null]);
  expect(checkCart({ lines: [{ quantity: "many" }, null], total_minor: NaN })).toBeNull(); // not an empty cart
  expect(checkCart({ lines: [] })?.lines).toEqual([]);
});
