/** What is on the shopper's screen, always written down, each with the way to take it back; and the page the shopper is on. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ShownItem } from "../../core/paint.js";
import type { Page } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import { base, buttons, states } from "../styles.js";
import type { Titles } from "../view/ledger.js";
import { pageName } from "../view/pages.js";
import { want } from "../want.js";

@customElement("console-shown")
export class ShownBar extends LitElement {
  @property({ attribute: false }) shown: readonly ShownItem[] = [];
  @property({ attribute: false }) titles: Titles = () => "";
  @property({ attribute: false }) page!: Page;
  @property() problem = "";

  static override styles = [
    base,
    buttons,
    states,
    css`
      :host {
        display: grid;
        gap: 4px;
        container-type: inline-size;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 48px;
        min-width: 0;
      }
      .name {
        flex: none;
      }
      ul {
        display: flex;
        gap: 8px;
        overflow-x: auto;
        scrollbar-width: none;
        min-width: 0;
      }
      li {
        flex: none;
        max-width: 100%;
      }
      .chip {
        gap: 4px;
        padding: 0 4px 0 14px;
        max-width: 100%;
        min-width: 0;
        font-weight: 600;
      }
      .chip.pending {
        border: 1.5px dashed var(--muted);
      }
      .chip svg {
        width: 20px;
        height: 20px;
        margin: 0 8px;
      }
      .page .button {
        min-width: 0;
        padding: 0 12px;
        font-weight: 400;
      }
      .page svg {
        width: 20px;
        height: 20px;
        flex: none;
      }
      /* A phone held sideways: one row for both, for the picture needs the height. */
      @media (orientation: landscape) and (max-height: 480px) {
        :host {
          display: flex;
          gap: 16px;
          overflow-x: auto;
          scrollbar-width: none;
        }
        :host > * {
          flex: none;
        }
      }
      /* What does not fit beside its name stands beneath it, whole. */
      @container (max-width: 420px) {
        .row {
          flex-wrap: wrap;
        }
        .row > :not(.name) {
          max-width: 100%;
        }
        .page .button {
          padding: 0 12px 0 0;
        }
      }
    `,
  ];

  override render() {
    const page = this.titles(this.page.product_id, this.page.variant_id) || pageName(this.page);
    return html`
      <div class="row">
        <span class="name muted">${texts.on_their_screen}:</span>
        ${this.shown.length === 0
          ? html`<span>${texts.on_their_screen_nothing}</span>`
          : html`<ul aria-label=${texts.on_their_screen}>${repeat(this.shown, (item) => item.product_id, (item) => this.chip(item))}</ul>`}
      </div>
      <div class="row page">
        <span class="name muted">${texts.their_page}:</span>
        ${this.page.product_id === ""
          ? html`<span class="one-line">${page}</span>`
          : html`<button class="button quiet" title=${this.page.url} @click=${() => want(this, { do: "find", query: page, product_id: this.page.product_id })}>
              ${icons.search}<span class="one-line">${page}</span></button>`}
      </div>
      ${this.problem === "" ? nothing : html`<p class="refused" role="alert">${icons.warn}<span>${this.problem}</span></p>`}
    `;
  }

  private chip(item: ShownItem) {
    const title = this.titles(item.product_id, item.variant_id) || item.product_id;
    return html`<li><button class="button chip ${item.pending ? "pending" : ""}" aria-label=${texts.take_back(title)}
      @click=${() => want(this, { do: "hide", product_id: item.product_id })}>
      <span class="one-line">${title}${item.pending ? ` · ${texts.showing}` : ""}</span>${icons.close}</button></li>`;
  }
}
