/** Which of a call's events the page's own scripts hear of, and in which shape (docs/embed.md). */

import type { CallEvent, Cart } from "../protocol/index.js";
import type { Bridge } from "./bridge.js";

export function tellPageScripts(emit: Bridge["emit"], call_id: string, event: CallEvent, cart: Cart | undefined): void {
  switch (event.type) {
    case "call_accepted":
      emit("call_started", { call_id });
      break;
    case "product_shown":
      emit("product_shown", { product_id: event.product_id, variant_id: event.variant_id });
      break;
    case "cart_change_settled":
      emit("cart_changed", {
        cart: cart?.store ?? null,
        change: cart?.changes.find((each) => each.change_id === event.change_id) ?? null,
      });
      break;
    case "checkout_moved":
      if (event.step === "started") emit("checkout_started", {});
      break;
    case "call_ended":
      emit("call_ended", { reason: event.reason });
      break;
    default:
      break;
  }
}
