/** One found product: picture, price, stock, [Show], [Add], and the choice of a variant beneath. What came of a tap is said here. */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ShownItem } from "../../core/paint.js";
import type { ProductView, Refusal, VariantView } from "../../protocol/index.js";
import { money } from "../../core/words.js";
import { icons } from "../icons.js";
import { language, texts } from "../speech.js";
import { base, buttons, states } from "../styles.js";
import { choose, chosenVariant, firstChoice, optionRows, plainVariant, soldOut, stockCount, type Chosen } from "../view/choice.js";
import type { LedgerRow } from "../view/ledger.js";
import { priceWords } from "../view/price.js";
import { changeOutcome, refusalSentence } from "../view/sentences.js";
import { want } from "../want.js";
import { productStyles } from "./product_styles.js";
import "./quantity.js";
import { pictureOf } from "./ring.js";

@customElement("console-product")
export class Product extends LitElement {
  @property({ attribute: false }) product!: ProductView;
  @property({ attribute: false }) shown: ShownItem | null = null;
  /** The newest change of the bag that this product was in, asked from this side. */
  @property({ attribute: false }) change: LedgerRow | null = null;
  /** Why showing it was refused. */
  @property({ attribute: false }) refusal: Refusal | null = null;
  /** The variant the shopper has open, as a start for the choice. */
  @property() variantId = "";
  @property({ type: Boolean, reflect: true }) current = false;
  @property({ type: Boolean, reflect: true }) open = false;
  @state() private chosen: Chosen = {};
  @state() private quantity = 1;
  /** Something was picked here: from then on the shopper's own choice moves nothing in this row. */
  private picked = false;

  static override styles = [base, buttons, states, productStyles, css``];

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("product");
    const other = before !== undefined && before.product_id !== this.product.product_id;
    if (other) {
      this.picked = false;
      this.quantity = 1;
    }
    if ((changed.has("product") || changed.has("variantId")) && !this.picked) this.chosen = firstChoice(this.product, this.variantId);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("open") && this.open) this.scrollIntoView({ block: "nearest" });
  }

  /** What Enter does. */
  show(): void {
    want(this, { do: "show", product_id: this.product.product_id, variant_id: this.variant()?.variant_id ?? "" });
  }

  /** What Shift+Enter and [Add] do: add what is clear, else ask which one. */
  add(): void {
    const variant = this.open ? this.variant() : plainVariant(this.product);
    if (!variant) {
      this.open = true;
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".chip:not(.gone)")?.focus());
      return;
    }
    if (!variant.in_stock) {
      this.open = true;
      return;
    }
    want(this, { do: "add", product_id: this.product.product_id, variant_id: variant.variant_id, quantity: this.quantity });
    this.quantity = 1;
  }

  override render() {
    const { product } = this;
    const stock = stockCount(product);
    const picture = pictureOf(product, this.variant()?.variant_id);
    const stockWord =
      stock.in_stock === 0 ? texts.sold_out : stock.in_stock === stock.of ? texts.in_stock : texts.some_sold_out(stock.of - stock.in_stock);
    return html`
      <article aria-label=${product.title} @pointerenter=${this.hint} @focusin=${this.hint}>
        <button class="open" aria-expanded=${this.open} aria-label=${`${texts.choose}: ${product.title}`} @click=${this.toggle}>
          ${picture === "" ? html`<span class="picture"></span>` : html`<img class="picture" src=${picture} alt="" loading="lazy" referrerpolicy="no-referrer" />`}
        </button>
        <h3 class="one-line" title=${product.title} @click=${this.toggle}>${product.title}</h3>
        <p class="price" @click=${this.toggle}>${priceWords(product, language)}<br /><span class="muted small">${stockWord}</span></p>
        <div class="acts">
          <button class="button show ${this.shown?.pending ? "pending" : ""}" @click=${() => this.show()} aria-label=${`${texts.show}: ${product.title}`}>
            ${this.shown === null ? texts.show : this.shown.pending ? texts.showing : html`${icons.check}<span>${texts.show}</span>`}
          </button>
          ${this.open
            ? nothing
            : html`<button class="button" aria-label=${`${texts.add}: ${product.title}`} ?disabled=${stock.in_stock === 0} @click=${() => this.add()}>${texts.add}</button>`}
        </div>
        ${this.outcome()} ${this.open ? this.choice() : nothing}
      </article>
    `;
  }

  private choice() {
    const variant = this.variant();
    return html`
      <div class="choice">
        ${optionRows(this.product, this.chosen).map(
          (row) => html`<fieldset><legend>${row.name}</legend><div class="chips">
            ${row.chips.map(
              (chip) => html`<button class="chip ${chip.exists && chip.in_stock ? "" : "gone"}" aria-pressed=${chip.chosen}
                aria-label=${chip.exists && chip.in_stock ? chip.value : texts.option_gone(chip.value)}
                @click=${() => this.pick(row.name, chip.value)}>${chip.value}</button>`,
            )}</div></fieldset>`,
        )}
        <div class="last">
          ${variant && !variant.in_stock ? html`<p class="refused" role="status">${icons.warn}<span>${this.soldOutWords(variant)}</span></p>` : nothing}
          <console-quantity .value=${this.quantity} @quantity=${(e: CustomEvent<number>) => this.count(e.detail)}></console-quantity>
          ${variant ? html`<span class="strong">${money(variant.price_minor, variant.currency, language)}</span>` : nothing}
          <button class="button main" ?disabled=${!variant?.in_stock} title=${variant ? "" : texts.choose_first} @click=${() => this.add()}>${texts.add}</button>
        </div>
      </div>
    `;
  }

  private outcome() {
    const { change, refusal } = this;
    if (refusal) return html`<p class="outcome refused" role="status">${icons.warn}<span>${refusalSentence(refusal, texts)}</span></p>`;
    if (!change || change.state === "undone") return nothing;
    if (change.state === "pending") return html`<p class="outcome small"><span class="pending word">${texts.add}: ${texts.change_pending}</span></p>`;
    const { sentence, good } = changeOutcome(change, texts);
    return good
      ? html`<p class="outcome small settled">${icons.check}<span>${texts.in_bag(change.applied_quantity)}</span></p>`
      : html`<p class="outcome refused small" role="status">${icons.warn}<span>${sentence}</span></p>`;
  }

  private soldOutWords(variant: VariantView): string {
    const { option, others } = soldOut(this.product, variant);
    const few = new Intl.ListFormat(language, { type: "disjunction" }).format(others.slice(0, 3));
    return others.length === 0 ? texts.sold_out_in(option) : texts.sold_out_try(option, few);
  }

  private variant(): VariantView | null {
    return chosenVariant(this.product, this.chosen);
  }

  private pick(name: string, value: string): void {
    this.picked = true;
    this.chosen = choose(this.product, this.chosen, name, value);
    this.hint();
  }

  private count(quantity: number): void {
    this.picked = true;
    this.quantity = quantity;
  }

  private toggle = (): void => {
    this.open = !this.open;
  };

  private hint = (): void => {
    want(this, { do: "hint", product_id: this.product.product_id, variant_id: this.variant()?.variant_id ?? "" });
  };
}
