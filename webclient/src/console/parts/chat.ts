/** The written conversation. What is on its way is dashed; what was refused keeps its words, so that they can be sent again. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ChatItem } from "../../core/paint.js";
import { timeOfDay } from "../../core/words.js";
import { LIMITS } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { language, texts } from "../speech.js";
import { base, buttons, fields, states } from "../styles.js";
import { refusalSentence } from "../view/sentences.js";
import { want } from "../want.js";

const TYPING_EVERY_MS = 2_000;

@customElement("console-chat")
export class Chat extends LitElement {
  @property({ attribute: false }) messages: readonly ChatItem[] = [];
  @property() name = "";
  @property({ type: Boolean }) theyType = false;
  @property({ type: Boolean }) live = false;
  /** What was being written when this was last on the page; every change is told as `draft`. */
  @property({ attribute: false }) draft = "";
  @query("textarea") private field!: HTMLTextAreaElement | null;
  @query(".messages") private list!: HTMLElement;
  private typed_at = 0;

  static override styles = [
    base,
    buttons,
    fields,
    states,
    css`
      :host {
        display: grid;
        grid-template-rows: minmax(0, 1fr) auto;
        gap: 8px;
        height: 100%;
        min-height: 0;
      }
      .messages {
        overflow-y: auto;
        overscroll-behavior: contain;
        display: flex;
        flex-direction: column;
        gap: 8px;
        scrollbar-width: thin;
      }
      li {
        max-width: 85%;
        padding: 8px 12px;
        border-radius: 12px;
        border: 1px solid var(--line);
        align-self: flex-start;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      li:first-child {
        margin-top: auto;
      }
      li.mine {
        align-self: flex-end;
        background: color-mix(in srgb, var(--accent) 10%, var(--raised));
        border-color: transparent;
      }
      li.pending {
        border: 1.5px dashed var(--muted);
      }
      li.none {
        margin: auto;
        border: 0;
      }
      time {
        display: block;
      }
      form {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 8px;
        align-items: end;
      }
      textarea {
        field-sizing: content;
        max-height: 128px;
      }
      .typing {
        min-height: 24px;
      }
    `,
  ];

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("messages")) this.list.scrollTop = this.list.scrollHeight;
  }

  override render() {
    return html`
      <ol class="messages" aria-live="polite" tabindex="0" aria-label=${texts.tab_chat}>
        ${this.messages.length === 0 ? html`<li class="muted none">${texts.chat_empty}</li>` : nothing}
        ${repeat(this.messages, (m) => m.message_id, (m) => this.message(m))}
      </ol>
      <div>
        <p class="typing small muted" role="status">${this.theyType ? `${this.name} · ${texts.chat_typing}` : nothing}</p>
        ${this.live
          ? html`<form @submit=${this.send}>
              <textarea rows="1" aria-label=${texts.chat_write} placeholder=${texts.chat_write} maxlength=${LIMITS.CHAT_MAX_CHARS}
                .value=${this.draft} enterkeyhint="send" @input=${this.typing} @keydown=${this.key}></textarea>
              <button class="button main square" aria-label=${texts.chat_send}>${icons.send}</button>
            </form>`
          : nothing}
      </div>
    `;
  }

  private message(m: ChatItem) {
    const waiting = m.pending && m.refusal === null;
    return html`
      <li class="${m.by === "associate" ? "mine" : ""} ${m.pending ? "pending" : ""}"><span class="only-read">${m.by === "associate" ? texts.you : this.name}: </span>${m.text}<time
          class="muted small">${waiting ? texts.chat_sending : m.refusal ? nothing : timeOfDay(m.at_ms, language)}</time>${m.refusal
          ? html`<span class="refused small">${icons.warn}<span>${texts.chat_not_sent} ${refusalSentence(m.refusal, texts)}</span></span>`
          : nothing}</li>
    `;
  }

  private key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.send(event);
  };

  private send = (event: Event): void => {
    event.preventDefault();
    const text = this.field?.value.trim() ?? "";
    if (text === "" || !this.field) return;
    this.field.value = "";
    this.drafted();
    this.typed_at = 0;
    want(this, { do: "say", text });
    this.field.focus();
  };

  private drafted(): void {
    this.dispatchEvent(new CustomEvent("draft", { detail: this.field?.value ?? "" }));
  }

  private typing = (event: InputEvent): void => {
    this.drafted();
    if (event.timeStamp - this.typed_at < TYPING_EVERY_MS && this.typed_at > 0) return;
    this.typed_at = event.timeStamp;
    want(this, { do: "typing" });
  };
}
