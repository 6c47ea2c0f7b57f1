/** The bag as the store has it, with its totals, the checkout's track, and the ledger of who changed what. It adds nothing up. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Screen } from "../../core/paint.js";
import { money, timeOfDay } from "../../core/words.js";
import { LIMITS, type StoreCart, type StoreLine } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { language, texts } from "../speech.js";
import { base, buttons, states } from "../styles.js";
import { checkoutTrack, type TrackStep } from "../view/checkout_track.js";
import { pendingLines, wishedQuantity, type LedgerRow } from "../view/ledger.js";
import { changeOutcome, changeWords } from "../view/sentences.js";
import { want } from "../want.js";
import { bagStyles } from "./bag_styles.js";
import "./quantity.js";

@customElement("console-bag")
export class Bag extends LitElement {
  @property({ attribute: false }) screen!: Screen;
  @property({ attribute: false }) rows: readonly LedgerRow[] = [];
  /** The call runs: the bag can be changed. */
  @property({ type: Boolean }) live = false;

  static override styles = [base, buttons, states, bagStyles, css``];

  override render() {
    const { store } = this.screen.call.cart;
    return html`
      ${store === null
        ? html`<p class="muted">${texts.bag_unknown}</p>`
        : store.lines.length === 0
          ? html`<p class="muted">${texts.bag_empty}</p>`
          : this.lines(store)}
      ${this.checkout()}
      ${this.rows.length === 0 ? nothing : html`<h3>${texts.changes}</h3><ol class="ledger" aria-live="polite" aria-relevant="additions">${repeat(this.rows, (row) => row.change_id, (row) => this.row(row))}</ol>`}
    `;
  }

  private lines(store: StoreCart) {
    const waiting = pendingLines(this.screen.ledger, store);
    const sum = (name: string, minor: number, strong = false) =>
      html`<div class=${strong ? "strong" : "muted"}><dt>${name}</dt><dd>${money(minor, store.currency, language)}</dd></div>`;
    return html`
      <ul class="lines" aria-label=${texts.bag_as_store}>
        ${repeat(store.lines, (line) => line.line_id, (line) => this.line(line, store.currency, waiting.has(line.line_id)))}
      </ul>
      <dl class="sums">
        ${store.discount_minor === 0 ? nothing : html`${sum(texts.subtotal, store.subtotal_minor)} ${sum(texts.discount, -Math.abs(store.discount_minor))}`}
        ${sum(texts.total, store.total_minor, true)}
      </dl>
    `;
  }

  private line(line: StoreLine, currency: string, waiting: boolean) {
    const title = line.variant_title === "" ? line.title : `${line.title}, ${line.variant_title}`;
    return html`
      <li class=${waiting ? "pending" : ""}>
        ${line.picture_url === "" ? html`<span class="picture"></span>` : html`<img class="picture" src=${line.picture_url} alt="" referrerpolicy="no-referrer" />`}
        <div class="what">
          <p class="one-line" title=${title}>${line.title}</p>
          <p class="muted small one-line">${line.variant_title}${waiting ? html` · ${texts.change_pending}` : nothing}</p>
        </div>
        <span class="strong">${money(line.line_total_minor, currency, language)}</span>
        <div class="acts">
          ${this.live
            ? html`<console-quantity name=${title} .max=${LIMITS.LINE_QUANTITY_MAX} .value=${wishedQuantity(this.screen.ledger, line)}
                @quantity=${(e: CustomEvent<number>) => want(this, { do: "set_line", line_id: line.line_id, quantity: e.detail })}></console-quantity>
              <button class="button quiet" aria-label=${texts.remove_line(title)} @click=${() => want(this, { do: "remove_line", line_id: line.line_id })}>${texts.remove}</button>`
            : html`<span class="muted">${line.quantity} ×</span>`}
        </div>
      </li>
    `;
  }

  private checkout() {
    const { checkout, checkout_pending } = this.screen;
    const steps = checkoutTrack(checkout, checkout_pending);
    const begun = checkout !== null || checkout_pending;
    const empty = (this.screen.call.cart.store?.lines.length ?? 0) === 0;
    return html`
      <section class="checkout" aria-label=${texts.checkout}>
        ${begun ? html`<ol class="track">${steps.map((step) => this.step(step, checkout_pending))}</ol>` : nothing}
        <p role="status" class="small">
          ${checkout?.step === "failed" ? html`<span class="refused">${icons.warn}<span>${checkout.reason !== "" ? `${checkout.reason} ` : ""}${texts.checkout_failed_hint}</span></span>` : nothing}
          ${checkout?.step === "left" ? texts.checkout_left_hint : nothing}
          ${checkout?.step === "paid" && checkout.order_number !== "" ? texts.checkout_order(checkout.order_number) : nothing}
        </p>
        ${this.live && checkout?.step !== "started"
          ? html`<button class="button ${begun || empty ? "" : "main"}" ?disabled=${checkout_pending} @click=${() => want(this, { do: "offer_checkout" })}>
              ${begun ? texts.checkout_again : texts.checkout_offer}</button>`
          : nothing}
      </section>
    `;
  }

  private step(step: TrackStep, pending: boolean) {
    const name = { offered: texts.checkout_offered, started: texts.checkout_started, left: texts.checkout_left, paid: texts.checkout_paid, failed: texts.checkout_failed }[step.step];
    const state = { done: texts.checkout_step_done, now: texts.checkout_step_now, open: texts.checkout_step_open, failed: texts.refused }[step.state];
    const sign = step.state === "done" ? icons.check : step.state === "failed" ? icons.warn : nothing;
    return html`<li class="${step.state} ${pending && step.state === "now" ? "waits" : ""}" aria-current=${step.state === "now" || step.state === "failed" ? "step" : "false"}>
      <span class="dot">${sign}</span><span>${name}</span><span class="only-read">, ${state}</span></li>`;
  }

  private row(row: LedgerRow) {
    const what = changeWords(row, texts);
    const { sentence, good } = changeOutcome(row, texts);
    const who = row.by === "associate" ? texts.by_you : texts.by_shopper;
    return html`
      <li class=${row.state === "pending" ? "pending" : row.state}>
        <div class="what">
          <p>${what}</p>
          <p class="small muted">${texts.change_by(who)} · ${timeOfDay(row.at_ms, language)}</p>
          ${good
            ? html`<p class="small ${row.state === "applied" ? "settled" : "muted"}">${row.state === "applied" ? icons.check : nothing}${sentence}</p>`
            : html`<p class="refused small">${icons.warn}<span>${sentence}</span></p>`}
        </div>
        ${row.may_undo && this.live
          ? html`<button class="button" aria-label=${texts.undo_change(what)} @click=${() => want(this, { do: "undo", change_id: row.change_id })}>${texts.undo}</button>`
          : nothing}
      </li>
    `;
  }
}
