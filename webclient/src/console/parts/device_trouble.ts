/** What is missing of one's own microphone and camera, what it means for the shopper, and the way back. It opens nothing itself. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import { base, buttons, states } from "../styles.js";
import type { DeviceTrouble as Trouble } from "../view/sentences.js";
import { want } from "../want.js";

@customElement("console-device-trouble")
export class DeviceTrouble extends LitElement {
  @property({ attribute: false }) trouble: Trouble | null = null;
  /** The devices are being opened once more. */
  @property({ type: Boolean }) opening = false;

  static override styles = [
    base,
    buttons,
    states,
    css`
      :host {
        display: block;
      }
      .box {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--raised);
      }
      .words {
        flex: 1 1 220px;
        display: grid;
        gap: 4px;
      }
    `,
  ];

  override render() {
    const { trouble } = this;
    return html`<div role="status">
      ${trouble === null
        ? nothing
        : html`<div class="box">
            <div class="words">
              <p class="refused">${icons.warn}<span>${trouble.sentence}</span></p>
              ${trouble.way_back === "" ? nothing : html`<p class="small muted">${trouble.way_back}</p>`}
            </div>
            <button class="button" ?disabled=${this.opening} @click=${() => want(this, { do: "devices_again" })}>${texts.device_retry}</button>
          </div>`}
    </div>`;
  }
}
