/** The ledger of the bag: each change with who asked, what became of it, and whether it can be undone. Pure; it settles nothing. */

import type { Cart, CartChange, Side, StoreLine } from "../../protocol/index.js";
import type { OutcomeReason } from "../../ui/texts/console_shapes.js";

export interface LedgerRow {
  readonly change_id: string;
  readonly kind: CartChange["kind"];
  readonly quantity: number;
  readonly title: string;
  readonly by: Side;
  readonly at_ms: number;
  readonly is_undo: boolean;
  readonly state: CartChange["state"];
  readonly applied_quantity: number;
  /** The units that were asked to move. */
  readonly asked_quantity: number;
  readonly reason: OutcomeReason | null;
  readonly may_undo: boolean;
}

/** How a product or variant is called; empty where nothing is known of it. */
export type Titles = (product_id: string, variant_id: string) => string;

/** Units by which a change wants to move the cart (as `core.cart.wanted`). */
export function wanted(change: CartChange): number {
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

/** Newest first. A change can be undone once, when the store has done it, at least in part. */
export function ledger(cart: Cart, titles: Titles): LedgerRow[] {
  const being_undone = new Set(cart.changes.filter((c) => c.undoes !== "" && c.state === "pending").map((c) => c.undoes));
  return cart.changes
    .map((change) => ({
      change_id: change.change_id,
      kind: change.kind,
      quantity: change.quantity,
      title: titleOf(cart, change, titles),
      by: change.by,
      at_ms: change.at_ms,
      is_undo: change.undoes !== "",
      state: change.state,
      applied_quantity: change.applied_quantity,
      asked_quantity: wanted(change),
      reason: change.reason,
      may_undo:
        change.undoes === "" &&
        (change.state === "applied" || change.state === "partly_applied") &&
        change.applied_quantity > 0 &&
        (change.variant_id !== "" || change.kind === "set") &&
        !being_undone.has(change.change_id),
    }))
    .reverse();
}

/** Lines of the store's cart on which a change is still waiting for the store. */
export function pendingLines(cart: Cart): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const change of cart.changes) {
    if (change.state !== "pending") continue;
    if (change.line_id !== "") lines.add(change.line_id);
    for (const line of cart.store?.lines ?? []) {
      if (change.line_id === "" && line.variant_id === change.variant_id) lines.add(line.line_id);
    }
  }
  return lines;
}

/** Units in the store's cart. */
export function bagCount(lines: readonly Pick<StoreLine, "quantity">[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

function titleOf(cart: Cart, change: CartChange, titles: Titles): string {
  const line = cart.store?.lines.find(
    (l) => (change.line_id !== "" && l.line_id === change.line_id) || (change.variant_id !== "" && l.variant_id === change.variant_id),
  );
  if (line) return line.variant_title === "" ? line.title : `${line.title}, ${line.variant_title}`;
  const known = titles(change.product_id, change.variant_id);
  return known !== "" ? known : change.variant_id;
}
