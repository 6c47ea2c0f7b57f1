/** In the line, and while it rings: place and range, keep browsing, the way out. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import { waitMinutes } from "../../core/words.js";
import type { Panel } from "../panel.js";

export function waitingScreen(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t, state } = session;
  const call = state.current?.call;
  const ringing = call?.phase.phase === "ringing";
  const returned = call?.phase.phase === "waiting" && call.phase.returned;
  const { place } = state.view;
  const own = panel.ownStream();
  return html`<div class="page calm" data-screen=${ringing ? "ringing" : "waiting"}>
    ${own && session.way.mode === "video" ? html`<coshop-picture class="mirror low" ?mirrored=${panel.mirrored} muted label=${t.you} .stream=${own}></coshop-picture>` : nothing}
    <h2 class="strong" id="title" tabindex="-1">${ringing ? t.ringing(panel.name) : t.waiting_title}</h2>
    <div role="status">
      ${ringing
        ? html`<p>${t.ringing_hint}</p>`
        : html`${returned ? html`<p>${t.returned}</p>` : nothing}
            ${place
              ? html`<p data-place=${place.position}>
                  ${place.position <= 1 ? t.next : t.place(place.position)}
                  ${place.nobody_there ? panel.later?.nobody(place) : t.about(waitMinutes(place.wait_min_s), waitMinutes(place.wait_max_s))}
                </p>`
              : nothing}
            ${state.socket === "reconnecting" ? html`<p class="muted">${state.view.welcome ? t.offline : t.not_reached}</p>` : nothing}`}
    </div>
    <p class="muted small">${t.keep_browsing}</p>
    <button class="wide" part="cancel" @click=${() => session.end()}>${ringing ? t.stop_ring : t.cancel}</button>
  </div>`;
}
