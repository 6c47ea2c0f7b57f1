/**
 * The shared cart: what events make of the ledger. It never adds up prices; the store's own totals are shown as they come.
 * What is done in the store's cart is in cart_steps.ts, which only a page with an open call needs.
 */

import type { Cart, CartChange, CartChangeSettled, StoreCart } from "../protocol/index.js";

export const LEDGER_MAX = 200;
export type OutcomeReason = NonNullable<CartChange["reason"]>;

/** The cart with a new pending change; the oldest settled ones leave a full ledger. */
export function requested(cart: Cart, change: CartChange): Cart {
  const changes = [...cart.changes, change];
  const excess = changes.length - LEDGER_MAX;
  if (excess <= 0) return { ...cart, changes };
  const old = new Set(changes.filter((each) => each.state !== "pending").slice(0, excess));
  return { ...cart, changes: changes.filter((each) => !old.has(each)) };
}

/** The cart after a change was settled; a settled undo also marks what it undid. */
export function settled(cart: Cart, event: CartChangeSettled): Cart {
  const change = cart.changes.find((each) => each.change_id === event.change_id);
  if (change === undefined) return cart;
  const done: CartChange = {
    ...change,
    state: event.outcome,
    applied_quantity: event.applied_quantity,
    reason: event.reason,
  };
  return { ...cart, changes: cart.changes.map((each) => after(each, done)) };
}

/** The cart with the store's own lines and totals, which win. */
export function reported(cart: Cart, store: StoreCart): Cart {
  return { ...cart, store };
}

function after(change: CartChange, done: CartChange): CartChange {
  if (change.change_id === done.change_id) return done;
  if (change.change_id !== done.undoes || done.state === "rejected") return change;
  if (done.state === "applied") return { ...change, state: "undone" };
  return { ...change, applied_quantity: Math.max(0, change.applied_quantity - done.applied_quantity) };
}

/** Units of a variant in a store's cart. */
export function unitsOf(cart: StoreCart | null, variant_id: string): number {
  return (cart?.lines ?? []).filter((line) => line.variant_id === variant_id).reduce((sum, line) => sum + line.quantity, 0);
}
