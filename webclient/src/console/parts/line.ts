/** The line: who waits, how long, in which language and manner, and on which page. Seen also during a call. It orders nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { CallMode, Line, LineEntry } from "../../protocol/index.js";
import { duration } from "../../core/words.js";
import { EverySecond } from "../every_second.js";
import { icons } from "../icons.js";
import { language, texts } from "../speech.js";
import { base, emptyBox } from "../styles.js";
import { languageName } from "../view/clock.js";
import { withoutStore } from "../view/pages.js";

@customElement("console-line")
export class LinePanel extends LitElement {
  @property({ attribute: false }) line: Line | null = null;
  @property({ type: Number }) aheadMs = 0;
  /** The store's name, which its pages carry in their titles. */
  @property() store = "";
  /** Narrow, beside a call: time, language and sign only, and the page beneath. */
  @property({ type: Boolean, reflect: true }) narrow = false;

  protected readonly second = new EverySecond(this);

  static override styles = [
    emptyBox,
    base,
    css`
      :host {
        display: block;
        min-height: 0;
      }
      h2 {
        display: flex;
        align-items: baseline;
        gap: 8px;
        padding-bottom: 8px;
      }
      h2 {
        font-size: 20px;
      }
      :host([narrow]) h2 {
        font-size: inherit;
      }
      .count {
        margin-left: auto;
        font-size: 17px;
        font-weight: 400;
      }
      li {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 4px 12px;
        align-items: center;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--raised);
      }
      ol {
        display: grid;
        gap: 8px;
      }
      .waited {
        font-size: 22px;
        font-weight: 600;
        min-width: 56px;
      }
      .what {
        display: flex;
        align-items: center;
        gap: 8px;
        justify-content: flex-end;
      }
      .page {
        min-width: 0;
      }
      .asks {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }
      .asks::before {
        content: "“";
      }
      .asks::after {
        content: "”";
      }
      li.ringing {
        border-color: var(--accent);
      }
      abbr {
        text-decoration: none;
      }
      :host([narrow]) .empty {
        min-height: 0;
        padding: 12px;
        text-align: left;
        place-content: stretch;
        justify-items: start;
      }
      :host([narrow]) .empty .strong {
        font-size: inherit;
        font-weight: 400;
      }
      :host([narrow]) li {
        grid-template-columns: auto 1fr;
        padding: 8px 12px;
      }
      :host([narrow]) .waited {
        font-size: 17px;
        min-width: 0;
      }
      :host([narrow]) .page {
        grid-column: 1 / -1;
        font-size: 15px;
      }
      :host([narrow]) .what {
        order: 0;
        font-size: 15px;
      }
      :host([narrow]) .page {
        order: 1;
      }
      :host([narrow]) .asks {
        display: none;
      }
      @media (max-width: 599px) {
        li {
          grid-template-columns: auto 1fr;
        }
        .page {
          grid-column: 1 / -1;
          order: 1;
        }
        .asks {
          order: 2;
        }
      }
    `,
  ];

  override render() {
    const entries = this.line?.entries ?? [];
    return html`
      <h2>
        ${texts.line}
        <span class="count muted" role="status">${entries.length > 0 ? texts.line_waiting(entries.length) : nothing}</span>
      </h2>
      ${entries.length === 0
        ? html`<div class="empty">${this.narrow ? nothing : icons.line}<p class="strong">${texts.line_empty}</p>${this.narrow ? nothing : html`<p class="muted">${texts.line_empty_hint}</p>`}</div>`
        : html`<ol>${entries.map((entry) => this.row(entry))}</ol>`}
    `;
  }

  private row(entry: LineEntry) {
    const waited = duration(Date.now() + this.aheadMs - entry.since_ms);
    return html`
      <li class=${entry.ringing ? "ringing" : ""}>
        <span class="waited" aria-label=${texts.waiting_for(waited)}>${waited}</span>
        <span class="page one-line">
          ${this.narrow || entry.name === "" ? nothing : html`<span class="strong">${entry.name} · </span>`}${withoutStore(entry.page_title, this.store) || texts.no_page}
        </span>
        <span class="what muted">
          ${entry.kind === "rehearsal" ? html`<span class="strong">${texts.rehearsal}</span>` : nothing}
          ${entry.ringing ? html`<span>${texts.line_ringing}</span>` : nothing}
          <abbr title=${languageName(entry.language, language)}>${entry.language.split("-")[0]?.toUpperCase()}</abbr>
          ${modeSign(entry.mode)}
        </span>
        ${entry.question === "" ? nothing : html`<span class="asks">${entry.question}</span>`}
      </li>
    `;
  }
}

/** The sign of a way of talking, with its name for those who hear the page. */
export function modeSign(mode: CallMode) {
  const [sign, name] = { video: [icons.camera, texts.mode_video], voice: [icons.microphone, texts.mode_voice], text: [icons.chat, texts.mode_text] }[mode] as [unknown, string];
  return html`<span role="img" aria-label=${name} title=${name}>${sign}</span>`;
}
