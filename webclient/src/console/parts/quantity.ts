/** One fewer, the number, one more; within 1 and the most there may be. Says `quantity` when it changes; it changes no cart. */

import { LitElement, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { LIMITS } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { stepped } from "../view/stepper.js";

@customElement("console-quantity")
export class Quantity extends LitElement {
  @property({ type: Number }) value = 1;
  /** The most: what may be put in at once, or what a line of the store's cart may hold. */
  @property({ type: Number }) max: number = LIMITS.QUANTITY_MAX;
  /** What is counted, for those who hear the page. */
  @property() name = "";

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      .button {
        border: 0;
      }
      output {
        min-width: 28px;
        text-align: center;
        font-weight: 600;
      }
    `,
  ];

  override render() {
    const of = this.name === "" ? "" : `: ${this.name}`;
    return html`
      <button class="button square quiet" aria-label=${texts.fewer + of} ?disabled=${this.value <= 1} @click=${() => this.change(-1)}>${icons.minus}</button>
      <output aria-label=${texts.quantity + of}>${this.value}</output>
      <button class="button square quiet" aria-label=${texts.more_of + of} ?disabled=${this.value >= this.max} @click=${() => this.change(1)}>${icons.plus}</button>
    `;
  }

  private change(by: 1 | -1): void {
    const detail = stepped(this.value, by, this.max);
    this.dispatchEvent(new CustomEvent("quantity", { detail }));
  }
}
