/** One call that has ended: what happened in it, and where it was recorded its pictures in step with that. It loads when shown. */

import { LitElement, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { duration, timeOfDay } from "../../../core/words.js";
import { HttpRefused, type Http } from "../../../net/http.js";
import type { RecordingView, ReviewView, TimelineMark } from "../../../protocol/index.js";
import { icons } from "../../icons.js";
import { language, texts as own } from "../../speech.js";
import { base, buttons } from "../../styles.js";
import { dayOf } from "../../view/clock.js";
import type { Titles } from "../../view/ledger.js";
import { hashOf } from "../../view/place.js";
import "./film.js";
import "./player.js";
import type { Player } from "./player.js";
import { reviewStyle } from "./review_style.js";
import { faultSays, markSays, nothingCameSays, recordersOf, type MarkSays } from "./says.js";
import { erase, review } from "./source.js";
import { interruptions, markAt } from "./tape.js";
import { texts } from "./words.js";

const AGAIN_MS = 3_000;

@customElement("console-review")
export class Review extends LitElement {
  @property({ attribute: false }) http!: Http;
  @property() callId = "";
  @property() clientId = "";
  /** The same function each time; it knows more titles with each. */
  @property({ attribute: false, hasChanged: () => true }) titles: Titles = () => "";
  @state() private found: ReviewView | null = null;
  @state() private problem = "";
  @state() private said = "";
  @state() private at_ms = 0;
  @query("dialog") private dialog!: HTMLDialogElement | null;
  @query("console-review-player") private player!: Player | null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [base, buttons, reviewStyle];

  override firstUpdated(): void {
    void this.fetch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override render() {
    const back = html`<a class="button quiet" href=${hashOf("reviews")}>${icons.back}${texts.back}</a>`;
    if (this.problem !== "") {
      return html`${back}<p role="alert">${this.problem} <button class="button" @click=${() => void this.fetch()}>${texts.again}</button></p>`;
    }
    if (this.found === null) return back;
    const { review: call, recording } = this.found;
    return html`
      <div class="head">${back}
        <h2>${dayOf(call.requested_at_ms, language)}, ${timeOfDay(call.requested_at_ms, language)}</h2>
        <p class="muted">${call.shopper_name || texts.shopper} · ${call.associate_name || texts.nobody}${call.length_ms > 0 ? ` · ${duration(call.length_ms)}` : ""}${call.outcome ? ` · ${own.outcomes[call.outcome]}` : ""}</p>
      </div>
      <div class=${recording ? "parts" : ""}>
        <div class="seen">${recording ? this.recorded(recording, this.found) : html`<p class="muted" role="status">${this.said || texts.no_recording}</p>`}</div>
        <section aria-labelledby="what"><h3 id="what">${texts.timeline}</h3>${this.timeline(this.found)}</section>
      </div>
    `;
  }

  private recorded(recording: RecordingView, { timeline }: ReviewView) {
    if (recording.state === "recording") return html`<p role="status">${texts.being_kept}</p>`;
    return html`
      <console-review-player .recording=${recording} .pauses=${timeline.pauses} .marks=${timeline.marks} .length_ms=${timeline.length_ms}
        @position=${(event: CustomEvent<number>) => (this.at_ms = event.detail)}></console-review-player>
      ${[...interruptions(recording.files).map(([from = 0, to = 0]) => texts.interrupted(duration(from), duration(to))), ...nothingCameSays(recording.files, texts), ...faultSays(recording, texts)].map(
        (said) => html`<p class="refused">${icons.warn}<span>${said}</span></p>`,
      )}
      <div class="acts">
        <console-review-film .http=${this.http} callId=${this.callId} clientId=${this.clientId} .first=${recording.export}></console-review-film>
        <button class="button" @click=${() => this.dialog?.showModal()}>${icons.bin}${texts.erase}</button>
      </div>
      <p class="muted small">${texts.kept_until(dayOf(recording.expires_at_ms, language))}</p>
      ${this.said === "" ? nothing : html`<p role="alert">${this.said}</p>`}
      <dialog aria-labelledby="sure"><h3 id="sure">${texts.erase_title}</h3><p>${texts.erase_hint}</p>
        <div class="answers">
          <button class="button" @click=${() => this.dialog?.close()}>${texts.erase_no}</button>
          <button class="button" @click=${() => void this.erase()}>${texts.erase_yes}</button>
        </div></dialog>
    `;
  }

  private timeline({ timeline: { marks }, recording }: ReviewView) {
    const recorders = recordersOf(marks);
    const said = marks.flatMap((mark) => {
      const says = markSays(mark, texts, this.titles, language, recorders);
      return says ? [{ mark, says }] : [];
    });
    const now = recording ? markAt(said.map(({ mark }) => mark), this.at_ms) : -1;
    const plays = recording !== null && recording.state !== "recording";
    return html`<ol>${said.map(({ mark, says }, index) => html`<li aria-current=${index === now ? "true" : nothing}>${this.mark(mark, says, plays)}</li>`)}</ol>`;
  }

  private mark(mark: TimelineMark, says: MarkSays, plays: boolean) {
    const at = mark.at_ms <= -1_000 ? `−${duration(-mark.at_ms)}` : duration(mark.at_ms);
    const row = html`<span class="at">${at}</span><span class="who muted small">${says.who ? texts.sides[says.who] : ""}</span><span class="what">${says.words}</span>`;
    if (!plays || mark.at_ms < 0) return html`<div class="mark">${row}</div>`;
    return html`<button class="mark" @click=${() => this.player?.seek(mark.at_ms)}><span class="only-read">${texts.go_to(at, "")}</span>${row}</button>`;
  }

  private async fetch(): Promise<void> {
    this.problem = "";
    try {
      this.found = await review(this.http, this.callId);
      if (this.found.recording?.state === "recording" && this.isConnected) this.timer = setTimeout(() => void this.fetch(), AGAIN_MS);
    } catch (error) {
      this.problem = error instanceof HttpRefused && error.status === 404 ? texts.gone : texts.failed;
    }
  }

  private async erase(): Promise<void> {
    this.dialog?.close();
    this.said = "";
    try {
      await erase(this.http, this.callId);
      this.said = texts.erased;
      await this.fetch();
    } catch (error) {
      this.said = error instanceof HttpRefused && error.refusal.code === "still_recording" ? texts.busy : texts.did_not_work;
    }
  }
}
