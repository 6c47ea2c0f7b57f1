/**
 * What is done in the store's cart for a change, and what its cart says became of it. Pure; it shares no code with cart.ts, for it
 * comes with the widget's cart chunk.
 */

import type { CartChange, StoreCart, StoreLine } from "../protocol/index.js";
import type { OutcomeReason } from "./cart.js";

/** What is to be done to the store's cart for a change, worked out from the cart as it is right now. */
export type Step =
  | { readonly do: "add"; readonly variant_id: string; readonly quantity: number }
  | { readonly do: "update"; readonly line_id: string; readonly quantity: number }
  | { readonly do: "remove"; readonly line_id: string }
  | { readonly do: "nothing" }
  | { readonly do: "refuse"; readonly reason: OutcomeReason };

/** The next step that brings `now` to what `change` asks for. */
export function stepFor(change: CartChange, now: StoreCart): Step {
  switch (change.kind) {
    case "add":
      return { do: "add", variant_id: change.variant_id, quantity: change.quantity };
    case "set": {
      const line = lineOf(now, change);
      if (line === undefined) return { do: "refuse", reason: "unknown_line" };
      if (line.quantity === change.quantity) return { do: "nothing" };
      return { do: "update", line_id: line.line_id, quantity: change.quantity };
    }
    case "remove": {
      const line = lineOf(now, change);
      return line === undefined ? { do: "nothing" } : { do: "remove", line_id: line.line_id };
    }
    case "subtract": {
      const line = lineOf(now, change);
      if (line === undefined) return { do: "nothing" };
      const left = line.quantity - change.quantity;
      return left >= 1
        ? { do: "update", line_id: line.line_id, quantity: left }
        : { do: "remove", line_id: line.line_id };
    }
    default:
      change.kind satisfies never;
      return { do: "nothing" };
  }
}

/** The line a change means: by its id, else (ids change in some stores) by its variant. */
function lineOf(cart: StoreCart, change: CartChange): StoreLine | undefined {
  return (
    cart.lines.find((line) => change.line_id !== "" && line.line_id === change.line_id) ??
    cart.lines.find((line) => change.variant_id !== "" && line.variant_id === change.variant_id)
  );
}

/** Units that a change wants to move, seen from the cart before it (>= 0). */
export function wanted(change: CartChange, before: StoreCart): number {
  const had = unitsBefore(change, before);
  switch (change.kind) {
    case "add":
      return change.quantity;
    case "subtract":
      return Math.min(change.quantity, had);
    case "set":
      return Math.abs(change.quantity - had);
    case "remove":
      return had;
    default:
      change.kind satisfies never;
      return 0;
  }
}

/** The lines that a change counts: those of its variant; where it names none, its own. */
function linesOf(change: CartChange, { lines }: StoreCart): readonly StoreLine[] {
  const { variant_id, line_id } = change;
  return lines.filter((line) => (variant_id === "" ? line.line_id === line_id : line.variant_id === variant_id));
}

/** As much of a cart as a change can touch: what has to be remembered of it. */
export function touched(change: CartChange, cart: StoreCart): StoreCart {
  const own = new Set(linesOf(change, cart));
  return { ...cart, lines: cart.lines.filter((line) => own.has(line) || line.line_id === change.line_id) };
}

function unitsBefore(change: CartChange, cart: StoreCart): number {
  return linesOf(change, cart).reduce((sum, line) => sum + line.quantity, 0);
}

export interface Outcome {
  /** Units by which the store really moved, in the wished direction (0 to 99). */
  readonly applied_quantity: number;
  readonly reason: OutcomeReason | null;
}

/**
 * What the store made of a change, from its cart before and after. `said` is the reason the adapter's error gave, if any.
 * The difference is believed, not the answer: a store may answer "done" having done nothing, or part of it.
 */
export function difference(
  change: CartChange,
  before: StoreCart,
  now: StoreCart,
  said: OutcomeReason | null = null,
): Outcome {
  const moved = unitsBefore(change, now) - unitsBefore(change, before);
  const up = change.kind === "add" || (change.kind === "set" && change.quantity >= unitsBefore(change, before));
  const want = wanted(change, before);
  const applied_quantity = Math.max(0, Math.min(up ? moved : -moved, want));
  if (applied_quantity === want) return { applied_quantity, reason: want === 0 ? said : null };
  if (applied_quantity > 0) return { applied_quantity, reason: said ?? "limited_stock" };
  return { applied_quantity: 0, reason: said ?? "store_refused" };
}

const REASONS: readonly string[] = [
  "sold_out",
  "limited_stock",
  "unknown_variant",
  "unknown_line",
  "store_refused",
  "store_error",
  "store_no_answer",
  "no_cart",
] satisfies OutcomeReason[];

/** The reason in what a store's cart function threw; `store_error` where it gave none that we know. */
export function reasonOf(thrown: unknown): OutcomeReason {
  const reason = typeof thrown === "object" && thrown !== null ? (thrown as { reason?: unknown }).reason : undefined;
  return typeof reason === "string" && REASONS.includes(reason) ? (reason as OutcomeReason) : "store_error";
}
