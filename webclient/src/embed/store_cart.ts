/** Talks to the store's own cart through the page's functions: each call with a time-out, each answer checked before use. */

import { LIMITS, type StoreCart, type StoreLine } from "../protocol/index.js";
import type { OutcomeReason } from "../core/cart.js";
import type { Step } from "../core/cart_steps.js";
import type { CartFunctions } from "./bridge.js";

export const ANSWER_MS = 10_000;

/** A cart function failed; `reason` is what the ledger will say. */
export class CartFailed extends Error {
  readonly reason: OutcomeReason;

  constructor(reason: OutcomeReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Called should an answer come after all, when nobody waits for it any more; with what was thrown, if anything. */
export type Late = (failed?: { readonly error: unknown }) => void;

const nobody: Late = () => undefined;

async function within<T>(work: Promise<T>, ms: number, late = nobody): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const no_answer = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CartFailed("store_no_answer", "the store's cart did not answer"));
      void work.then(
        () => late(),
        (error: unknown) => late({ error }),
      );
    }, ms);
  });
  try {
    return await Promise.race([work, no_answer]);
  } finally {
    clearTimeout(timer);
  }
}

/** The store's cart now. Throws CartFailed, or what the page's function threw. */
export async function readCart(functions: CartFunctions, ms = ANSWER_MS, late = nobody): Promise<StoreCart> {
  const raw = await within(
    Promise.resolve().then(() => functions.get()),
    ms,
    late,
  );
  const cart = checkCart(raw);
  if (cart === null) throw new CartFailed("store_error", "cart.get() did not return a cart");
  return cart;
}

/** Do one step in the store's cart. What it returns is not believed; what it throws is thrown on. */
export async function doStep(functions: CartFunctions, step: Step, ms = ANSWER_MS, late = nobody): Promise<void> {
  const work = (): unknown => {
    switch (step.do) {
      case "add":
        return functions.add({ variant_id: step.variant_id, quantity: step.quantity });
      case "update":
        return functions.update({ line_id: step.line_id, quantity: step.quantity });
      case "remove":
        return functions.remove({ line_id: step.line_id });
      case "nothing":
        return undefined;
      case "refuse":
        throw new CartFailed(step.reason, "the cart has no such line");
      default:
        return step satisfies never;
    }
  };
  await within(Promise.resolve().then(work), ms, late);
}

let warned = false;

/** For the store's developer, once: a line that coshop cannot take is left out, and the others count. */
function leaveOut(line: unknown): void {
  if (warned) return;
  warned = true;
  // eslint-disable-next-line no-console -- the page's developer is who can mend it
  console.warn("coshop: cart.get() returned a line without a line_id of 1 to 128 characters, or with a quantity below 1. It is left out:", line);
}

/** A cart of any length, each line as the wire takes it, from whatever the page's function returned; null where it is none, or none of its lines has an id. */
export function checkCart(raw: unknown): StoreCart | null {
  if (!isRecord(raw) || !Array.isArray(raw.lines)) return null;
  const lines: StoreLine[] = [];
  let named = 0;
  for (const each of raw.lines as unknown[]) {
    const line_id = isRecord(each) ? key(each.line_id) : "";
    const quantity = isRecord(each) ? whole(each.quantity) : 0;
    if (line_id !== "") named += 1;
    if (!isRecord(each) || line_id === "" || quantity < 1) {
      leaveOut(each);
      continue;
    }
    lines.push({
      line_id,
      variant_id: key(each.variant_id),
      product_id: key(each.product_id),
      title: text(each.title),
      variant_title: text(each.variant_title),
      quantity: Math.min(quantity, 10_000),
      line_total_minor: whole(each.line_total_minor),
      picture_url: picture(each.picture_url),
    });
  }
  if (named === 0 && raw.lines.length > 0) return null; // no cart that is empty, but one that cannot be read
  const currency = text(raw.currency).toUpperCase();
  return {
    lines,
    subtotal_minor: whole(raw.subtotal_minor),
    discount_minor: whole(raw.discount_minor),
    total_minor: whole(raw.total_minor),
    currency: /^[A-Z]{3}$/.test(currency) ? currency : "",
  };
}

/** What else is in a frame with a cart. */
const REST_BYTES = 4_096;

/** As much of a cart as one frame takes: its first lines, and without pictures where they would be too much. Its totals are the whole cart's. */
export function fitting(cart: StoreCart): StoreCart {
  let lines = cart.lines.slice(0, LIMITS.CART_LINES_MAX);
  const tooMuch = (): boolean => new TextEncoder().encode(JSON.stringify(lines)).length > LIMITS.FRAME_MAX_BYTES - REST_BYTES;
  if (tooMuch()) lines = lines.map((line) => ({ ...line, picture_url: "" }));
  while (tooMuch()) lines = lines.slice(0, -1);
  return { ...cart, lines };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return (typeof value === "string" ? value : typeof value === "number" ? String(value) : "").slice(0, LIMITS.TITLE_MAX_CHARS);
}

function key(value: unknown): string {
  const id = text(value);
  return id.length <= LIMITS.STORE_ID_MAX_CHARS ? id : "";
}

function whole(value: unknown): number {
  const n = typeof value === "number" && Number.isFinite(value) ? Math.round(value) : 0;
  return Math.max(-LIMITS.MONEY_MAX_MINOR, Math.min(LIMITS.MONEY_MAX_MINOR, n));
}

function picture(value: unknown): string {
  if (typeof value !== "string" || value === "") return "";
  try {
    const url = new URL(value, (globalThis as { location?: Location }).location?.href);
    const fits = /^https?:$/.test(url.protocol) && url.href.length <= LIMITS.URL_MAX_CHARS;
    return fits ? url.href : "";
  } catch {
    return "";
  }
}

/** Where the store's checkout is; empty where the page has not said. */
export async function checkoutUrl(functions: CartFunctions | null): Promise<string> {
  const given = functions?.checkout_url;
  return address(typeof given === "function" ? await within(Promise.resolve().then(given), ANSWER_MS) : given);
}

/** Whether this page is the store's checkout by its address, whatever its query. A function is not asked for it. */
export function atCheckout(functions: CartFunctions | null): boolean {
  const given = functions?.checkout_url;
  const path = (url: string): string | undefined => url.split(/[?#]/, 1)[0];
  return typeof given === "string" && path(address(given)) === path(location.href);
}

function address(raw = ""): string {
  try {
    const url = new URL(raw, location.href);
    return raw !== "" && /^https?:$/.test(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}
