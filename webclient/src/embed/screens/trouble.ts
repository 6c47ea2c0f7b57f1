/** Words for a camera or microphone that is not there, and the way back. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import type { CallMode } from "../../protocol/index.js";
import type { DeviceProblem, DevicesState } from "../../net/devices.js";
import { icons } from "../../ui/icons.js";
import type { Texts } from "../../ui/texts/texts.js";
import type { Panel } from "../panel.js";

interface Trouble {
  readonly why: DeviceProblem;
  readonly what: "camera" | "microphone";
}

/** What is missing of that which a call of this mode wants; the microphone first. */
export function troubleOf({ camera_problem, microphone_problem }: DevicesState, mode: CallMode): Trouble | null {
  if (mode === "text") return null;
  if (microphone_problem !== null) return { why: microphone_problem, what: "microphone" };
  return mode === "video" && camera_problem !== null ? { why: camera_problem, what: "camera" } : null;
}

export function sentence(t: Texts, { why, what }: Trouble): string {
  if (why === "insecure") return t.devices_insecure;
  const camera = what === "camera";
  if (why === "denied") return camera ? t.camera_denied : t.microphone_denied;
  if (why === "lost") return camera ? t.camera_lost : t.microphone_lost;
  if (why === "held") return camera ? t.camera_held : t.microphone_held;
  if (why === "busy" || why === "failed") return camera ? t.camera_busy : t.microphone_busy;
  return camera ? t.camera_missing : t.microphone_missing;
}

/** Before the call: what is missing and the way back; nothing where all is there. */
export function trouble(panel: Panel): TemplateResult | typeof nothing {
  const { session } = panel;
  const found = troubleOf(session.state.devices, session.way.wish);
  if (found === null) return nothing;
  return html`<p class="notice" role="status" data-problem="${found.what}_${found.why}">${icons.warn}<span>${sentence(session.texts, found)}</span></p>
    <button class="link" @click=${() => void session.way.choose(session.way.wish)}>${session.texts.try_again}</button>`;
}
