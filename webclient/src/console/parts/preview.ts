/** The associate's own picture before a call: mirrored, with a word on the light and the microphone's level; or what is missing and the way back. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { DevicesState } from "../../net/devices.js";
import { EverySecond } from "../every_second.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import { base, buttons, states } from "../styles.js";
import { judgeLight, type Light } from "../view/light.js";
import { deviceSentence } from "../view/sentences.js";
import { want } from "../want.js";
import type { CoshopPicture } from "../../ui/picture.js";
import "../../ui/picture.js";

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
  @state() private light: Light = "good";
  @query("coshop-picture") private picture!: CoshopPicture | null;

  protected readonly second = new EverySecond(this);
  private readonly canvas = document.createElement("canvas");

  static override styles = [
    base,
    buttons,
    states,
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
      .level {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      svg.bar {
        flex: 1;
        width: auto;
        height: 8px;
        stroke: none;
        fill: var(--line);
      }
      .bar .on {
        fill: var(--accent);
      }
      .problem {
        display: grid;
        gap: 8px;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      .problem .button {
        justify-self: start;
      }
    `,
  ];

  override willUpdate(): void {
    this.look();
  }

  override render() {
    const { devices } = this;
    const sees = this.own !== null && devices?.tracks.video !== null;
    const problem = devices ? deviceSentence(devices.microphone_problem, devices.camera_problem, texts) : null;
    const waiting = !this.asked ? texts.camera_preview_off : devices?.opening ? texts.camera_opening : "";
    return html`
      <figure>
        ${sees
          ? html`<coshop-picture muted mirrored .stream=${this.own} label=${texts.your_preview}></coshop-picture>`
          : html`<div class="none">${icons.camera_off}<p>${problem ? texts.camera_off_now : waiting}</p></div>`}
      </figure>
      ${sees && !problem ? html`<p class="small ${this.light === "good" ? "muted" : ""}" role="status">${lightWord(this.light)}</p>` : nothing}
      ${devices?.tracks.audio
        ? html`<div class="level" role="img" aria-label=${texts.sound_level}>${icons.microphone}<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"><rect width="100" height="8" rx="4"/><rect class="on" width=${Math.round(Math.min(1, this.level * 3) * 100)} height="8" rx="4"/></svg></div>`
        : nothing}
      ${problem && this.asked
        ? html`<div class="problem" role="status">
            <p class="refused">${icons.warn}<span>${problem.sentence}</span></p>
            ${problem.denied ? html`<p class="small muted">${texts.device_way_back}</p>` : nothing}
            <button class="button" @click=${() => want(this, { do: "devices_again" })}>${texts.device_retry}</button>
          </div>`
        : nothing}
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
