/** After the call, and where it cannot go on here: one sentence and one way on. Draws only. */

import { html, type TemplateResult } from "lit";
import type { Panel } from "../panel.js";

export function endedScreen(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t } = session;
  const phase = session.state.current?.call.phase;
  const reason = phase?.phase === "ended" ? phase.reason : "";
  const sentence =
    reason === "ended_by_associate"
      ? t.ended_by_them(panel.name)
      : reason === "shopper_lost" || reason === "associate_lost"
        ? t.ended_lost
        : reason === "nobody_answered"
          ? t.ended_nobody
          : t.ended;
  return html`<div class="page calm" data-screen="ended" data-reason=${reason}>
    <h2 id="title" tabindex="-1" role="status">${sentence}</h2>
    <div class="row">
      <button @click=${() => session.open()}>${t.again}</button>
      <button class="primary" @click=${() => session.dismiss()}>${t.close}</button>
    </div>
  </div>`;
}

export function elsewhereScreen(panel: Panel): TemplateResult {
  const { texts: t, call } = panel.session;
  return html`<div class="page calm" data-screen="elsewhere">
    <h2 id="title" tabindex="-1" role="status">${t.elsewhere}</h2>
    <button class="primary" @click=${() => call.open()}>${t.bring_here}</button>
  </div>`;
}

export function stoppedScreen(panel: Panel): TemplateResult {
  const { session } = panel;
  const { texts: t } = session;
  return html`<div class="page calm" data-screen="stopped">
    <h2 id="title" tabindex="-1" role="alert">${t.stopped}</h2>
    <button @click=${() => session.dismiss()}>${t.close}</button>
  </div>`;
}
