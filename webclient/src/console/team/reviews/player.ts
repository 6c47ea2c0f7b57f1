/**
 * Plays the pictures and sounds of a recording in step with its timeline: one clock, and each person's file is kept to it. Paused parts are
 * skipped. It fetches nothing but the files, and says where it stands with `position` events.
 */

import { LitElement, html, nothing, svg, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { duration } from "../../../core/words.js";
import type { RecordingView, Side, TimelineMark } from "../../../protocol/index.js";
import { icons } from "../../icons.js";
import { base, buttons } from "../../styles.js";
import { playerStyle } from "./player_style.js";
import { beginning, fileAt, interruptions, onward, pauseEnd, pictureMissing, playable, type Spans } from "./tape.js";
import { texts } from "./words.js";

const STEP_MS = 100;
/** A picture that is further off than this is put where the clock stands. */
const ADRIFT_S = 0.35;
const SIDES: readonly Side[] = ["shopper", "associate"];

@customElement("console-review-player")
export class Player extends LitElement {
  @property({ attribute: false }) recording!: RecordingView;
  @property({ attribute: false }) pauses: Spans = [];
  @property({ attribute: false }) marks: readonly TimelineMark[] = [];
  @property({ type: Number }) length_ms = 0;
  @state() private at_ms = 0;
  @state() private playing = false;
  /** A file is not there yet. */
  @state() private waiting = false;
  /** Addresses of files that would not play. */
  @state() private broken = new Set<string>();
  private last_ms = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [base, buttons, playerStyle];

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.key);
    this.timer = setInterval(() => this.step(), STEP_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    for (const video of this.renderRoot.querySelectorAll("video")) video.removeAttribute("src");
  }

  override firstUpdated(): void {
    this.seek(beginning(this.recording.files));
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("at_ms")) this.dispatchEvent(new CustomEvent("position", { detail: this.at_ms }));
  }

  /** Go to a moment of the timeline; out of a pause, to its end. */
  seek(at_ms: number): void {
    this.at_ms = onward(Math.max(0, at_ms), 0, this.pauses, this.end_ms);
    this.step();
  }

  /** Where a recorder was lost. */
  private get interrupted(): Spans {
    return interruptions(this.recording.files);
  }

  private get end_ms(): number {
    return playable(this.recording.files, this.length_ms);
  }

  private toggle(): void {
    if (!this.playing && this.at_ms >= this.end_ms) this.at_ms = 0;
    this.playing = !this.playing;
    this.step();
  }

  /** The clock goes on unless a file is still to come; then every file is brought to where it stands. */
  private step(): void {
    const now_ms = performance.now();
    const passed_ms = Math.min(now_ms - this.last_ms, 1_500); // a hidden page's clock is slow
    this.last_ms = now_ms;
    const screens = SIDES.flatMap((side) => {
      const video = this.renderRoot.querySelector<HTMLVideoElement>(`#${side}`);
      const file = fileAt(this.recording.files, side, this.at_ms);
      return video ? [{ video, file: file !== null && this.broken.has(file.url) ? null : file }] : [];
    });
    this.waiting = screens.some(({ video, file }) => file !== null && !video.ended && (video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA));
    if (this.playing && !this.waiting) {
      this.at_ms = onward(this.at_ms, passed_ms, this.pauses, this.end_ms);
      if (this.at_ms >= this.end_ms) this.playing = false;
    }
    for (const { video, file } of screens) {
      if (file === null) {
        video.pause();
        continue;
      }
      const src = new URL(file.url, location.href).href;
      if (video.src !== src) video.src = src;
      const wanted_s = (this.at_ms - file.start_ms) / 1000;
      if (video.readyState >= HTMLMediaElement.HAVE_METADATA && !video.seeking && Math.abs(video.currentTime - wanted_s) > (this.playing ? ADRIFT_S : 0.05)) {
        const last_s = Number.isFinite(video.duration) ? video.duration : wanted_s;
        if (Math.abs(video.currentTime - Math.min(wanted_s, last_s)) > 0.05) video.currentTime = Math.min(wanted_s, last_s);
      }
      if (this.playing && !this.waiting && video.paused && !video.ended) void video.play().catch(() => this.unplayable(video, file.url));
      else if ((!this.playing || this.waiting) && !video.paused) video.pause();
    }
  }

  private unplayable(video: HTMLVideoElement, url: string | undefined): void {
    if (video.error === null || url === undefined) return; // it was only stopped before it began
    this.broken = new Set([...this.broken, url]);
  }

  override render() {
    const { end_ms, at_ms } = this;
    const of = texts.at_of(duration(at_ms), duration(end_ms));
    return html`
      <div class="screens">${SIDES.map((side) => this.screen(side))}</div>
      <div class="track">
        ${this.track(end_ms)}
        <input type="range" min="0" max=${end_ms} step="100" .value=${String(Math.round(at_ms))} aria-label=${texts.position} aria-valuetext=${of}
          title=${texts.keys} @input=${(event: Event) => this.seek(Number((event.target as HTMLInputElement).value))} />
      </div>
      <div class="controls">
        <button class="button main" @click=${() => this.toggle()}>${this.playing ? icons.pause : icons.play}${this.playing ? texts.pause : texts.play}</button>
        <button class="button square" aria-label=${texts.back_10} title=${texts.back_10} @click=${() => this.seek(at_ms - 10_000)}>${icons.back_10}</button>
        <button class="button square" aria-label=${texts.on_10} title=${texts.on_10} @click=${() => this.seek(at_ms + 10_000)}>${icons.on_10}</button>
        <span class="time">${of}</span>
        <span class="now muted small" role="status">${this.waiting ? texts.loading : ""}</span>
      </div>
    `;
  }

  private screen(side: Side) {
    const recorded = this.recording.recorded.includes(side);
    const file = fileAt(this.recording.files, side, this.at_ms);
    const instead = !recorded
      ? texts.left_out
      : file !== null && this.broken.has(file.url)
        ? texts.unplayable
        : pauseEnd(this.pauses, this.at_ms) !== null
          ? texts.paused_here
          : file === null
            ? pauseEnd(this.interrupted, this.at_ms) !== null
              ? texts.interrupted_here
              : texts.not_there
            : !file.has_video
              ? texts.no_picture
              : pictureMissing(file, this.at_ms)
                ? texts.no_picture_now
                : "";
    return html`<figure data-side=${side}>
      ${recorded ? html`<video id=${side} playsinline preload="auto" ?hidden=${instead !== ""} @error=${(event: Event) => this.unplayable(event.target as HTMLVideoElement, file?.url)}></video>` : nothing}
      ${instead === "" ? nothing : html`<p class="instead">${instead}</p>`}
      <figcaption>${texts.sides[side]}</figcaption>
    </figure>`;
  }

  /** What happened and where it was paused, along the whole length. */
  private track(end_ms: number) {
    const x = (ms: number): number => (end_ms > 0 ? (Math.min(Math.max(ms, 0), end_ms) / end_ms) * 1000 : 0);
    return html`<svg viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class="ground" x="0" y="5" width="1000" height="4"/>`}
      ${[...this.pauses, ...this.interrupted].map(([from = 0, to = 0]) => svg`<rect class="paused" x=${x(from)} y="2" width=${Math.max(2, x(to) - x(from))} height="10"/>`)}
      ${this.marks.filter(({ at_ms }) => at_ms >= 0 && at_ms <= end_ms).map(({ at_ms }) => svg`<rect class="tick" x=${Math.min(x(at_ms), 998)} y="0" width="2" height="14"/>`)}
    </svg>`;
  }

  private readonly key = (event: KeyboardEvent): void => {
    const on_button = event.composedPath()[0] instanceof HTMLButtonElement;
    const by_ms = { ArrowLeft: -5_000, ArrowDown: -5_000, ArrowRight: 5_000, ArrowUp: 5_000 }[event.key];
    if (event.key === " " && !on_button) this.toggle();
    else if (by_ms !== undefined) this.seek(this.at_ms + by_ms);
    else return;
    event.preventDefault();
  };
}
