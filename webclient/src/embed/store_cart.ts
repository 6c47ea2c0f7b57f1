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

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CartFailed("store_no_answer", "the store's cart did not answer")), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The store's cart now. Throws CartFailed, or what the page's function threw. */
export async function readCart(functions: CartFunctions, ms = ANSWER_MS): Promise<StoreCart> {
  const raw = await within(
    Promise.resolve().then(() => functions.get()),
    ms,
  );
  const cart = checkCart(raw);
  if (cart === null) throw new CartFailed("store_error", "cart.get() did not return a cart");
  return cart;
}

/** Do one step in the store's cart. What it returns is not believed; what it throws is thrown on. */
export async function doStep(functions: CartFunctions, step: Step, ms = ANSWER_MS): Promise<void> {
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
  await within(Promise.resolve().then(work), ms);
}

/** A cart as the wire takes it, from whatever the page's function returned; null where it is none. */
export function checkCart(raw: unknown): StoreCart | null {
  if (!isRecord(raw) || !Array.isArray(raw.lines)) return null;
  const lines: StoreLine[] = [];
  for (const each of raw.lines.slice(0, LIMITS.CART_LINES_MAX) as unknown[]) {
    if (!isRecord(each)) return null;
    const line_id = key(each.line_id);
    const quantity = whole(each.quantity);
    if (line_id === "" || quantity < 1) return null;
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
  const currency = text(raw.currency).toUpperCase();
  return {
    lines,
    subtotal_minor: whole(raw.subtotal_minor),
    discount_minor: whole(raw.discount_minor),
    total_minor: whole(raw.total_minor),
    currency: /^[A-Z]{3}$/.test(currency) ? currency : "",
  };
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
  const raw = typeof given === "function" ? await within(Promise.resolve().then(given), ANSWER_MS) : (given ?? "");
  try {
    const url = new URL(raw, location.href);
    return raw !== "" && /^https?:$/.test(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}
