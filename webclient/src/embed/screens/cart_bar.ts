/** The bag's bar: how much is in it, what is on its way, and the way to the checkout. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
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
