/** The ledger of the bag: each change with who asked, what became of it, and whether it can be undone. Pure; it settles nothing. */

import type { OutcomeReason } from "../../core/cart.js";
import type { LedgerItem, RefusedCommand } from "../../core/paint.js";
import { wanted } from "../../core/wanted.js";
import type { CartChange, Refusal, Side, StoreCart, StoreLine } from "../../protocol/index.js";

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
  /** The server's own refusal: the store was never asked. */
  readonly refusal: Refusal | null;
  readonly may_undo: boolean;
}

/** How a product or variant is called; empty where nothing is known of it. `ask`: it may be asked for (default). */
export type Titles = (product_id: string, variant_id: string, ask?: boolean) => string;

/** In the given order. A change can be undone once, when the store has done it, at least in part. */
export function ledgerRows(items: readonly LedgerItem[], store: StoreCart | null, titles: Titles): LedgerRow[] {
  const being_undone = new Set(items.filter((c) => c.undoes !== "" && c.state === "pending").map((c) => c.undoes));
  return items.map((change) => ({
      change_id: change.change_id,
      kind: change.kind,
      quantity: change.quantity,
      title: titleOf(store, change, titles),
      by: change.by,
      at_ms: change.at_ms,
      is_undo: change.undoes !== "",
      state: change.state,
      applied_quantity: change.applied_quantity,
      asked_quantity: wanted(change),
      reason: change.reason,
      refusal: change.refusal,
      may_undo:
        change.undoes === "" &&
        (change.state === "applied" || change.state === "partly_applied") &&
        change.applied_quantity > 0 &&
        (change.variant_id !== "" || change.kind === "set") &&
        !being_undone.has(change.change_id),
    }));
}

/** Lines of the store's cart on which a change is still waiting for the store. */
export function pendingLines(items: readonly CartChange[], store: StoreCart | null): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const change of items) {
    if (change.state !== "pending") continue;
    if (change.line_id !== "") lines.add(change.line_id);
    for (const line of store?.lines ?? []) {
      if (change.line_id === "" && line.variant_id === change.variant_id) lines.add(line.line_id);
    }
  }
  return lines;
}

/** The number that was last asked for this line and not answered yet; the store's own where nothing is on its way. */
export function wishedQuantity(items: readonly LedgerItem[], line: Pick<StoreLine, "line_id" | "quantity">): number {
  let newest: LedgerItem | null = null;
  for (const item of items) {
    if (item.state !== "pending" || item.kind !== "set" || item.line_id !== line.line_id) continue;
    // What the server has not numbered yet came after all that it has, whatever the two clocks say.
    const later = newest === null || (item.painted === newest.painted ? item.at_ms >= newest.at_ms : item.painted);
    if (later) newest = item;
  }
  return newest?.quantity ?? line.quantity;
}

/** Units in the store's cart. */
export function bagCount(lines: readonly Pick<StoreLine, "quantity">[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0);
}

function titleOf(store: StoreCart | null, change: LedgerItem, titles: Titles): string {
  const line = store?.lines.find(
    (l) => (change.line_id !== "" && l.line_id === change.line_id) || (change.variant_id !== "" && l.variant_id === change.variant_id),
  );
  if (line) return line.variant_title === "" ? line.title : `${line.title}, ${line.variant_title}`;
  // What the other browser has painted is its word alone: nothing is asked of the server for it before the server has numbered it.
  const known = titles(change.product_id, change.variant_id, !(change.painted && change.by === "shopper"));
  return known !== "" ? known : change.variant_id;
}

/** By product id, the newest change asked from this side. `items` and `rows` belong together, newest first. */
export function newestByProduct(items: readonly LedgerItem[], rows: readonly LedgerRow[]): ReadonlyMap<string, LedgerRow> {
  const newest = new Map<string, LedgerRow>();
  items.forEach((item, at) => {
    const row = rows[at];
    if (row && item.by === "associate" && item.kind === "add" && item.undoes === "" && item.product_id !== "" && !newest.has(item.product_id)) {
      newest.set(item.product_id, row);
    }
  });
  return newest;
}

/** By product id, why showing it in this call was refused last. */
export function refusalsOfShow(refused: readonly RefusedCommand[], call_id: string): ReadonlyMap<string, Refusal> {
  return new Map(
    refused.flatMap(({ call_id: of, body, refusal }) =>
      of === call_id && body.type === "product_show" ? [[body.product_id, refusal] as const] : [],
    ),
  );
}
