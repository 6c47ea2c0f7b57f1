/** One line across the top that says what is wrong with the connection, or what has just happened elsewhere, and what to do. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { base, buttons } from "../styles.js";
import { want, type Want } from "../want.js";

/** `act`: the way on, with its words. */
export interface Notice {
  readonly words: string;
  readonly act?: { readonly words: string; readonly want: Want };
}

@customElement("console-notice")
export class NoticeBar extends LitElement {
  @property({ attribute: false }) notice: Notice | null = null;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        min-height: 48px;
        padding: 4px 16px;
        background: var(--ink);
        color: var(--paper);
      }
      .bar p {
        flex: 1 1 240px;
      }
      .button {
        flex: none;
        margin-left: auto;
        color: var(--ink);
      }
    `,
  ];

  override render() {
    const { notice } = this;
    return html`<div role="status">
      ${notice
        ? html`<div class="bar"><p>${notice.words}</p>
            ${notice.act ? html`<button class="button" @click=${() => notice.act && want(this, notice.act.want)}>${notice.act.words}</button>` : nothing}</div>`
        : nothing}
    </div>`;
  }
}
