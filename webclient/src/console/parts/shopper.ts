/** What is known of the shopper: the pages opened in this call, the question, the language, the devices. It learns nothing itself. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { timeOfDay } from "../../core/words.js";
import type { Call } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { language, texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { languageName } from "../view/clock.js";
import type { Titles } from "../view/ledger.js";
import { pageName, type Visit } from "../view/pages.js";
import { want } from "../want.js";

@customElement("console-shopper")
export class ShopperPanel extends LitElement {
  @property({ attribute: false }) call!: Call;
  @property({ attribute: false }) pages: readonly Visit[] = [];
  @property({ attribute: false }) titles: Titles = () => "";

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
        align-content: start;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 8px 16px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .quote {
        padding: 12px;
        border-radius: 8px;
        border: 1px solid var(--line);
      }
      li {
        display: flex;
        gap: 12px;
        align-items: center;
        min-height: 48px;
        border-bottom: 1px solid var(--line);
      }
      li .one-line {
        flex: 1;
      }
      li .button svg {
        width: 20px;
        height: 20px;
      }
    `,
  ];

  override render() {
    const { call } = this;
    const { shopper } = call;
    const on = (yes: boolean): string => (yes ? texts.on : texts.off);
    const modes = { video: texts.mode_video, voice: texts.mode_voice, text: texts.mode_text };
    return html`
      ${call.question === "" ? nothing : html`<div><h3>${texts.question}</h3><p class="quote">${call.question}</p></div>`}
      <dl>
        <dt>${texts.language}</dt><dd>${languageName(call.language, language)}</dd>
        <dt>${texts.mode}</dt><dd>${modes[call.mode]}</dd>
        <dt>${texts.called_at}</dt><dd>${timeOfDay(call.requested_at_ms, language)}</dd>
        ${call.mode === "text" ? nothing : html`<dt>${texts.microphone}</dt><dd>${on(shopper.microphone)}</dd>`}
        ${call.mode === "video" ? html`<dt>${texts.camera}</dt><dd>${on(shopper.camera)}</dd>` : nothing}
        <dt>${texts.connection}</dt><dd>${shopper.lost_at_ms > 0 ? texts.coming_back : texts.connected}</dd>
      </dl>
      <div>
        <h3>${texts.pages}</h3>
        <ol>${this.pages.map((visit, at) => this.page(visit, at === 0))}</ol>
      </div>
    `;
  }

  private page({ page, at_ms }: Visit, now: boolean) {
    const name = this.titles(page.product_id, page.variant_id) || pageName(page);
    return html`
      <li>
        <span class="muted small">${now ? texts.page_now : timeOfDay(at_ms, language)}</span>
        <span class="one-line ${now ? "strong" : ""}" title=${page.url}>${name}</span>
        ${page.product_id === ""
          ? nothing
          : html`<button class="button quiet square" aria-label=${`${texts.find_their_product}: ${name}`}
              @click=${() => want(this, { do: "find", query: name, product_id: page.product_id })}>${icons.search}</button>`}
      </li>
    `;
  }
}
