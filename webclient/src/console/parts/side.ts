/** The column beside the picture: search above; beneath it Bag, Chat and Shopper as tabs. It keeps which tab is open and what is unread. */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Screen } from "../../core/paint.js";
import type { ProductView } from "../../protocol/index.js";
import { markPainted } from "../../ui/marks.js";
import { texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { bagCount, ledgerRows, newestByProduct, refusalsOfShow, type Titles } from "../view/ledger.js";
import type { RefusedCommand } from "../../core/paint.js";
import type { Visit } from "../view/pages.js";
import "./bag.js";
import "./chat.js";
import "./search.js";
import type { SearchPanel } from "./search.js";
import "./shopper.js";

const TABS = ["bag", "chat", "shopper"] as const;
type Tab = (typeof TABS)[number];

@customElement("console-side")
export class Side extends LitElement {
  @property({ attribute: false }) screen!: Screen;
  @property({ attribute: false }) refused: readonly RefusedCommand[] = [];
  @property({ attribute: false }) titles: Titles = () => "";
  @property({ attribute: false }) search!: (query: string, signal: AbortSignal) => Promise<readonly ProductView[]>;
  @property({ attribute: false }) pages: readonly Visit[] = [];
  @property({ type: Boolean }) theyType = false;
  @property({ type: Boolean }) live = false;
  /** The product of the page the shopper is on, where it is known. */
  @property({ attribute: false }) here: ProductView | null = null;
  /** There is room for both halves side by side. */
  @property({ type: Boolean, reflect: true }) wide = false;
  @state() private tab: Tab = "bag";
  @state() private read = 0;
  /** A message begun and not sent, kept while another tab is open. */
  private draft = "";
  @query("console-search") private panel!: SearchPanel;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        gap: 12px;
        min-height: 0;
      }
      :host([searching]) {
        grid-template-rows: minmax(120px, 1.2fr) minmax(0, 1fr);
      }
      @media (max-width: 599px) {
        :host([searching]) {
          grid-template-rows: minmax(0, 1.6fr) minmax(0, 1fr);
        }
      }
      .lower {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-height: 0;
        border-top: 1px solid var(--line);
      }
      @media (orientation: portrait) and (min-width: 700px) {
        :host,
        :host([searching]) {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          grid-template-rows: minmax(0, 1fr);
          gap: 16px;
        }
        .lower {
          border-top: 0;
        }
      }
      @media (orientation: landscape) and (min-width: 900px) {
        :host([wide]),
        :host([wide][searching]) {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
          grid-template-rows: minmax(0, 1fr);
          gap: 16px;
        }
        :host([wide]) .lower {
          border-top: 0;
        }
      }
      [role="tablist"] {
        display: flex;
      }
      [role="tab"] {
        flex: 1;
        min-height: 48px;
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 8px;
        border-bottom: 3px solid transparent;
        color: var(--muted);
      }
      [role="tab"][aria-selected="true"] {
        color: var(--ink);
        font-weight: 600;
        border-color: var(--accent);
      }
      .count {
        min-width: 24px;
        padding: 0 7px;
        border-radius: 12px;
        border: 1px solid var(--line);
        font-size: 15px;
      }
      .count.new {
        background: var(--accent);
        border-color: var(--accent);
        color: var(--on-accent);
      }
      [role="tabpanel"] {
        overflow-y: auto;
        overscroll-behavior: contain;
        min-height: 0;
        padding: 12px 4px 4px;
        margin: 0 -4px;
        scrollbar-width: thin;
      }
    `,
  ];

  override firstUpdated(): void {
    this.read = this.screen.chat.length;
    if (this.screen.call.mode === "text") this.tab = "chat";
  }

  /** Put this into the search. */
  ask(text: string): void {
    this.panel.ask(text);
  }

  override willUpdate(): void {
    if (this.tab === "chat") this.read = this.screen.chat.length;
  }

  /** What measurements read: when a change was first seen pending, and settled. */
  override updated(changed: PropertyValues<this>): void {
    if (changed.has("live") && this.live && this.screen.call.mode !== "text") void this.panel.focusField();
    for (const { change_id, state } of this.screen.ledger.slice(0, 5)) {
      markPainted(`${state === "pending" ? "pending" : "settled"}:${change_id}`);
    }
  }

  override render() {
    const { call } = this.screen;
    const rows = ledgerRows(this.screen.ledger, call.cart.store, this.titles);
    const units = bagCount(call.cart.store?.lines ?? []);
    const unread = this.screen.chat.slice(this.read).filter((m) => m.by === "shopper").length;
    return html`
      <console-search .search=${this.search} .here=${this.here} @searching=${(e: CustomEvent<boolean>) => this.toggleAttribute("searching", e.detail)}
        .shown=${this.screen.shown} .variantId=${call.page.variant_id}
        .changes=${newestByProduct(this.screen.ledger, rows)} .refusals=${refusalsOfShow(this.refused, call.call_id)}></console-search>
      <div class="lower">
        <div role="tablist" aria-label=${texts.call} @keydown=${this.arrows}>
          ${TABS.map((tab) => this.tabButton(tab, tab === "bag" ? units : tab === "chat" ? unread : 0))}
        </div>
        <div role="tabpanel" id="panel" aria-labelledby=${`tab-${this.tab}`}>
          ${this.tab === "bag" ? html`<console-bag .screen=${this.screen} .rows=${rows} ?live=${this.live}></console-bag>` : nothing}
          ${this.tab === "chat"
            ? html`<console-chat .messages=${this.screen.chat} name=${call.shopper.name === "" ? texts.shopper : call.shopper.name}
                .draft=${this.draft} @draft=${(e: CustomEvent<string>) => (this.draft = e.detail)} ?theyType=${this.theyType} ?live=${this.live}></console-chat>`
            : nothing}
          ${this.tab === "shopper" ? html`<console-shopper .call=${call} .pages=${this.pages} .titles=${this.titles}></console-shopper>` : nothing}
        </div>
        <p class="only-read" role="status">${unread > 0 ? texts.chat_new(unread) : nothing}</p>
      </div>
    `;
  }

  private tabButton(tab: Tab, count: number) {
    const name = { bag: texts.tab_bag, chat: texts.tab_chat, shopper: texts.tab_shopper }[tab];
    const on = this.tab === tab;
    return html`<button role="tab" id=${`tab-${tab}`} aria-selected=${on} aria-controls="panel" tabindex=${on ? 0 : -1} @click=${() => (this.tab = tab)}>
      ${name}${count > 0 ? html`<span class="count ${tab === "chat" ? "new" : ""}">${count}</span>` : nothing}</button>`;
  }

  private arrows = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    this.tab = TABS[(TABS.indexOf(this.tab) + by + TABS.length) % TABS.length] ?? "bag";
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  };
}
