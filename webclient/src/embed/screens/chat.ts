/** Written lines, oldest first, and the field for the next one. Draws only; the field's text lives in the element. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { timeOfDay } from "../../core/words.js";
import { LIMITS } from "../../protocol/index.js";
import { icons } from "../../ui/icons.js";
import type { Panel } from "../panel.js";

export function chat(panel: Panel, closable: boolean): TemplateResult {
  const { session } = panel;
  const { texts: t, language, state } = session;
  const lines = state.screen?.chat ?? [];
  const send = (event: Event): void => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("text") as HTMLInputElement;
    const text = field.value.trim();
    if (text === "") return;
    field.value = session.writing.draft = "";
    void session.call.commands.say(text);
  };
  return html`<div class="drawer chat" data-drawer="chat">
    ${closable
      ? html`<div class="head">
          <h3 class="strong">${t.chat}</h3>
          <button class="plain round" aria-label=${t.back} @click=${() => session.setPanel({ drawer: "cards" })}>${icons.close}</button>
        </div>`
      : nothing}
    <div class="lines" role="log" aria-label=${t.chat} tabindex="0">
      ${lines.length === 0 ? html`<p class="muted small">${t.no_messages(panel.name)}</p>` : nothing}
      ${repeat(
        lines,
        (line) => line.message_id,
        (line) => html`<div class="said" data-by=${line.by} ?data-pending=${line.pending}>
          <span class="unseen">${line.by === "shopper" ? t.said_you : panel.name}: </span><span class="bubble">${line.text}</span>
          <span class="muted small">${line.refusal ? (panel.later?.refused.unsent(line) ?? t.not_sent) : line.pending ? t.sending : timeOfDay(line.at_ms, language)}</span>
        </div>`,
      )}
      ${state.other_typing ? html`<p class="muted small">${t.typing(panel.name)}</p>` : nothing}
    </div>
    <form @submit=${send}>
      <input name="text" type="text" autocomplete="off" enterkeyhint="send" maxlength=${LIMITS.CHAT_MAX_CHARS}
        aria-label=${t.write} placeholder=${t.write} .value=${session.writing.draft} @input=${(event: Event) => {
          session.writing.draft = (event.target as HTMLInputElement).value;
          session.call.typing();
        }} />
      <button class="primary round" aria-label=${t.send}>${icons.send}</button>
    </form>
  </div>`;
}
