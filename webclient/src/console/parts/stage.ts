/** The shopper's picture, one's own in its corner, and what is to be known about both. It decides nothing. */

import { LitElement, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Bars } from "../../core/quality.js";
import type { Call } from "../../protocol/index.js";
import { duration } from "../../core/words.js";
import { EverySecond } from "../every_second.js";
import { icons } from "../icons.js";
import { playThere } from "../loudspeaker.js";
import { mark } from "../../ui/marks.js";
import { texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { secondsLeft } from "../view/clock.js";
import { shopperNow, type Hears, type ShopperNow } from "../view/shopper_now.js";
import { want } from "../want.js";
import { stageStyles } from "./stage_styles.js";
import type { CoshopPicture } from "../../ui/picture.js";
import "../../ui/picture.js";

/** The first look at the connection takes this long. */
const UNMEASURED_MS = 6_000;
/** What is said for a moment only: where the room is small it stands alone, so that nothing moves when it comes and goes. */
const PASSING: Partial<Record<ShopperNow["kind"], true>> = { changing_page: true, page_away: true, coming_back: true, picture_coming: true };

@customElement("console-stage")
export class Stage extends LitElement {
  @property({ attribute: false }) call!: Call;
  @property({ attribute: false }) remote: MediaStream | null = null;
  @property({ attribute: false }) own: MediaStream | null = null;
  @property({ type: Boolean }) ownCamera = false;
  @property({ type: Boolean }) mirrored = true;
  @property({ type: Number }) bars: Bars = 0;
  @property() hears: Hears = "not_yet";
  @property() speaker = "";
  @property({ type: Number }) aheadMs = 0;
  @query("#shopper") private shopper!: CoshopPicture | null;
  /** The stream whose first frame is on the screen. */
  @state() private framed: MediaStream | null = null;

  protected readonly second = new EverySecond(this);

  static override styles = [base, buttons, stageStyles];

  override updated(): void {
    playThere(this.shopper?.sound, this.speaker);
  }

  override render() {
    const now = shopperNow(this.call, this.framed === this.remote && this.remote !== null, Date.now() + this.aheadMs);
    const waits = this.call.shopper.lost_at_ms > 0;
    const live = this.call.phase.phase === "live" ? this.call.phase : null;
    const words = this.words(now);
    const lasted_ms = live ? Date.now() + this.aheadMs - live.accepted_at_ms : 0;
    return html`
      <coshop-picture id="shopper" .stream=${this.remote} label=${texts.shopper_picture} ?held=${waits}
        @first-frame=${this.firstFrame} @needs-tap=${() => this.requestUpdate()}
        class=${now.kind === "camera_off" || this.call.mode !== "video" ? "unseen-picture" : ""}></coshop-picture>
      ${words === "" ? nothing : html`<div class="words ${now.kind in PASSING ? "passing" : ""}">${this.sign(now)}<p>${words}</p></div>`}
      <p class="only-read" role="status">${words === "" ? texts.shopper_here : words}</p>
      ${this.call.mode === "text"
        ? nothing
        : this.ownCamera && this.own
          ? html`<coshop-picture id="you" muted ?mirrored=${this.mirrored} .stream=${this.own} label=${texts.your_preview}></coshop-picture>`
          : html`<div class="you-off" role="img" aria-label=${texts.camera_off}>${icons.camera_off}</div>`}
      <div class="facts">
        ${this.call.kind === "rehearsal" ? html`<span class="fact rehearsal">${texts.rehearsal}</span>` : nothing}
        ${live ? html`<span class="fact" role="timer" aria-label=${texts.call_time}>${duration(lasted_ms)}</span>` : nothing}
        ${this.call.mode === "text" || (this.bars === 0 && lasted_ms < UNMEASURED_MS) ? nothing : this.qualityFact()}
        ${this.call.mode === "text" ? nothing : html`<span class="fact">${this.hearsSign()}${hearsWord(this.hears)}</span>`}
        ${!this.call.shopper.microphone && this.call.mode !== "text"
          ? html`<span class="fact">${icons.microphone_off}${texts.shopper_muted}</span>`
          : nothing}
        ${this.shopper?.needs_tap
          ? html`<button class="button sound" @click=${this.unlock}>${icons.sound}${texts.sound_unblock}</button>`
          : nothing}
      </div>
    `;
  }

  private qualityFact() {
    const word = [texts.quality_none, texts.quality_weak, texts.quality_fair, texts.quality_good][this.bars] ?? "";
    return html`<span class="fact"><span class="bars" aria-hidden="true">
        ${[1, 2, 3].map((n) => html`<i class=${n <= this.bars ? "on" : ""}></i>`)}</span><span class="quality">${word}</span></span>`;
  }

  private hearsSign() {
    if (this.hears === "yes") return icons.check;
    return this.hears === "text_only" ? icons.chat : icons.microphone_off;
  }

  private sign(now: ShopperNow) {
    switch (now.kind) {
      case "camera_off":
        return icons.camera_off;
      case "voice_only":
        return icons.microphone;
      case "text_only":
        return icons.chat;
      default:
        return nothing;
    }
  }

  private words(now: ShopperNow): string {
    const name = this.call.shopper.name === "" ? texts.shopper : this.call.shopper.name;
    switch (now.kind) {
      case "here":
        return "";
      case "changing_page":
        return texts.shopper_changing_page;
      case "page_away":
        return `${texts.shopper_page_away} ${texts.shopper_lost_for(secondsLeft(now.deadline_ms, Date.now() + this.aheadMs))}`;
      case "coming_back": {
        const left = secondsLeft(now.deadline_ms, Date.now() + this.aheadMs);
        return `${texts.shopper_coming_back(name)}${left < 45 ? ` ${texts.shopper_lost_for(left)}` : ""}`;
      }
      case "text_only":
        return texts.shopper_text_only;
      case "voice_only":
        return texts.shopper_voice_only;
      case "camera_off":
        return this.hears === "yes" && this.call.shopper.microphone ? texts.shopper_camera_off_hear : texts.shopper_camera_off;
      case "picture_coming":
        return texts.picture_coming;
    }
  }

  private unlock = (): void => {
    void this.shopper?.hear();
    want(this, { do: "sound_on" });
  };

  private firstFrame = (): void => {
    mark("first_frame");
    mark(`first_frame:${this.call.call_id}`);
    this.framed = this.remote;
  };
}

function hearsWord(hears: Hears): string {
  switch (hears) {
    case "yes":
      return texts.hears_you;
    case "muted":
      return texts.hears_not_muted;
    case "not_yet":
      return texts.hears_not_yet;
    case "silent":
      return texts.hears_silent;
    case "text_only":
      return texts.hears_text;
  }
}
