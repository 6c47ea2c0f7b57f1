/** Which of a call's events the page's own scripts hear of, and in which shape (docs/embed.md). */

import type { CallState } from "../call.js";
import type { CallEvent, Cart } from "../protocol/index.js";
import type { Bridge } from "./bridge.js";

export class PageScripts {
  readonly #emit: Bridge["emit"];
  /** The call that they know to be on. */
  #known = "";

  constructor(emit: Bridge["emit"]) {
    this.#emit = emit;
  }

  /** A call that the page before has begun goes on here: told once the server has let this page in. */
  tend({ current, mine, leaving, view }: CallState): void {
    if (!mine || leaving || view.welcome === null || current?.call.phase.phase !== "live" || current.call_id === this.#known) return;
    this.#known = current.call_id;
    this.#emit("call_resumed", { call_id: this.#known });
  }

  entered(call_id: string, event: CallEvent, cart: Cart | undefined): void {
    const emit = this.#emit;
    switch (event.type) {
      case "call_accepted":
        this.#known = call_id;
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
}
