/** The round controls under the picture. Each says what it will do; only End is red. It switches nothing itself. */

import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { CallMode } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { want } from "../want.js";

/** A camera, microphone or speaker that can be picked. */
export interface Device {
  readonly kind: "microphone" | "camera" | "speaker";
  readonly device_id: string;
  readonly label: string;
  readonly used: boolean;
}

@customElement("console-controls")
export class Controls extends LitElement {
  @property({ type: Boolean }) microphone = false;
  @property({ type: Boolean }) camera = false;
  @property({ type: Boolean }) sharing = false;
  @property({ type: Boolean }) mayShare = false;
  /** The shopper may be asked whether the call is recorded. */
  @property({ type: Boolean }) mayAsk = false;
  @property() mode: CallMode = "video";
  @property({ attribute: false }) devices: readonly Device[] = [];
  @state() private more = false;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        position: relative;
      }
      [role="group"] {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .round {
        width: 56px;
        height: 56px;
        border-radius: 28px;
        padding: 0;
      }
      @media (orientation: landscape) and (max-height: 480px) {
        .round {
          width: 48px;
          height: 48px;
        }
        [role="group"] {
          gap: 8px;
        }
      }
      .round.off {
        background: var(--ink);
        color: var(--paper);
        border-color: var(--ink);
      }
      .end {
        margin-left: auto;
        width: auto;
        padding: 0 24px;
      }
      .panel {
        position: absolute;
        z-index: 6;
        bottom: calc(100% + 8px);
        left: 0;
        max-width: min(420px, 100%);
        max-height: calc(100dvh - 112px);
        overflow: auto;
        padding: 12px;
        display: grid;
        gap: 4px;
        color: var(--ink);
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: 12px;
        box-shadow: var(--shadow);
      }
      .panel h3 {
        padding: 8px 12px 0;
      }
      .panel .button {
        justify-content: flex-start;
        white-space: normal;
        text-align: left;
      }
      .tick {
        width: 24px;
        flex: none;
      }
      /* There the controls are in the middle, and what would stick out on top could not be scrolled to. */
      @media (orientation: portrait), (max-width: 899px) {
        .panel {
          max-height: calc(54dvh - 96px);
        }
      }
      @media (max-width: 599px) {
        .panel {
          position: fixed;
          inset: auto 8px 8px;
          max-width: none;
          max-height: 48vh; /* the button that closes it stays in sight */
        }
      }
      @media (max-width: 480px) {
        [role="group"] {
          gap: 8px;
        }
        .round {
          width: 48px;
          height: 48px;
        }
        .end {
          width: 64px;
          padding: 0;
        }
        .end span {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const cameras = this.devices.filter((d) => d.kind === "camera");
    return html`
      ${this.more ? this.morePanel() : nothing}
      <div role="group" aria-label=${texts.call} @keydown=${this.escape}>
        ${this.mode !== "text"
          ? html`
              ${this.round(this.microphone ? icons.microphone : icons.microphone_off, this.microphone ? texts.microphone_off : texts.microphone_on,
                () => want(this, { do: "microphone", on: !this.microphone }), !this.microphone)}
              ${this.mode !== "video" ? nothing : this.round(this.camera ? icons.camera : icons.camera_off, this.camera ? texts.camera_off : texts.camera_on,
                () => want(this, { do: "camera", on: !this.camera }), !this.camera)}
              ${cameras.length > 1 && this.mode === "video" && !this.sharing ? this.round(icons.flip, texts.camera_flip, () => want(this, { do: "flip" })) : nothing}
              ${this.mayShare && this.mode === "video"
                ? this.round(icons.screen, this.sharing ? texts.screen_stop : texts.screen_share,
                    () => want(this, { do: this.sharing ? "share_stop" : "share" }), this.sharing)
                : nothing}
            `
          : nothing}
        <button class="button round" aria-label=${texts.more} title=${texts.more} aria-expanded=${this.more}
          @click=${() => (this.more = !this.more)}>${icons.more}</button>
        <button class="button round stop end" aria-label=${texts.end} @click=${() => want(this, { do: "end" })}>
          ${icons.end}<span>${texts.end}</span>
        </button>
      </div>
    `;
  }

  private round(sign: TemplateResult, name: string, act: () => void, off = false) {
    return html`<button class="button round ${off ? "off" : ""}" aria-label=${name} title=${name} @click=${act}>${sign}</button>`;
  }

  private morePanel() {
    return html`
      <div class="panel" @keydown=${this.escape}>
        ${this.mayAsk
          ? html`<button class="button quiet" @click=${() => this.pick(() => want(this, { do: "record" }))}>${icons.record}${texts.record_ask}</button>`
          : nothing}
        <button class="button quiet" @click=${() => this.pick(() => want(this, { do: "full_screen" }))}>${icons.large}${texts.more_full_screen}</button>
        ${this.deviceList("microphone", texts.more_microphones)} ${this.deviceList("camera", texts.more_cameras)}
        ${this.deviceList("speaker", texts.more_speakers)}
      </div>
    `;
  }

  private deviceList(kind: Device["kind"], name: string) {
    const devices = this.devices.filter((d) => d.kind === kind);
    if (devices.length === 0 || this.mode === "text" || (kind === "camera" && this.mode !== "video")) return nothing;
    return html`<h3>${name}</h3>
      ${devices.map(
        (d, at) => html`<button class="button quiet" aria-pressed=${d.used}
          @click=${() => this.pick(() => want(this, { do: "device", kind, device_id: d.device_id }))}>
          <span class="tick">${d.used ? icons.check : nothing}</span>${d.label === "" ? texts.more_default_device(at + 1) : d.label}</button>`,
      )}`;
  }

  private pick(act: () => void): void {
    this.more = false;
    act();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pointerdown", this.elsewhere, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pointerdown", this.elsewhere, { capture: true });
  }

  private readonly elsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.more = false;
  };

  private escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.more) return;
    this.more = false;
    this.renderRoot.querySelector<HTMLElement>("[aria-expanded]")?.focus();
  };
}
