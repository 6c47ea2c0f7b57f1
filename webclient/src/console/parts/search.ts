/**
 * Search as one types: a short pause, older questions are dropped, Enter shows the first hit, Shift+Enter adds it, arrows move.
 * Enter pressed before the answer has come counts for the answer. It ranks nothing.
 */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import type { ShownItem } from "../../core/paint.js";
import { LIMITS, type ProductView, type Refusal } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import { base, buttons, fields } from "../styles.js";
import type { LedgerRow } from "../view/ledger.js";
import { EMPTY_SEARCH, found, meant, moved, needsRoom, notFound, typed, type Search } from "../view/search_cursor.js";
import { want } from "../want.js";
import "./product.js";
import type { Product } from "./product.js";

const PAUSE_MS = 60;

@customElement("console-search")
export class SearchPanel extends LitElement {
  /** Asks the catalogue. Rejects when aborted or unanswered. */
  @property({ attribute: false }) search!: (query: string, signal: AbortSignal) => Promise<readonly ProductView[]>;
  @property({ attribute: false }) shown: readonly ShownItem[] = [];
  /** By product id, the newest change of the bag asked from this side. */
  @property({ attribute: false }) changes: ReadonlyMap<string, LedgerRow> = new Map();
  @property({ attribute: false }) refusals: ReadonlyMap<string, Refusal> = new Map();
  /** The product of the shopper's page: what one has at hand before anything is searched. */
  @property({ attribute: false }) here: ProductView | null = null;
  /** The variant on the shopper's page. */
  @property() variantId = "";
  @state() private at: Search = EMPTY_SEARCH;
  @query("input") private field!: HTMLInputElement;

  private pause: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | null = null;
  private then: "show" | "add" | null = null;

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        gap: 8px;
        min-height: 0;
      }
      .field {
        position: relative;
      }
      .field > svg {
        position: absolute;
        left: 12px;
        top: 12px;
        color: var(--muted);
        pointer-events: none;
      }
      input {
        padding-left: 44px;
        padding-right: 52px;
      }
      input::-webkit-search-cancel-button {
        display: none;
      }
      .clear {
        position: absolute;
        right: 0;
        top: 0;
      }
      .hits {
        overflow-y: auto;
        overscroll-behavior: contain;
        min-height: 0;
        display: grid;
        gap: 4px;
        align-content: start;
        scrollbar-width: thin;
      }
      .hint {
        padding: 4px 2px;
      }
      @media (hover: none) {
        .keys {
          display: none;
        }
      }
    `,
  ];

  /** Put the cursor into the field, once it is there. */
  async focusField(): Promise<void> {
    await this.updateComplete;
    this.field.focus({ preventScroll: true });
  }

  /** Ask for this at once, as if typed. */
  ask(text: string): void {
    this.field.value = text;
    this.at = typed(this.at, text.slice(0, LIMITS.SEARCH_MAX_CHARS));
    void this.run();
  }

  /** Says whether rows want room, so that whoever lays this out can make it. */
  override updated(changed: PropertyValues): void {
    if (changed.has("at")) this.dispatchEvent(new CustomEvent("searching", { detail: needsRoom(this.at) }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
    this.asking?.abort();
  }

  override render() {
    const { at } = this;
    const none = at.answered !== "" && at.products.length === 0 && at.answered === at.query.trim();
    return html`
      <div class="field" role="search">
        ${icons.search}
        <input type="search" aria-label=${texts.search} placeholder=${texts.search} autocomplete="off" autocapitalize="none"
          spellcheck="false" enterkeyhint="go" maxlength=${LIMITS.SEARCH_MAX_CHARS} aria-describedby="keys"
          @input=${this.typing} @keydown=${this.key} />
        ${at.query === ""
          ? nothing
          : html`<button class="button quiet square clear" aria-label=${texts.search_clear} @click=${this.clear}>${icons.close}</button>`}
      </div>
      <div class="hits" @keydown=${this.key}>
        ${at.query.trim() === ""
          ? html`<p class="hint muted small">${this.here ? texts.their_page : html`${texts.search_hint}<span class="keys"> · ${texts.search_keys}</span>`}</p>
              ${this.here ? keyed(this.here.product_id, this.product(this.here, false)) : nothing}`
          : nothing}
        ${at.failed ? html`<p class="hint" role="alert">${texts.search_failed} <button class="button" @click=${() => void this.run()}>${texts.try_again}</button></p>` : nothing}
        ${none ? html`<p class="hint">${texts.search_none(at.answered)}</p>` : nothing}
        ${repeat(
          at.products,
          (product) => product.product_id,
          (product, index) => this.product(product, index === at.cursor),
        )}
      </div>
      <p class="only-read" role="status">${at.answered === "" ? nothing : texts.search_results(at.products.length)}</p>
      <p class="only-read" id="keys">${texts.search_keys}</p>
    `;
  }

  private product(product: ProductView, current: boolean) {
    const { product_id } = product;
    return html`<console-product .product=${product} ?current=${current} .shown=${this.shown.find((s) => s.product_id === product_id) ?? null}
      .change=${this.changes.get(product_id) ?? null} .refusal=${this.refusals.get(product_id) ?? null} .variantId=${this.variantId}></console-product>`;
  }

  private typing = (): void => {
    this.at = typed(this.at, this.field.value);
    this.then = null;
    clearTimeout(this.pause);
    this.asking?.abort();
    if (this.field.value.trim() !== "") this.pause = setTimeout(() => void this.run(), PAUSE_MS);
  };

  private async run(): Promise<void> {
    clearTimeout(this.pause);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const text = this.at.query.trim();
    if (text === "") return;
    try {
      const products = await this.search(text, asking.signal);
      if (asking.signal.aborted) return;
      this.at = found(this.at, text, products);
    } catch {
      if (!asking.signal.aborted) this.at = notFound(this.at, text);
      return;
    }
    const first = meant(this.at);
    if (first) want(this, { do: "hint", product_id: first.product_id, variant_id: "" });
    if (this.then !== null) {
      await this.updateComplete;
      this.act(this.then);
    }
  }

  private key = (event: KeyboardEvent): void => {
    const inField = event.composedPath()[0] === this.field;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.at = moved(this.at, event.key === "ArrowDown" ? 1 : -1);
      const product = this.at.products[this.at.cursor];
      if (product) want(this, { do: "hint", product_id: product.product_id, variant_id: "" });
      this.field.focus();
      void this.updateComplete.then(() => this.row(this.at.cursor)?.scrollIntoView({ block: "nearest" }));
    } else if (event.key === "Enter" && inField && !event.repeat && !event.isComposing) {
      event.preventDefault();
      const act = event.shiftKey ? "add" : "show";
      if (meant(this.at) !== null) this.act(act);
      else if (this.at.query.trim() !== "" && this.at.answered !== this.at.query.trim()) {
        this.then = act;
        void this.run();
      }
    } else if (event.key === "Escape" && inField) this.clear();
  };

  private act(what: "show" | "add"): void {
    this.then = null;
    const row = this.row(Math.max(0, this.at.cursor));
    if (what === "show") row?.show();
    else row?.add();
  }

  private row(index: number): Product | undefined {
    return [...this.renderRoot.querySelectorAll("console-product")][index];
  }

  private clear = (): void => {
    this.field.value = "";
    this.typing();
    this.field.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "console-product": Product;
    "console-search": SearchPanel;
  }
}
