/**
 * Paintings: what a person has just done, shown before the server has numbered it. They decide nothing; the server's
 * events settle them, its refusals and time wipe them out. Here they are also joined with the call into what is shown.
 */

import type { Call, CartChange, ChatMessage, Checkout, CommandBody, Entry, Refusal, Side } from "../protocol/index.js";
import type { CallView } from "./view.js";
import { unitsOf } from "./cart.js";

/** A painting that came over the data channel is given up after this long without the server's word. */
export const THEIRS_MS = 5_000;
export const REFUSED_MAX = 20;

export interface Painting {
  /** The id of the command. */
  readonly id: string;
  readonly call_id: string;
  readonly by: Side;
  /** `mine` stays until answered; `theirs` came over the data channel. */
  readonly origin: "mine" | "theirs";
  readonly body: CommandBody;
  readonly at_ms: number;
}

export interface RefusedCommand extends Painting {
  readonly refusal: Refusal;
}

export interface ShownItem {
  readonly product_id: string;
  readonly variant_id: string;
  readonly at_ms: number;
  readonly pending: boolean;
  readonly command_id: string;
}

/** A row of the ledger. `painted`: not even numbered by the server yet. `refusal`: the server did not take it. */
export interface LedgerItem extends CartChange {
  readonly painted: boolean;
  readonly refusal: Refusal | null;
}

export interface ChatItem extends ChatMessage {
  readonly pending: boolean;
  readonly refusal: Refusal | null;
}

/** What a screen shows of a call. `shown` and `ledger` newest first, `chat` oldest first. */
export interface Screen {
  readonly call: Call;
  readonly shown: readonly ShownItem[];
  readonly ledger: readonly LedgerItem[];
  readonly chat: readonly ChatItem[];
  readonly checkout: Checkout | null;
  readonly checkout_pending: boolean;
}

/** Whether a command is worth painting at all. */
export function paintable(body: CommandBody): boolean {
  return (
    body.type === "product_show" ||
    body.type === "product_hide" ||
    body.type === "cart_add" ||
    body.type === "cart_set" ||
    body.type === "cart_remove" ||
    body.type === "cart_undo" ||
    body.type === "chat_send" ||
    body.type === "checkout_offer"
  );
}

/** The paintings with one more; the same id again changes nothing. */
export function paint(paintings: readonly Painting[], next: Painting): readonly Painting[] {
  if (!paintable(next.body) || paintings.some((each) => each.id === next.id)) return paintings;
  return [...paintings, next].slice(-100);
}

/** The paintings left after the server numbered these entries. */
export function confirm(paintings: readonly Painting[], entries: readonly Entry[]): readonly Painting[] {
  const ids = new Set(entries.map((entry) => entry.command_id));
  const left = paintings.filter((each) => !ids.has(each.id));
  return left.length === paintings.length ? paintings : left;
}

/** The paintings without one: it was answered, refused, or is known to be wrong. */
export function drop(paintings: readonly Painting[], id: string): readonly Painting[] {
  const left = paintings.filter((each) => each.id !== id);
  return left.length === paintings.length ? paintings : left;
}

/** The paintings left at `now_ms`: those of the other side are given up after 5 s without the word of a server that was there (since `online_ms`). */
export function expire(paintings: readonly Painting[], now_ms: number, online_ms: number): readonly Painting[] {
  const left = paintings.filter((each) => each.origin === "mine" || now_ms - Math.max(each.at_ms, online_ms) < THEIRS_MS);
  return left.length === paintings.length ? paintings : left;
}

/** A call joined with its paintings and with what of ours was refused. */
export function screen(
  view: CallView,
  paintings: readonly Painting[],
  refused: readonly RefusedCommand[] = [],
): Screen {
  const { call } = view;
  const mine = paintings.filter((each) => each.call_id === view.call_id);
  const no = refused.filter((each) => each.call_id === view.call_id);
  const known = new Set(call.cart.changes.map((change) => change.change_id));
  const ledger: LedgerItem[] = [
    ...call.cart.changes.map((change) => ({ ...change, painted: false, refusal: null })),
    ...mine.filter((each) => !known.has(each.id)).flatMap((each) => painted(call, each, null)),
    ...no.flatMap((each) => painted(call, each, each.refusal)),
  ];
  const said = new Set(call.chat.map((message) => message.message_id));
  const chat: ChatItem[] = [
    ...call.chat.map((message) => ({ ...message, pending: false, refusal: null })),
    ...[...mine.map((each) => ({ ...each, refusal: null })), ...no].flatMap((each) =>
      each.body.type === "chat_send" && !said.has(each.id)
        ? [
            {
              message_id: each.id,
              by: each.by,
              text: each.body.text,
              at_ms: each.at_ms,
              pending: each.refusal === null,
              refusal: each.refusal,
            },
          ]
        : [],
    ),
  ];
  return {
    call,
    shown: shownItems(view, mine),
    ledger: ledger.sort((a, b) => b.at_ms - a.at_ms),
    chat,
    checkout: call.checkout,
    checkout_pending: mine.some((each) => each.body.type === "checkout_offer"),
  };
}

function shownItems(view: CallView, paintings: readonly Painting[]): ShownItem[] {
  let items: ShownItem[] = view.call.shown.map((shown) => ({
    ...shown,
    pending: false,
    command_id: view.shown_by[shown.product_id] ?? "",
  }));
  for (const { id, at_ms, body } of paintings) {
    if (body.type === "product_show") {
      const { product_id, variant_id = "" } = body;
      items = items.filter((item) => item.product_id !== product_id);
      items.push({ product_id, variant_id, at_ms, pending: true, command_id: id });
    } else if (body.type === "product_hide") {
      items = items.filter((item) => item.product_id !== body.product_id);
    }
  }
  return items.reverse();
}

/** The ledger's row for a cart command that is not in the journal (yet). */
function painted(call: Call, painting: Painting, refusal: Refusal | null): LedgerItem[] {
  const { body } = painting;
  const row = {
    change_id: painting.id,
    by: painting.by,
    at_ms: painting.at_ms,
    variant_id: "",
    product_id: "",
    line_id: "",
    quantity: 0,
    quantity_before: 0,
    undoes: "",
    state: refusal === null ? ("pending" as const) : ("rejected" as const),
    applied_quantity: 0,
    reason: null,
    painted: true,
    refusal,
  };
  switch (body.type) {
    case "cart_add":
      return [
        {
          ...row,
          kind: "add",
          variant_id: body.variant_id,
          product_id: body.product_id ?? "",
          quantity: body.quantity,
          quantity_before: unitsOf(call.cart.store, body.variant_id),
        },
      ];
    case "cart_set":
    case "cart_remove": {
      const line = call.cart.store?.lines.find((each) => each.line_id === body.line_id);
      return [
        {
          ...row,
          kind: body.type === "cart_set" ? "set" : "remove",
          line_id: body.line_id,
          variant_id: line?.variant_id ?? "",
          product_id: line?.product_id ?? "",
          quantity: body.type === "cart_set" ? body.quantity : 0,
          quantity_before: line?.quantity ?? 0,
        },
      ];
    }
    case "cart_undo": {
      const undone = call.cart.changes.find((each) => each.change_id === body.change_id);
      if (undone === undefined) return [];
      return [
        {
          ...row,
          kind: undone.kind === "add" ? "subtract" : undone.kind === "set" ? "set" : "add",
          variant_id: undone.variant_id,
          product_id: undone.product_id,
          line_id: undone.line_id,
          quantity: undone.applied_quantity,
          undoes: undone.change_id,
        },
      ];
    }
    default:
      return [];
  }
}
