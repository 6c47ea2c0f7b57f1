/** How many units a change of the bag wants to move. Pure. */

import type { CartChange } from "../protocol/index.js";

/** Units by which a change wants to move the cart, in one direction (>= 0), from what the cart held when it was asked. */
export function wanted(change: Pick<CartChange, "kind" | "quantity" | "quantity_before">): number {
  switch (change.kind) {
    case "add":
      return change.quantity;
    case "subtract":
      return Math.min(change.quantity, change.quantity_before);
    case "set":
      return Math.abs(change.quantity - change.quantity_before);
    case "remove":
      return change.quantity_before;
  }
}
