/** The recording in a call: asking, one's own answer, the mark while it runs, pause and stop. It says what is wanted and does nothing itself. */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Call } from "../../protocol/index.js";
import { consentTexts, daysOf } from "../../ui/texts/consent.js";
import { icons } from "../icons.js";
import { language, texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { recordingSays, type RecordingSays } from "../view/recording.js";
import { want } from "../want.js";
import { markStyle, recordingMark } from "./mark.js";

@customElement("console-recording")
export class RecordingRow extends LitElement {
  @property({ attribute: false }) call!: Call;
  @property() store = "";
  /** How long the store keeps recordings. */
  @property({ type: Number }) days = 0;
  /** In this call a recorder has been seen. */
  @property({ type: Boolean }) had = false;
  /** Stop was tapped, and is to be confirmed. */
  @state() private stopping = false;
  /** The word that it is over has been read, in this call. */
  @state() private closed = "";
  @query("dialog") private dialog!: HTMLDialogElement | null;

  static override styles = [
    base,
    buttons,
    markStyle,
    css`
      :host {
        display: block;
      }
      /* no row, no gap; the question still opens */
      :host([empty]) {
        position: absolute;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        min-height: 48px;
      }
      .row p {
        flex: 1 1 120px;
        display: flex;
        align-items: center;
        gap: 10px;
      }
      dialog {
        width: min(520px, calc(100vw - 32px));
        max-height: calc(100dvh - 32px);
        overflow-y: auto;
        padding: 24px;
        border: 1px solid var(--line);
        border-radius: 12px;
        color: var(--ink);
        background: var(--raised);
        box-shadow: var(--shadow);
      }
      dialog::backdrop {
        background: rgb(27 27 26 / 45%);
      }
      dialog h2 {
        font-size: 20px;
      }
      dialog ul {
        display: grid;
        gap: 8px;
        padding: 16px 0;
      }
      .answers {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 8px;
        padding: 12px 0 8px;
      }
      .answers .button,
      .wide {
        padding-block: 8px;
        white-space: normal;
      }
      .wide {
        width: 100%;
      }
    `,
  ];

  /** Open the question that the associate answers first. */
  ask(): void {
    this.dialog?.showModal();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("call");
    if (changed.has("call") && before?.recording?.state !== this.call.recording?.state) this.stopping = false;
    this.toggleAttribute("empty", this.says === null);
  }

  override updated(): void {
    // Answered elsewhere, or the call is over: nobody is asked any more.
    if (this.dialog?.open === true && !this.answerable) this.dialog.close();
  }

  private get says(): RecordingSays | null {
    const says = recordingSays(this.call, texts, this.had);
    return says?.acts[0] === "close" && this.closed === this.call.call_id ? null : says;
  }

  private get answerable(): boolean {
    const { recording, phase } = this.call;
    if (phase.phase !== "live") return false;
    return recording === null || (recording.state === "asked" && !recording.consents.some(({ side }) => side === "associate"));
  }

  override render() {
    const { says } = this;
    return html`<div role="status">${says ? this.row(says) : nothing}</div>${this.question()}`;
  }

  private row(says: RecordingSays) {
    if (this.stopping) {
      return html`<div class="row"><p>${texts.record_stop_sure}</p>
        <button class="button" @click=${() => (this.stopping = false)}>${texts.record_keep}</button>
        <button class="button" @click=${() => want(this, { do: "record_stop" })}>${texts.record_stop}</button></div>`;
    }
    return html`<div class="row">
      ${says.mark === null ? html`<p>${says.words}</p>` : recordingMark({ mark: says.mark, words: says.words })}
      ${says.acts.map((act) => this.act(act))}</div>`;
  }

  private act(act: RecordingSays["acts"][number]) {
    switch (act) {
      case "answer":
        return html`<button class="button" @click=${() => this.ask()}>${texts.record_answer}</button>`;
      case "take_back":
        return html`<button class="button" @click=${() => want(this, { do: "record_stop" })}>${texts.record_take_back}</button>`;
      case "pause":
        return html`<button class="button" @click=${() => want(this, { do: "record_pause" })}>${texts.record_pause}</button>`;
      case "resume":
        return html`<button class="button" @click=${() => want(this, { do: "record_resume" })}>${texts.record_resume}</button>`;
      case "stop":
        return html`<button class="button" @click=${() => (this.stopping = true)}>${texts.record_stop}</button>`;
      case "close":
        return html`<button class="button square quiet" aria-label=${texts.record_close} title=${texts.record_close}
          @click=${() => (this.closed = this.call.call_id)}>${icons.close}</button>`;
      default:
        return act satisfies never;
    }
  }

  private question() {
    const found = consentTexts(language);
    const t = found.texts.associate;
    const asked = this.call.recording?.text_version;
    const days = asked === undefined ? this.days : daysOf(asked);
    const answer = (agreed: boolean) => () => {
      this.dialog?.close();
      want(this, { do: "record_answer", agreed });
    };
    return html`<dialog aria-labelledby="title" lang=${found.language}>
      <h2 id="title">${texts.record_ask_title}</h2>
      <ul><li>${t.what}</li><li>${t.who(this.store)} ${days === null ? nothing : t.kept(days)}</li><li>${t.rights}</li></ul>
      <p class="strong">${texts.record_ask_hint}</p>
      <div class="answers">
        <button class="button" @click=${answer(true)}>${t.yes}</button>
        <button class="button" @click=${answer(false)}>${t.no}</button>
      </div>
      <button class="button quiet wide" @click=${() => this.dialog?.close()}>${texts.record_cancel}</button>
    </dialog>`;
  }
}
