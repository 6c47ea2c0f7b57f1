/** In the call: the associate's picture with the controls on it, and below what is shown, the bag, the messages. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import { icons, qualityBars } from "../../ui/icons.js";
import type { Panel } from "../panel.js";
import { cards } from "./cards.js";
import { chat } from "./chat.js";
import { cartBar } from "./cart_bar.js";

export function liveScreen(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, state } = session;
  const call = state.current?.call;
  const text_only = call?.mode === "text";
  const small = panel.is_small;
  const drawer = small ? nothing : lower(panel, text_only);
  return html`<div class="live" id=${panel.ahead ? nothing : "title"} tabindex="-1" role="group" aria-label=${t.with(panel.name, session.store?.name ?? "")}
    data-screen=${panel.ahead ? "ahead" : "live"} ?inert=${panel.ahead} data-peer=${state.peer} data-channel=${state.channel_open ? "open" : "closed"}>
    ${text_only ? html`${titleRow(panel)}${note(panel)}${panel.later?.guests()}` : picture(panel)}
    ${panel.later?.bar()}
    ${small && !panel.phone ? html`<div class="row tight">${microphone(panel)}${end(panel)}</div>` : nothing}
    ${drawer}
  </div>`;
}

function lower(panel: Panel, text_only: boolean): TemplateResult {
  const { drawer } = panel.session.panel;
  if (text_only) {
    return html`${cards(panel)}${drawer === "ledger" ? panel.later?.ledger.drawer() : chat(panel, false)}${cartBar(panel)}`;
  }
  return html`${drawer === "ledger" ? panel.later?.ledger.drawer() : drawer === "chat" ? chat(panel, true) : drawer === "more" ? panel.later?.more() : cards(panel)}${cartBar(panel)}`;
}

function picture(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, state } = session;
  const call = state.current?.call;
  const associate = call && call.phase.phase !== "waiting" ? call.phase.associate : null;
  const seen = call?.mode === "video" && associate?.camera === true;
  const own = panel.ownStream();
  return html`<div class="stage" part="picture" tabindex="0" role="group" aria-label=${t.handle}
    @pointerdown=${panel.grab} @keydown=${panel.moveByKey}>
    <coshop-picture id="remote" label=${panel.name} .stream=${state.remote} .still=${panel.still}
      class=${seen ? "" : "away"} @first-frame=${panel.firstFrame} @needs-tap=${() => panel.requestUpdate()}></coshop-picture>
    ${seen ? nothing : html`<div class="nobody">${icons.person}${call?.mode === "video" && associate ? html`<p class="small">${t.their_camera_off(panel.name)}</p>` : nothing}</div>`}
    ${panel.is_small
      ? nothing
      : html`<div class="name">
          <span>${t.with(panel.name, session.store?.name ?? "")}</span>${panel.later?.mark()}
          ${qualityBars(state.bars, t.quality(state.bars))}
          <button class="plain round over" aria-label=${t.make_small} @click=${() => session.setPanel({ size: "small", height: "picture" })}>${icons.small}</button>
        </div>`}
    ${note(panel)}${panel.later?.guests()}
    ${panel.needs_tap
      ? html`<button class="primary hear ${panel.is_small ? "round" : ""}" aria-label=${t.tap_to_hear(panel.name)} @click=${panel.hear}>
          ${icons.sound}${panel.is_small ? nothing : t.tap_to_hear(panel.name)}
        </button>`
      : nothing}
    ${panel.is_small ? smallControls(panel) : html`${own && state.camera ? html`<coshop-picture id="own" ?mirrored=${panel.mirrored} muted label=${t.you} .stream=${own}></coshop-picture>` : nothing}
      <div class="controls" role="group">${microphone(panel)}${call?.mode === "video" ? camera(panel) : nothing}${write(panel)}
        <button class="round" aria-label=${t.more} aria-expanded=${session.panel.drawer === "more"} @click=${() => session.setPanel({ drawer: session.panel.drawer === "more" ? "cards" : "more" })}>${icons.more}</button>
        ${end(panel)}</div>`}
  </div>`;
}

/** A sentence about the connection or the own devices, and the way back where there is one. */
function note(panel: Panel): TemplateResult | typeof nothing {
  if (panel.note.text === "") return nothing;
  const { session } = panel;
  const again = (): void => void session.call.media({ microphone: true, camera: session.state.current?.call.mode === "video" });
  return html`<div class="note" role="status">
    <p>${panel.note.text}</p>
    ${panel.note.troubled ? html`<button class="link" @click=${again}>${session.texts.try_again}</button>` : nothing}
  </div>`;
}

/** What is new, as a dot. */
function dot(shown: boolean): TemplateResult | typeof nothing {
  return shown ? html`<span class="dot"></span>` : nothing;
}

/** Made small: on a desk the picture itself makes it large again, on a phone the strip has its own controls. */
function smallControls(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t } = session;
  const enlarge = (): void => session.setPanel({ size: "large", height: "half" });
  const { unseen } = panel.news;
  const label = unseen ? `${t.make_large}, ${t.news}` : t.make_large;
  if (!panel.phone) return html`<button class="plain round over grow" aria-label=${label} @click=${enlarge}>${icons.large}${dot(unseen)}</button>`;
  return html`<div class="strip">
    <button class="plain strong" aria-label=${`${panel.name}. ${label}`} @click=${enlarge}>${panel.name}${dot(unseen)}</button>${microphone(panel)}${end(panel)}
  </div>`;
}

/** A written call has no picture: one row with the name and the way out. */
function titleRow(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t } = session;
  const small = panel.is_small;
  const { unseen } = panel.news;
  return html`<div class="head written" tabindex="0" role="group" aria-label=${t.handle} @pointerdown=${panel.grab} @keydown=${panel.moveByKey}>
    <p class="strong">${small ? panel.name : t.with(panel.name, session.store?.name ?? "")}</p>
    <button class="plain round" aria-label=${small ? (unseen ? `${t.make_large}, ${t.news}` : t.make_large) : t.make_small}
      @click=${() => session.setPanel(small ? { size: "large", height: "half" } : { size: "small", height: "picture" })}>${small ? icons.large : icons.small}${dot(unseen)}</button>
    ${small && !panel.phone ? nothing : end(panel)}
  </div>`;
}

function microphone(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, state } = session;
  if (state.current?.call.mode === "text") return html``;
  const on = state.microphone && state.devices.tracks.audio !== null;
  return html`<button class="round" data-control="microphone" aria-label=${on ? t.mute : t.unmute} ?data-off=${!on}
    @click=${() => void session.call.media({ microphone: !on, camera: state.camera })}>${on ? icons.microphone : icons.microphone_off}</button>`;
}

function camera(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, state } = session;
  const on = state.camera && state.devices.tracks.video !== null;
  return html`<button class="round" data-control="camera" aria-label=${on ? t.camera_off : t.camera_on} ?data-off=${!on}
    @click=${() => void session.call.media({ microphone: state.microphone, camera: !on })}>${on ? icons.camera : icons.camera_off}</button>`;
}

function write(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, panel: place } = session;
  const count = panel.unread;
  return html`<button class="round" data-control="chat" data-unread=${count} aria-label=${count > 0 ? `${t.open_chat}, ${t.unread(count)}` : t.open_chat}
    aria-expanded=${place.drawer === "chat"} @click=${() => session.setPanel({ drawer: place.drawer === "chat" ? "cards" : "chat" })}>
    ${icons.chat}${dot(count > 0)}
  </button>`;
}

function end(panel: Panel): TemplateResult {
  const { session } = panel;
  return html`<button class="round end" data-control="end" aria-label=${session.texts.end} @click=${() => session.end()}>${icons.end}</button>`;
}
