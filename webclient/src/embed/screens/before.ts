/** Before the call: see yourself, choose video, voice or text, learn what the other side sees, start. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import type { CallMode } from "../../protocol/index.js";
import { icons } from "../../ui/icons.js";
import type { Panel } from "../panel.js";
import { trouble } from "./trouble.js";

const MODES: readonly CallMode[] = ["video", "voice", "text"];

export function beforeScreen(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, way, state } = session;
  const { mode } = way;
  const { tracks } = state.devices;
  // What the other side will really see: without camera or microphone less than was chosen.
  const { camera_problem, microphone_problem } = state.devices;
  const seen = mode === "video" && camera_problem === null;
  const heard = mode !== "text" && microphone_problem === null;
  const sees = seen ? (heard ? t.sees_video : t.sees_picture) : heard ? t.sees_voice : t.sees_text;
  const icon = { video: icons.camera, voice: icons.sound, text: icons.chat };
  return html`<div class="page" data-screen="before">
    <div class="head">
      <h2 class="strong" id="title" tabindex="-1">${t.before_title}</h2>
      <button class="plain round" aria-label=${t.close} @click=${() => session.dismiss()}>${icons.close}</button>
    </div>
    ${mode === "video" && tracks.video
      ? html`<coshop-picture class="mirror" ?mirrored=${panel.mirrored} muted label=${t.you} .stream=${panel.ownStream()}></coshop-picture>`
      : nothing}
    <fieldset>
      <legend class="unseen">${t.choose}</legend>
      ${MODES.map(
        (each) => html`<label class="choice" ?data-chosen=${each === mode}>
          <input class="unseen" type="radio" name="mode" .value=${each} .checked=${each === mode}
            @change=${() => void way.choose(each)} />
          ${icon[each]}<span>${t[each]}</span>
        </label>`,
      )}
    </fieldset>
    ${trouble(panel)}
    <p class="muted small">${mode === "video" && !seen ? t.you_see : nothing} ${sees}</p>
    <label class="field small">
      <span>${t.question_label}</span>
      <input type="text" maxlength="500" .value=${session.question} @input=${(event: Event) => {
        session.question = (event.target as HTMLInputElement).value;
      }} />
    </label>
    ${session.refused ? html`<p class="notice" role="alert">${icons.warn}${panel.later?.refused.words(session.refused.code) ?? t.refused}</p>` : nothing}
    <button class="primary wide" part="start" ?disabled=${session.starting} @click=${() => void session.start()}>
      ${session.starting ? t.starting : t.start}
    </button>
  </div>`;
}
