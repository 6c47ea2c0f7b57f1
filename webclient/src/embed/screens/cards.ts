/** What the associate shows, newest first: picture, variant, price, stock, Add and See it. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ShownItem } from "../../core/paint.js";
import { money } from "../../core/words.js";
import type { ProductView, VariantView } from "../../protocol/index.js";
import { icons } from "../../ui/icons.js";
import type { Panel } from "../panel.js";

export function cards(panel: Panel): TemplateResult {
  const { session } = panel;
  const shown = (session.state.screen?.shown ?? []).flatMap((item) => {
    const product = session.catalogue.get(item.product_id, !item.pending);
    // Nothing outside the store's catalogue is ever drawn; a card that is still on its way is not there yet.
    return product ? [{ item, product }] : [];
  });
  if (shown.length === 0) return html``;
  return html`<ul class="cards" aria-label=${session.texts.shows(panel.name)}>
    ${repeat(shown, ({ item }) => item.product_id, ({ item, product }) => card(panel, item, product))}
  </ul>`;
}

/** The variant on a card: what the shopper chose since it was shown, else what was shown, else the first that is there. */
export function variantOf(panel: Panel, item: ShownItem, product: ProductView): VariantView | undefined {
  const wish = panel.chosen.get(item.product_id + item.command_id) ?? item.variant_id;
  return (
    product.variants.find((each) => each.variant_id === wish) ??
    product.variants.find((each) => each.in_stock) ??
    product.variants[0]
  );
}

function card(panel: Panel, item: ShownItem, product: ProductView): TemplateResult {
  const { session } = panel;
  const { texts: t, language, state } = session;
  const variant = variantOf(panel, item, product);
  const picture = [variant?.picture_url, ...product.picture_urls].find((url) => url);
  const last = state.screen?.ledger.find((each) => each.variant_id === variant?.variant_id && each.undoes === "");
  const go = [variant?.url, product.url].find((url) => url);
  return html`<li class=${item.pending ? "card pending" : "card"} part="card" data-product-id=${item.product_id}
    data-variant-id=${variant?.variant_id ?? ""} data-command-id=${item.command_id} ?data-pending=${item.pending}>
    ${picture ? html`<img src=${picture} alt="" width="72" height="90" decoding="async" />` : html`<span class="blank"></span>`}
    <div class="about">
      <div class="top">
        <p class="strong">${product.title}</p>
        <button class="plain round tiny" aria-label=${t.put_away(product.title)} @click=${() => void session.call.commands.hide(item.product_id)}>
          ${icons.close}
        </button>
      </div>
      ${product.variants.length > 1
        ? html`<select aria-label="${t.variant}: ${product.title}" @change=${(event: Event) => panel.choose(item.product_id + item.command_id, (event.target as HTMLSelectElement).value)}>
            ${product.variants.map(
              (each) => html`<option value=${each.variant_id} ?selected=${each === variant}>${each.title}${each.in_stock ? "" : ` · ${t.sold_out}`}</option>`,
            )}
          </select>`
        : nothing}
      <p>
        ${variant ? html`<span class="strong">${money(variant.price_minor, variant.currency, language)}</span>` : nothing}
        ${variant?.in_stock === true ? html`<span class="small green">${t.in_stock}</span>` : nothing}
      </p>
      ${variant?.in_stock === false ? html`<p class="small" data-sold-out>${soldOut(panel, product, variant)}</p>` : nothing}
      <div class="row">
        ${variant?.in_stock === true
          ? html`<button class="primary" aria-label=${t.add_named(product.title)}
              @click=${() => void session.call.commands.add(variant.variant_id, 1, product.product_id)}>${t.add}</button>`
          : nothing}
        ${go ? html`<button aria-label=${t.see_named(product.title)} @click=${() => panel.go(go)}>${t.see}</button>` : nothing}
      </div>
      ${last && panel.later?.ledger.outcome(last)}
    </div>
  </li>`;
}

/** "Sold out in M. The shop has L.": named by the one option in which a variant that is there differs. */
function soldOut(panel: Panel, product: ProductView, variant: VariantView): string {
  const { texts: t, language } = panel.session;
  for (const option of Object.keys(variant.options).reverse()) {
    const others = product.variants
      .filter((each) => each.in_stock && differsOnlyIn(each, variant, option))
      .map((each) => each.options[option] ?? "");
    if (others.length === 0) continue;
    const list = new Intl.ListFormat(language, { type: "conjunction" }).format(others.slice(0, 4));
    return t.sold_out_has(variant.options[option] ?? "", list);
  }
  return t.sold_out;
}

function differsOnlyIn(one: VariantView, other: VariantView, option: string): boolean {
  const names = new Set([...Object.keys(one.options), ...Object.keys(other.options)]);
  return [...names].every((name) => (one.options[name] === other.options[name]) !== (name === option));
}
