/** What is rarely needed in a call: devices, the other camera, another corner. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../../ui/icons.js";
import { nextCorner } from "../ui_state.js";
import type { Panel } from "../panel.js";

export function more(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, state, panel: place } = session;
  const { tracks } = state.devices;
  const choice = (kind: "audioinput" | "videoinput", label: string, track: MediaStreamTrack | null): TemplateResult | typeof nothing => {
    const devices = panel.device_list.filter((each) => each.kind === kind && each.label !== "");
    if (devices.length < 2) return nothing;
    const now = track?.getSettings().deviceId ?? "";
    const choose = (event: Event): void => {
      const id = (event.target as HTMLSelectElement).value;
      void session.call.devices.choose(kind === "audioinput" ? "audio" : "video", id);
    };
    return html`<label class="field small"><span>${label}</span>
      <select @change=${choose}>${devices.map((each) => html`<option value=${each.deviceId} ?selected=${each.deviceId === now}>${each.label}</option>`)}</select>
    </label>`;
  };
  return html`<div class="drawer menu" data-drawer="more">
    ${choice("audioinput", t.choose_microphone, tracks.audio)} ${choice("videoinput", t.choose_camera, tracks.video)}
    ${panel.phone && tracks.video ? html`<button class="wide" @click=${() => void session.call.devices.flip()}>${icons.flip}${t.flip}</button>` : nothing}
    ${panel.phone ? nothing : html`<button class="wide" @click=${() => session.setPanel({ corner: nextCorner(place.corner) })}>${icons.move}${t.move}</button>`}
    <button class="wide" @click=${() => session.setPanel({ drawer: "cards" })}>${icons.back}${t.back}</button>
  </div>`;
}
