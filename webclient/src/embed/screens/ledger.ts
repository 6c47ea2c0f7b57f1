/**
 * The bag's drawer: the store's lines, and who changed what, what is on its way, settled or refused, and Undo. Loaded with the
 * later screens; it draws with what is handed to it. Draws only.
 */

import type { TemplateResult } from "lit";
import type { LedgerItem } from "../../core/paint.js";
import { bagTexts, type BagTexts } from "../../ui/texts/bag.js";
import { outcomeWords } from "../outcome.js";
import type { Panel } from "../panel.js";
import type { Kit } from "./later.js";

export function makeLedger(panel: Panel, { html, nothing, icons, repeat, money }: Kit) {
  const { session } = panel;
  const words = (): BagTexts => bagTexts(session.language);
  const store = () => session.state.screen?.call.cart.store ?? null;

  function drawer(): TemplateResult {
    const { texts: t, state, language } = session;
    const b = words();
    const bag = store();
    const items = state.screen?.ledger ?? [];
    const price = (minor: number): string => (bag ? money(minor, bag.currency, language) : "");
    return html`<div class="drawer" data-drawer="ledger">
      <div class="head">
        <h3 class="strong">${t.bag}</h3>
        <button class="plain round" aria-label=${t.close_bag} @click=${() => session.setPanel({ drawer: "cards" })}>${icons.close}</button>
      </div>
      ${bag && bag.lines.length > 0
        ? html`<ul class="lines">
              ${bag.lines.map(
                (line) => html`<li data-line-id=${line.line_id} data-variant-id=${line.variant_id}>
                  <span>${line.title} <span class="muted small">${line.variant_title} ${t.quantity(line.quantity)}</span></span>
                  <span>${price(line.line_total_minor)}</span>
                </li>`,
              )}
              ${bag.discount_minor !== 0 ? html`<li class="green"><span>${b.discount}</span><span>${price(-Math.abs(bag.discount_minor))}</span></li>` : nothing}
              <li class="strong"><span>${b.total}</span><span>${price(bag.total_minor)}</span></li>
            </ul>`
        : nothing}
      ${items.length === 0
        ? html`<p class="muted small">${b.nothing_yet}</p>`
        : html`<ul class="changes">${repeat(items, (item) => item.change_id, row)}</ul>`}
    </div>`;
  }

  /** The words for what a change is about. */
  function titleOf(item: LedgerItem): { readonly title: string; readonly variant: string } {
    const line = store()?.lines.find(
      (each) => (item.line_id !== "" && each.line_id === item.line_id) || (item.variant_id !== "" && each.variant_id === item.variant_id),
    );
    if (line) return { title: line.title, variant: line.variant_title };
    const known = session.catalogue.titleOf(item.product_id, item.variant_id, !item.painted);
    return { title: known.title || words().a_product, variant: known.variant };
  }

  function row(item: LedgerItem): TemplateResult {
    const { texts: t, state } = session;
    const b = words();
    const { title, variant } = titleOf(item);
    const undoing = (state.screen?.ledger ?? []).some((each) => each.undoes === item.change_id && each.state === "pending");
    const can_undo = item.undoes === "" && (item.state === "applied" || item.state === "partly_applied") && !undoing;
    const units = item.state === "partly_applied" ? item.applied_quantity : item.quantity;
    return html`<li class=${item.state === "pending" ? "change pending" : "change"} data-change-id=${item.change_id}
      data-state=${item.state} data-by=${item.by} data-reason=${item.reason ?? item.refusal?.code ?? ""}>
      <div>
        <p>${title} <span class="muted small">${variant}${units > 1 ? ` ${t.quantity(units)}` : ""}</span></p>
        <p class="muted small">${who(item)}</p>
        ${outcome(item)}
      </div>
      ${can_undo
        ? html`<button class="link" aria-label=${b.undo_named(title)} @click=${() => void session.call.commands.undo(item.change_id)}>${b.undo}</button>`
        : nothing}
    </li>`;
  }

  function who(item: LedgerItem): string {
    const b = words();
    const mine = item.by === "shopper";
    const { name } = panel;
    if (item.undoes !== "") return mine ? b.undone_by_you : b.undone_by_them(name);
    if (item.kind === "add") return mine ? b.by_you : b.by_them(name);
    if (item.kind === "set") return mine ? b.changed_by_you : b.changed_by_them(name);
    return mine ? b.removed_by_you : b.removed_by_them(name);
  }

  const said = (item: LedgerItem): string => outcomeWords(item, session.language, session.texts.refused);

  /** What became of a change, in a sign and words; nothing where the row itself says it. */
  function outcome(item: LedgerItem): TemplateResult | typeof nothing {
    const { state } = item;
    const added = item.kind === "add" && item.undoes === "";
    if (state === "applied" && !added) return nothing;
    const sign = state === "applied" ? icons.check : state === "partly_applied" || state === "rejected" ? icons.warn : nothing;
    return html`<p class="small state ${state === "applied" ? "green" : sign === nothing ? "muted" : ""}" data-outcome=${state}>${sign}<span>${said(item)}</span></p>`;
  }

  return {
    drawer,
    outcome,
    /** What became of a change, for the ear. */
    news: (item: LedgerItem): string => `${titleOf(item).title}: ${said(item)}`,
  };
}
