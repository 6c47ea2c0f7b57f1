/**
 * The store's cart in the call. What carries changes out (cart_link.ts) comes as a file of its own once there is a call: none begins
 * with a change. This part only fetches it, and tells it of the call.
 */

import type { CallClient } from "../call.js";
import type { Keep } from "../net/keep.js";
import type { Bridge } from "./bridge.js";
import type { CartLink } from "./cart_link.js";

const AGAIN_MS = 5_000;
const chunk = () => import("./cart_link.js");

export class CartPart {
  readonly #call: CallClient;
  readonly #bridge: Bridge;
  readonly #keep: Keep;
  #link: CartLink | null = null;
  #asked = false;
  #call_id = "";

  constructor(call: CallClient, bridge: Bridge, keep: Keep) {
    this.#call = call;
    this.#bridge = bridge;
    this.#keep = keep;
  }

  /** Carry out what is pending; where a call begins, or goes on on this page, tell what the cart holds. Called after every change. */
  tend(): void {
    const { current, mine, leaving } = this.#call.state;
    const link = this.#link;
    if (current === null) return;
    if (link === null) {
      this.#fetch();
      return;
    }
    const { call_id, call } = current;
    if (call_id !== this.#call_id) {
      this.#call_id = call_id;
      link.known(call.cart.store);
      link.read();
    }
    if (mine && !leaving && call.phase.phase === "live") link.tend(call.cart.changes);
  }

  /** The page has its cart functions now, or its cart has changed. */
  read(): void {
    this.#link?.read();
  }

  /** Where the store's checkout is; empty where the page has not said. */
  async checkoutUrl(): Promise<string> {
    return (await chunk()).checkoutUrl(this.#bridge.cart());
  }

  /** Whether this page is the store's checkout by its address. */
  atCheckout(): boolean {
    return this.#link?.atCheckout() === true;
  }

  #fetch(): void {
    if (this.#asked) return;
    this.#asked = true;
    const call = this.#call;
    chunk().then(
      ({ CartLink }) => {
        this.#link = new CartLink({
          keep: this.#keep,
          functions: () => this.#bridge.cart(),
          settling: (change_id) => call.unanswered.some(({ body }) => body.type === "cart_settle" && body.change_id === change_id),
          settle: async (outcome) => (await call.commands.settle(outcome)).refusal?.code ?? null,
          report: (cart) => void call.commands.reportCart(cart),
        });
        this.tend();
      },
      () =>
        setTimeout(() => {
          this.#asked = false;
          this.tend();
        }, AGAIN_MS),
    );
  }
}
