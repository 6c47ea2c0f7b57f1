/** The bag: its bar, and the ledger with who added what, what is on its way, settled or refused, and Undo. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { LedgerItem } from "../../core/paint.js";
import { money } from "../../core/words.js";
import { icons } from "../../ui/icons.js";
import type { Panel } from "../panel.js";

export function cartBar(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, language, state, panel: place } = session;
  const store = state.screen?.call.cart.store ?? null;
  const units = (store?.lines ?? []).reduce((sum, line) => sum + line.quantity, 0);
  const pending = (state.screen?.ledger ?? []).filter((each) => each.state === "pending").length;
  const total = store ? money(store.total_minor, store.currency, language) : "";
  const open = place.drawer === "ledger";
  const offered = state.screen?.checkout?.step === "offered" || state.screen?.checkout_pending === true;
  return html`${session.no_checkout ? html`<p class="offer" role="alert">${t.no_checkout}</p>` : nothing}
    ${offered ? html`<p class="offer" role="status" data-checkout-offered>${t.checkout_offered(panel.name)}</p>` : nothing}
    <div class="bar" part="cart">
      <button class=${pending > 0 ? "bag pending" : "bag"} aria-expanded=${open} aria-label="${t.bag_line(units, total)}. ${open ? t.close_bag : t.open_bag}"
        data-units=${units} data-pending-changes=${pending} @click=${() => session.setPanel({ drawer: open ? "cards" : "ledger" })}>
        ${icons.bag}<span>${t.bag_line(units, total)}</span>
        ${pending > 0 ? html`<span class="small muted">${t.pending}</span>` : nothing}
      </button>
      <button class=${offered ? "primary" : ""} part="checkout" ?disabled=${units === 0 || !panel.can_check_out} @click=${() => void session.checkout()}>${t.checkout}</button>
    </div>`;
}

export function ledger(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, language, state } = session;
  const store = state.screen?.call.cart.store ?? null;
  const items = state.screen?.ledger ?? [];
  const price = (minor: number): string => (store ? money(minor, store.currency, language) : "");
  return html`<div class="drawer" data-drawer="ledger">
    <div class="head">
      <h3 class="strong">${t.bag}</h3>
      <button class="plain round" aria-label=${t.close_bag} @click=${() => session.setPanel({ drawer: "cards" })}>${icons.close}</button>
    </div>
    ${store && store.lines.length > 0
      ? html`<ul class="lines">
            ${store.lines.map(
              (line) => html`<li data-line-id=${line.line_id} data-variant-id=${line.variant_id}>
                <span>${line.title} <span class="muted small">${line.variant_title} ${t.quantity(line.quantity)}</span></span>
                <span>${price(line.line_total_minor)}</span>
              </li>`,
            )}
            ${store.discount_minor !== 0 ? html`<li class="green"><span>${t.discount}</span><span>${price(-Math.abs(store.discount_minor))}</span></li>` : nothing}
            <li class="strong"><span>${t.total}</span><span>${price(store.total_minor)}</span></li>
          </ul>`
      : nothing}
    ${items.length === 0
      ? html`<p class="muted small">${t.nothing_yet}</p>`
      : html`<ul class="changes">${repeat(items, (item) => item.change_id, (item) => row(panel, item))}</ul>`}
  </div>`;
}

/** The words for what a change is about. */
export function titleOf(panel: Panel, item: LedgerItem): { readonly title: string; readonly variant: string } {
  const { catalogue, state, texts } = panel.session;
  const line = state.screen?.call.cart.store?.lines.find(
    (each) => (item.line_id !== "" && each.line_id === item.line_id) || (item.variant_id !== "" && each.variant_id === item.variant_id),
  );
  if (line) return { title: line.title, variant: line.variant_title };
  const known = catalogue.titleOf(item.product_id, item.variant_id, !item.painted);
  return { title: known.title || texts.a_product, variant: known.variant };
}

function row(panel: Panel, item: LedgerItem): TemplateResult {
  const { session } = panel;
  const { texts: t, state } = session;
  const { title, variant } = titleOf(panel, item);
  const undoing = (state.screen?.ledger ?? []).some((each) => each.undoes === item.change_id && each.state === "pending");
  const can_undo = item.undoes === "" && (item.state === "applied" || item.state === "partly_applied") && !undoing;
  const units = item.state === "partly_applied" ? item.applied_quantity : item.quantity;
  return html`<li class=${item.state === "pending" ? "change pending" : "change"} data-change-id=${item.change_id}
    data-state=${item.state} data-by=${item.by} data-reason=${item.reason ?? item.refusal?.code ?? ""}>
    <div>
      <p>${title} <span class="muted small">${variant}${units > 1 ? ` ${t.quantity(units)}` : ""}</span></p>
      <p class="muted small">${who(panel, item)}</p>
      ${outcomeLine(panel, item)}
    </div>
    ${can_undo
      ? html`<button class="link" aria-label=${t.undo_named(title)} @click=${() => void session.call.commands.undo(item.change_id)}>${t.undo}</button>`
      : nothing}
  </li>`;
}

function who(panel: Panel, item: LedgerItem): string {
  const { texts: t } = panel.session;
  const mine = item.by === "shopper";
  const { name } = panel;
  if (item.undoes !== "") return mine ? t.undone_by_you : t.undone_by_them(name);
  if (item.kind === "add") return mine ? t.by_you : t.by_them(name);
  if (item.kind === "set") return mine ? t.changed_by_you : t.changed_by_them(name);
  return mine ? t.removed_by_you : t.removed_by_them(name);
}

/** What became of a change, in words. */
export function outcomeWords(panel: Panel, item: LedgerItem): string {
  const { texts: t } = panel.session;
  switch (item.state) {
    case "pending":
      return t.pending;
    case "applied":
      return item.undoes !== "" ? t.undone : item.kind === "add" ? t.settled : t.changed;
    case "undone":
      return t.undone;
    case "partly_applied":
      return `${t.partly(item.applied_quantity, item.quantity)} ${item.reason ? t.reasons[item.reason] : ""}`;
    case "rejected":
      return item.reason ? t.reasons[item.reason] : item.refusal?.code === "sold_out" ? t.reasons.sold_out : t.refused;
    default:
      return item.state satisfies never;
  }
}

/** What became of a change, in a sign and words; nothing where the row itself says it. */
export function outcomeLine(panel: Panel, item: LedgerItem): TemplateResult {
  const { state } = item;
  const added = item.kind === "add" && item.undoes === "";
  if (state === "applied" && !added) return html``;
  const sign = state === "applied" ? icons.check : state === "partly_applied" || state === "rejected" ? icons.warn : nothing;
  return html`<p class="small state ${state === "applied" ? "green" : sign === nothing ? "muted" : ""}" data-outcome=${state}>${sign}<span>${outcomeWords(panel, item)}</span></p>`;
}
