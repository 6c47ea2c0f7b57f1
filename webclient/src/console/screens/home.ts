/** The desk: where the associate stands, the line, what is to be wrapped up, and what gets one ready for a call. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Desk } from "../desk.js";
import { icons } from "../icons.js";
import "../parts/line.js";
import "../parts/past_calls.js";
import "../parts/preview.js";
import "../parts/wrap_up.js";
import { texts } from "../speech.js";
import { leadsTeam } from "../view/place.js";
import { unwrapped } from "../view/standing.js";
import { wrapOf } from "../view/wraps.js";
import { want } from "../want.js";
import { presenceOf } from "./presence.js";

/** Where nobody is in a call. `from`: the element that wants are said from. */
export function homeScreen(desk: Desk, from: EventTarget): TemplateResult {
  const { state: call, media } = desk;
  const presence = call?.view.presence;
  const ended = call ? unwrapped(call) : null;
  const wraps = wrapOf(ended !== null && !desk.later.has(ended.call_id) ? ended : null, desk.reopened, desk.answered, texts);
  const ready = presence?.state === "available" || presence?.state === "ringing";
  const { signed_in } = desk.account;
  return html`
    <main class="home">
      <div class="head">
        ${presenceOf(desk)}
        ${leadsTeam(signed_in) ? html`<a class="button to-team" href="#team">${icons.line}${texts.team}</a>` : nothing}
        <p class="who one-line">${signed_in?.store.name}<span class="muted"> · ${signed_in?.associate.name}</span></p>
      </div>
      <div class="wide">
        ${wraps
          ? keyed(wraps.call_id, html`<console-wrap-up callId=${wraps.call_id} words=${wraps.words} ?paid=${wraps.paid}
              ?saving=${desk.saving === wraps.call_id} problem=${desk.wrap_problem}></console-wrap-up>`)
          : ready
            ? nothing
            : html`<div class="go"><button class="button main" ?disabled=${desk.wished !== null} @click=${() => want(from, { do: "go_available" })}>${texts.go_available}</button>
                <p class="muted">${texts.go_available_hint}</p></div>`}
        <console-line .line=${call?.view.line ?? null} .aheadMs=${desk.ahead_ms} store=${signed_in?.store.name ?? ""}></console-line>
        ${call?.view.line ? html`<p class="muted">${texts.line_colleagues(call.view.line.available, call.view.line.live)}</p>` : nothing}
        ${ready && presence.here && desk.awake.refused ? html`<p class="muted small">${texts.wake_failed}</p>` : nothing}
      </div>
      <aside>
        <console-preview .own=${media?.own ?? null} .devices=${call?.devices ?? null} .level=${media?.level ?? 0}
          ?asked=${desk.keep.get("media") !== null && presence?.state !== "away"}></console-preview>
        <div class="ways"><div class="to-practise"><a class="button" href="#practise">${icons.person}${texts.practise}</a><p class="small muted">${texts.practise_hint}</p></div>
        <div class="to-check"><a class="button" href="#check">${icons.eye}${texts.set_check}</a>
          <p class="small muted">${checked(desk)}</p></div></div>
        <console-past-calls .load=${desk.pastCalls} open=${wraps?.call_id ?? ""} version=${`${ended?.call_id ?? ""} ${desk.later.size} ${desk.noted}`}></console-past-calls>
      </aside>
    </main>
  `;
}

/** Whether today's set check was passed, as far as it is known and would matter. */
function checked(desk: Desk): string {
  const { view } = desk.go_live;
  if (view?.passed_today === true) return texts.check_passed_today;
  return view?.can_check === true ? `${texts.check_not_today}. ${texts.check_hint}` : texts.check_hint;
}
