/** The associate's own picture before a call: mirrored, with a word on the light and the microphone's level; or what is missing and the way back. */

import { LitElement, css, html, nothing, svg, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { DevicesState } from "../../net/devices.js";
import { EverySecond } from "../every_second.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import { base } from "../styles.js";
import { judgeLight, type Light } from "../view/light.js";
import { deviceTrouble } from "../view/sentences.js";
import type { CoshopPicture } from "../../ui/picture.js";
import "../../ui/picture.js";
import "./device_trouble.js";

const WIDTH = 32;
const HEIGHT = 24;

@customElement("console-preview")
export class Preview extends LitElement {
  @property({ attribute: false }) own: MediaStream | null = null;
  @property({ attribute: false }) devices: DevicesState | null = null;
  /** The microphone's loudness, 0 to 1. */
  @property({ type: Number }) level = 0;
  /** Devices have been asked for (the associate is or was available). */
  @property({ type: Boolean }) asked = false;
  /** Null until a picture has been looked at. */
  @state() private light: Light | null = null;
  @query("coshop-picture") private picture!: CoshopPicture | null;

  protected readonly second = new EverySecond(this);
  private readonly canvas = document.createElement("canvas");

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      figure {
        position: relative;
        aspect-ratio: 4 / 3;
        border-radius: 12px;
        overflow: hidden;
        background: var(--stage);
        color: #fafaf8;
        display: grid;
        place-items: center;
        text-align: center;
      }
      coshop-picture {
        position: absolute;
        inset: 0;
      }
      .none {
        display: grid;
        gap: 8px;
        justify-items: center;
        padding: 16px;
      }
      .light {
        min-height: 1lh; /* what is beneath stays where it is when the word comes */
      }
      .level {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      svg.bar {
        flex: 1;
        width: auto;
        height: 8px;
      }
      .bar path {
        stroke: var(--line);
        stroke-width: 8;
        vector-effect: non-scaling-stroke;
      }
      .bar .on {
        stroke: var(--accent);
      }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("own")) this.light = null;
    else this.look();
  }

  override render() {
    const { devices } = this;
    const sees = this.own !== null && devices?.tracks.video !== null;
    const problem = devices ? deviceTrouble(devices, { microphone: true, camera: true }, texts) : null;
    const loud = Math.round(Math.min(1, this.level * 3) * 100);
    const waiting = !this.asked ? texts.camera_preview_off : devices?.opening ? texts.camera_opening : "";
    return html`
      <figure>
        ${sees
          ? html`<coshop-picture muted mirrored .stream=${this.own} label=${texts.your_preview}></coshop-picture>`
          : html`<div class="none">${icons.camera_off}<p>${problem ? texts.camera_off_now : waiting}</p></div>`}
      </figure>
      ${sees && !problem ? html`<p class="light small ${this.light === "good" ? "muted" : ""}" role="status">${this.light === null ? nothing : lightWord(this.light)}</p>` : nothing}
      ${devices?.tracks.audio
        ? html`<div class="level" role="img" aria-label=${texts.sound_level}>${icons.microphone}<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"><path d="M2 4H98"/>${loud > 0 ? svg`<path class="on" d=${`M2 4H${2 + 0.96 * loud}`} />` : nothing}</svg></div>`
        : nothing}
      ${problem && this.asked ? html`<console-device-trouble .trouble=${problem} ?opening=${devices?.opening === true}></console-device-trouble>` : nothing}
    `;
  }

  /** Look at a tiny copy of the picture once a second. */
  private look(): void {
    const video = this.picture?.video;
    if (!video || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    this.canvas.width = WIDTH;
    this.canvas.height = HEIGHT;
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) return;
    context.drawImage(video, 0, 0, WIDTH, HEIGHT);
    this.light = judgeLight(context.getImageData(0, 0, WIDTH, HEIGHT).data, WIDTH, HEIGHT);
  }
}

function lightWord(light: Light): string {
  switch (light) {
    case "dark":
      return texts.light_dark;
    case "bright":
      return texts.light_bright;
    case "good":
      return `${texts.light_good}. ${texts.mirror_sees}`;
  }
}
