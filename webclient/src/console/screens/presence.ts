/** Where the associate stands and the way to change it, as the desk knows it. Draws only. */

import { html, type TemplateResult } from "lit";
import type { Desk } from "../desk.js";
import "../parts/presence.js";

export function presenceOf(desk: Desk): TemplateResult {
  return html`<console-presence .presence=${desk.state?.view.presence ?? null} .signedIn=${desk.account.signed_in}
    .aheadMs=${desk.ahead_ms} .wished=${desk.wished}
    .notifications=${"Notification" in window ? Notification.permission : "unknown"}></console-presence>`;
}
