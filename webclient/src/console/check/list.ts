/** The store's list before going live, ticked off line by line. What is ticked the server keeps. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { GoLiveView } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { base, states } from "../styles.js";
import { lineWords } from "./line_words.js";
import { words } from "./words.js";

/** Tells that a line was ticked, or a tick taken back. */
export class TickEvent extends CustomEvent<{ readonly item_id: string; readonly on: boolean }> {
  constructor(item_id: string, on: boolean) {
    super("tick", { detail: { item_id, on } });
  }
}

@customElement("console-go-live-list")
export class GoLiveList extends LitElement {
  @property({ attribute: false }) view: GoLiveView | null = null;
  @property({ type: Boolean }) failed = false;
  /** The store's language. */
  @property() store = "";

  static override styles = [
    base,
    states,
    css`
      :host {
        display: block;
      }
      .head {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 16px;
        padding-bottom: 4px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 48px;
        padding: 4px 0;
        border-bottom: 1px solid var(--line);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      li:last-child label {
        border: 0;
      }
      input {
        width: 24px;
        height: 24px;
        margin: 0 4px;
        flex: none;
        accent-color: var(--accent);
      }
      .settled {
        display: inline-flex;
        gap: 4px;
        align-items: center;
      }
      .settled svg {
        width: 20px;
        height: 20px;
      }
    `,
  ];

  override render() {
    const { view } = this;
    if (view === null || view.items.length === 0) return this.failed ? this.trouble() : nothing;
    const left = view.items.filter(({ item_id }) => !view.ticked.includes(item_id)).length;
    return html`
      <div class="head"><h2 id="list">${words.list}</h2>
        <span class="small ${left === 0 ? "settled" : "muted"}" role="status">${left === 0 ? html`${icons.check}${words.list_done}` : words.list_left(left)}</span></div>
      <ul aria-labelledby="list">${view.items.map(
        (item) => {
          const line = lineWords(item, this.store, navigator.languages);
          return html`<li><label><input type="checkbox" .checked=${view.ticked.includes(item.item_id)}
            @change=${(event: Event) => this.dispatchEvent(new TickEvent(item.item_id, (event.target as HTMLInputElement).checked))} />
            <span lang=${line.language}>${line.words}</span></label></li>`;
        },
      )}</ul>
      ${this.failed ? this.trouble() : nothing}
    `;
  }

  private trouble() {
    return html`<p class="refused small" role="alert">${icons.warn}<span>${words.list_failed}</span></p>`;
  }
}
