/**
 * Carries the call's cart changes out in the store's own cart: one after the other, each read back, the outcome worked out
 * from the difference. A marker in the tab's storage survives a page change in the middle, so nothing is doubled or lost.
 */

import type { OutcomeReason } from "../core/cart.js";
import { difference, reasonOf, stepFor } from "../core/cart_steps.js";
import type { Keep } from "../net/keep.js";
import type { CartChange, StoreCart } from "../protocol/index.js";
import type { CartFunctions } from "./bridge.js";
import { CartFailed, doStep, readCart } from "./store_cart.js";

export { checkoutUrl } from "./store_cart.js";

export interface CartLinkOptions {
  readonly keep: Keep;
  functions(): CartFunctions | null;
  /** Whether an outcome of this change is on its way already (sent, not answered). */
  settling(change_id: string): boolean;
  settle(outcome: {
    readonly change_id: string;
    readonly applied_quantity: number;
    readonly reason: OutcomeReason | null;
    readonly cart: StoreCart | null;
  }): Promise<unknown>;
  report(cart: StoreCart): void;
  /** How long a page may take to register its cart functions. */
  readonly register_ms?: number;
  readonly answer_ms?: number;
}

interface Applying {
  readonly change_id: string;
  readonly before: StoreCart;
  readonly at_ms: number;
}

const MARKER = "applying";
/** A request cut off by a page change may still reach the store this long after it was sent. */
const CUT_OFF_MS = 1_500;

export class CartLink {
  readonly #options: CartLinkOptions;
  readonly #done = new Set<string>();
  #queue: Promise<void> = Promise.resolve();
  #reading = false;
  #registered: (() => void)[] = [];
  #reported = "";

  constructor(options: CartLinkOptions) {
    this.#options = options;
  }

  /** Carry out what is pending. Cheap; called after every change of the state. */
  tend(changes: readonly CartChange[]): void {
    for (const change of changes) {
      if (change.state !== "pending" || this.#done.has(change.change_id)) continue;
      if (this.#options.settling(change.change_id)) continue;
      this.#done.add(change.change_id);
      this.#queue = this.#queue.then(() => this.#carry(change)).catch(() => undefined);
    }
  }

  /** The page has its cart functions now, or its cart has changed: read it and tell what it holds. */
  read(): void {
    for (const go of this.#registered.splice(0)) go();
    if (this.#reading) return;
    this.#reading = true;
    this.#queue = this.#queue.then(async () => {
      this.#reading = false;
      const functions = this.#options.functions();
      if (functions === null) return;
      this.#tell(await readCart(functions, this.#options.answer_ms));
    }).catch(() => undefined);
  }

  /** What the server holds of the cart, so that the same is not told twice. */
  known(cart: StoreCart | null): void {
    if (cart !== null) this.#reported = JSON.stringify(cart);
  }

  #tell(cart: StoreCart): void {
    const text = JSON.stringify(cart);
    if (text === this.#reported) return;
    this.#reported = text;
    this.#options.report(cart);
  }

  async #carry(change: CartChange): Promise<void> {
    const { keep, settle, answer_ms } = this.#options;
    const { change_id } = change;
    const functions = await this.#functions();
    if (functions === null) {
      await settle({ change_id, applied_quantity: 0, reason: "no_cart", cart: null });
      return;
    }
    let said: OutcomeReason | null = null;
    let before: StoreCart | null = null;
    let now: StoreCart | null = null;
    try {
      const cut_off = keep.get<Applying>(MARKER);
      if (cut_off?.change_id === change_id) {
        before = cut_off.before;
        now = await this.#afterCutOff(functions, change, cut_off);
      } else {
        before = await readCart(functions, answer_ms);
        keep.set(MARKER, { change_id, before, at_ms: Date.now() } satisfies Applying);
      }
      if (now === null) {
        try {
          await doStep(functions, stepFor(change, before), answer_ms);
        } catch (error) {
          said = error instanceof CartFailed ? error.reason : reasonOf(error);
        }
        now = await readCart(functions, answer_ms);
      }
    } catch (error) {
      said ??= error instanceof CartFailed ? error.reason : reasonOf(error);
    }
    const outcome =
      before === null || now === null
        ? { applied_quantity: 0, reason: said ?? "store_error" }
        : difference(change, before, now, said);
    if (now !== null) this.#reported = JSON.stringify(now);
    void settle({ change_id, ...outcome, cart: now });
    keep.drop(MARKER);
  }

  /** A page change came in the middle: the cart now if the store has moved meanwhile; null where the step is to be done again. */
  async #afterCutOff(functions: CartFunctions, change: CartChange, marker: Applying): Promise<StoreCart | null> {
    const { answer_ms } = this.#options;
    const moved = (cart: StoreCart): boolean => difference(change, marker.before, cart).applied_quantity > 0;
    const first = await readCart(functions, answer_ms);
    if (moved(first)) return first;
    const rest_ms = marker.at_ms + CUT_OFF_MS - Date.now();
    if (rest_ms <= 0) return null;
    await new Promise((resolve) => setTimeout(resolve, rest_ms));
    const second = await readCart(functions, answer_ms);
    return moved(second) ? second : null;
  }

  /** The page's cart functions; waits a while for a page that is still loading. */
  async #functions(): Promise<CartFunctions | null> {
    const now = this.#options.functions();
    if (now !== null) return now;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, this.#options.register_ms ?? 5_000);
      this.#registered.push(resolve);
    });
    return this.#options.functions();
  }
}
