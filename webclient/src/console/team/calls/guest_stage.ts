/** The call one is a guest of: both pictures, what one does there and who knows of it, and the way out. It decides nothing. */

import { LitElement, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { GuestSeat } from "../../../call/guest_seat.js";
import { participant } from "../../../core/calls.js";
import type { Role } from "../../../core/guests.js";
import type { Side } from "../../../protocol/index.js";
import "../../../ui/picture.js";
import type { Desk } from "../../desk.js";
import { icons } from "../../icons.js";
import { recordingMark, markStyle } from "../../parts/mark.js";
import { texts as console_texts } from "../../speech.js";
import { base, buttons } from "../../styles.js";
import { guestMark } from "../../view/recording.js";
import { refusalSentence } from "../../view/sentences.js";
import { want } from "../../want.js";
import { stageStyle } from "./stage_style.js";
import { texts } from "./words.js";

const WAYS: readonly { readonly role: Role; readonly word: string }[] = [
  { role: "listener", word: texts.listen },
  { role: "whisperer", word: texts.whisper },
  { role: "speaker", word: texts.join },
];

@customElement("console-guest-stage")
export class GuestStage extends LitElement {
  @property({ attribute: false, hasChanged: () => true }) desk!: Desk;
  @property({ attribute: false }) seat!: GuestSeat;
  /** In this call a recorder has been seen. */
  @property({ type: Boolean }) had = false;
  private silent = false;

  static override styles = [base, buttons, markStyle, stageStyle];

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  }

  /** The button to hear by goes with its tap; whoever pressed it by a key is not sent to the top of the page. */
  override updated(): void {
    const silent = this.seat.over === null && this.seat.needs_tap;
    if (this.silent && !silent && this.shadowRoot?.activeElement === null) this.renderRoot.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    this.silent = silent;
  }

  override render() {
    const { seat } = this;
    if (seat.over !== null) return this.over();
    const { call } = seat;
    const written = call?.mode === "text";
    const mark = call && guestMark(call, console_texts, this.had);
    return html`
      <h2 tabindex="-1">${texts.stage(this.name("shopper"), this.name("associate"))}</h2>
      <div class="recording" role="status">${mark ? recordingMark(mark) : nothing}</div>
      ${written ? this.words() : html`<div class="pictures">${this.side("shopper")}${this.side("associate")}${this.self()}</div>`}
      <div class="hear" role="status">${seat.needs_tap
        ? html`<p class="problem">${icons.sound}${texts.silent}</p><button class="button main" @click=${() => want(this, { do: "guest_hear" })}>${texts.hear}</button>`
        : nothing}</div>
      <div class="foot">
        ${written ? nothing : this.ways(mark !== null)}
        <p class="effect" role="status">${this.effect()}</p>
        <button class="button leave" @click=${() => want(this, { do: "guest_leave" })}>${icons.close}${texts.leave}</button>
      </div>
      <div class="alert" role="alert">${this.desk.guest_problem === "" ? nothing : html`<p class="problem">${icons.warn}${this.desk.guest_problem}</p>`}</div>
    `;
  }

  private over() {
    const { over, refusal } = this.seat;
    const sentence = over === "refused" && refusal ? refusalSentence(refusal, console_texts) : texts.ended;
    return html`<div class="over"><h2 tabindex="-1" role="status">${sentence}</h2>
      <button class="button main" @click=${() => want(this, { do: "guest_leave" })}>${texts.close}</button></div>`;
  }

  private ways(recorded: boolean) {
    const { role, call_id } = this.seat;
    return html`${recorded ? html`<p class="heard muted small" id="heard">${texts.heard}</p>` : nothing}<fieldset class="ways" aria-describedby=${recorded ? "heard" : nothing}><legend class="only-read">${texts.what}</legend>
      ${WAYS.map((way) => html`<label class=${way.role === role ? "on" : ""}><input type="radio" name="way" .value=${way.role} .checked=${way.role === role}
        @change=${() => want(this, { do: "guest", call_id, role: way.role })} />${way.word}</label>`)}
    </fieldset>`;
  }

  /** What the people there know and hear of this guest now. */
  private effect(): string {
    const { seat, desk } = this;
    if (desk.state?.socket !== "online") return texts.socket_lost;
    const { me, role } = seat;
    if (me?.role !== role) return texts.joining;
    const words = texts.effects[role](me.told, this.name("associate"));
    const no_picture = role === "speaker" && desk.client?.devices.state.tracks.video === null;
    if (seat.call?.mode === "text") return `${texts.text_only} ${words}`;
    return no_picture && seat.call?.mode === "video" ? texts.no_camera : words;
  }

  private side(side: Side) {
    const { seat } = this;
    const who = seat.call && participant(seat.call, side);
    const stream = seat.stream(side);
    const seen = seat.call?.mode === "video" && who?.camera === true;
    const peer = seat.peer(side);
    const words = stream === null || peer === "connecting" ? texts.coming : peer === "weak" || (who?.lost_at_ms ?? 0) > 0 ? texts.again : seen ? "" : seat.call?.mode === "video" ? texts.camera_off : texts.voice_only;
    return html`<figure data-side=${side} data-peer=${peer}>
      <coshop-picture id=${side} muted label=${this.name(side)} .stream=${stream} class=${seen ? "" : "unseen"}></coshop-picture>
      ${words === "" ? nothing : html`<p class="words">${seen ? nothing : icons.person}${words}</p>`}
      <figcaption>${this.name(side)}${who?.microphone === false ? html`<span role="img" aria-label=${texts.muted}>${icons.microphone_off}</span>` : nothing}</figcaption>
    </figure>`;
  }

  /** What both see of this guest. */
  private self() {
    const own = this.desk.media?.own ?? null;
    if (this.seat.me?.role !== "speaker" || this.seat.role !== "speaker" || own === null) return nothing;
    return html`<coshop-picture id="you" muted mirrored label=${texts.you} .stream=${own}></coshop-picture>`;
  }

  /** A written call is read. */
  private words() {
    const said = this.seat.call?.chat ?? [];
    if (said.length === 0) return html`<p class="muted chat">${texts.no_words}</p>`;
    return html`<ol class="chat" tabindex="0" aria-label=${this.name("shopper")}>${said.map(({ by, text }) => html`<li><span class="strong">${this.name(by)}</span> ${text}</li>`)}</ol>`;
  }

  private name(side: Side): string {
    const name = (this.seat.call && participant(this.seat.call, side)?.name) ?? "";
    return name !== "" ? name : side === "shopper" ? texts.shopper : "…";
  }
}
