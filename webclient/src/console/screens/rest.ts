/** The screens with one sentence: not connected, open elsewhere, a part that is not there yet. Draws only. */

import { html, type TemplateResult } from "lit";
import type { Desk } from "../desk.js";
import { icons } from "../icons.js";
import type { Later } from "../later.js";
import { texts } from "../speech.js";
import { want } from "../want.js";

/** Nobody is known yet: for a moment nothing is said; without an answer, what helps. */
export function waitingScreen(desk: Desk): TemplateResult {
  if (navigator.onLine && !desk.account.unreachable) return html`<main class="rest" aria-busy="true"></main>`;
  return html`<main class="rest">${icons.offline}<h1>${texts.not_connected}</h1><p class="muted" role="status">${texts.link_offline}</p></main>`;
}

/** The call is open on another of one's screens. */
export function elsewhereScreen(call_id: string, from: EventTarget): TemplateResult {
  return html`<main class="rest">${icons.camera}<h1>${texts.elsewhere_title}</h1><p class="muted">${texts.elsewhere_hint}</p>
    <button class="button main" @click=${() => want(from, { do: "take_over", call_id })}>${texts.elsewhere_continue}</button></main>`;
}

/** The console is used in another tab. */
export function fencedScreen(from: EventTarget): TemplateResult {
  return html`<main class="rest">${icons.screen}<h1>${texts.fenced_title}</h1><p class="muted">${texts.fenced_hint}</p>
    <button class="button main" @click=${() => want(from, { do: "use_here" })}>${texts.fenced_use_here}</button></main>`;
}

/** A part of the console that is on its way, or could not be had. */
export function laterScreen(part: Later, failed: string): TemplateResult {
  if (part.state !== "failed") return html`<main class="rest" aria-busy="true"></main>`;
  return html`<main class="rest">${icons.offline}<h1>${failed}</h1>
    <button class="button main" @click=${() => void part.fetch()}>${texts.try_again}</button><a class="button" href="#">${texts.team_back}</a></main>`;
}
