/**
 * Carries the call's cart changes out in the store's own cart: one after the other, each read back, the outcome worked out
 * from the difference. A marker in the tab's storage stays until the outcome is answered, so that a page change doubles and loses
 * nothing; an answer of the store that comes after its time is followed up.
 */

import type { OutcomeReason } from "../core/cart.js";
import { difference, reasonOf, stepFor, touched, type Outcome } from "../core/cart_steps.js";
import type { Keep } from "../net/keep.js";
import type { CartChange, StoreCart } from "../protocol/index.js";
import type { CartFunctions } from "./bridge.js";
import { atCheckout, CartFailed, doStep, fitting, readCart, type Late } from "./store_cart.js";

export { checkoutUrl } from "./store_cart.js";

export interface CartLinkOptions {
  readonly keep: Keep;
  functions(): CartFunctions | null;
  /** Whether an outcome of this change is on its way already (sent, not answered). */
  settling(change_id: string): boolean;
  /** Resolves once the server has answered: with the code of its refusal, if it has refused. */
  settle(outcome: Outcome & { readonly change_id: string; readonly cart: StoreCart | null }): Promise<string | null>;
  report(cart: StoreCart): void;
  /** How long a page may take to register its cart functions. */
  readonly register_ms?: number;
  readonly answer_ms?: number;
  /** How long to wait after a refused outcome; each further time twice as long. */
  readonly again_ms?: number;
}

/** A change that was begun and whose outcome is not answered. */
interface Applying {
  readonly before: StoreCart;
  readonly at_ms: number;
}

const MARKERS = "applying";
/** Refusals of an outcome after which there is nothing left to tell. */
const FINAL: readonly string[] = ["change_settled", "unknown_change", "call_ended", "unknown_call"];
const SETTLE_MAX = 4;
/** A request cut off by a page change may still reach the store this long after it was sent. */
const CUT_OFF_MS = 1_500;

export class CartLink {
  readonly #options: CartLinkOptions;
  readonly #done = new Set<string>();
  #queue: Promise<void> = Promise.resolve();
  #reading = false;
  #registered: (() => void)[] = [];
  #reported = "";
  /** The change that was begun last. */
  #newest: CartChange | null = null;

  constructor(options: CartLinkOptions) {
    this.#options = options;
  }

  /** Carry out what is pending. Cheap; called after every change of the state. */
  tend(changes: readonly CartChange[]): void {
    for (const change of changes) {
      if (change.state !== "pending" || this.#done.has(change.change_id)) continue;
      if (this.#options.settling(change.change_id)) continue;
      this.#done.add(change.change_id);
      this.#afterwards(() => this.#carry(change));
    }
  }

  /** Whether this page is the store's checkout by its address. */
  atCheckout(): boolean {
    return atCheckout(this.#options.functions());
  }

  /** The page has its cart functions now, or its cart has changed: read it and tell what it holds. */
  read(): void {
    for (const go of this.#registered.splice(0)) go();
    if (this.#reading) return;
    this.#reading = true;
    this.#afterwards(async () => {
      this.#reading = false;
      const functions = this.#options.functions();
      if (functions === null) return;
      this.#tell(await readCart(functions, this.#options.answer_ms));
    });
  }

  /** What the server holds of the cart, so that the same is not told twice. */
  known(cart: StoreCart | null): void {
    if (cart !== null) this.#reported = JSON.stringify(cart);
  }

  #tell(whole: StoreCart): void {
    const cart = fitting(whole);
    const text = JSON.stringify(cart);
    if (text === this.#reported) return;
    this.#reported = text;
    this.#options.report(cart);
  }

  async #carry(change: CartChange): Promise<void> {
    const { answer_ms } = this.#options;
    this.#newest = change;
    const functions = await this.#functions();
    if (functions === null) {
      this.#settle(change, null, { applied_quantity: 0, reason: "no_cart" }, null);
      return;
    }
    let said: OutcomeReason | null = null;
    let before: StoreCart | null = null;
    let now: StoreCart | null = null;
    let outcome: Outcome = { applied_quantity: 0, reason: null };
    const late = (): void => this.#afterwards(async () => {
      if (before === null) return;
      const cart = await readCart(functions, answer_ms);
      const found = difference(change, before, cart, said);
      // What was tried after it has moved the cart, too: then the cart itself is all that can be told.
      const open = this.#newest === change && outcome.applied_quantity === 0 && outcome.reason === "store_no_answer";
      if (!open || (found.applied_quantity === 0 && found.reason === "store_no_answer")) this.#tell(cart);
      else this.#settle(change, before, (outcome = found), cart);
    });
    const lateStep: Late = (failed) => {
      said = failed ? reasonOf(failed.error) : null;
      late();
    };
    try {
      const cut_off = this.#markers()[change.change_id];
      if (cut_off) {
        before = cut_off.before;
        now = await this.#afterCutOff(functions, change, cut_off);
      } else {
        before = await readCart(functions, answer_ms);
        this.#mark(change.change_id, { before: touched(change, before), at_ms: Date.now() });
      }
      if (now === null) {
        try {
          await doStep(functions, stepFor(change, before), answer_ms, lateStep);
        } catch (error) {
          said = error instanceof CartFailed ? error.reason : reasonOf(error);
        }
        now = await readCart(functions, answer_ms, late);
      }
    } catch (error) {
      said ??= error instanceof CartFailed ? error.reason : reasonOf(error);
    }
    outcome = before && now ? difference(change, before, now, said) : { applied_quantity: 0, reason: said ?? "store_error" };
    this.#settle(change, before, outcome, now);
  }

  /** Tell an outcome. Where it is refused and not for good, the cart is read again, for it may be another one by now. */
  #settle(change: CartChange, before: StoreCart | null, outcome: Outcome, cart: StoreCart | null, tries = 1): void {
    const { settle, functions, answer_ms, again_ms = 1_000 } = this.#options;
    const { change_id } = change;
    const sent = cart && fitting(cart);
    if (sent) this.#reported = JSON.stringify(sent);
    void settle({ change_id, ...outcome, cart: sent }).then((refused) => {
      if (refused === null || FINAL.includes(refused)) {
        this.#mark(change_id, undefined);
        return;
      }
      this.#reported = ""; // the cart was not taken either
      const page = functions();
      if (before === null || page === null || tries === SETTLE_MAX) return;
      setTimeout(() => this.#afterwards(async () => {
        const now = await readCart(page, answer_ms);
        const found = difference(change, before, now, outcome.reason);
        // At last without the cart: that may be what cannot be taken.
        this.#settle(change, before, found, tries + 1 < SETTLE_MAX ? now : null, tries + 1);
      }), again_ms * 2 ** (tries - 1));
    });
  }

  /** Once whatever is being done in the cart is done. */
  #afterwards(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(() => undefined);
  }

  #markers(): Record<string, Applying | undefined> {
    return this.#options.keep.get<Record<string, Applying>>(MARKERS) ?? {};
  }

  /** Remember a change that is begun, or that its outcome is answered; of the others those stay that are not answered yet. */
  #mark(change_id: string, applying: Applying | undefined): void {
    const { keep, settling } = this.#options;
    const others = Object.entries(this.#markers()).filter(([id]) => id !== change_id && (this.#done.has(id) || settling(id)));
    const all = applying ? [...others, [change_id, applying]] : others;
    if (all.length === 0) keep.drop(MARKERS);
    else keep.set(MARKERS, Object.fromEntries(all));
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
