/** Which sentence belongs to a refusal or to what the store made of a change. Pure; the words come as an argument. */

import type { DeviceProblem, DevicesState } from "../../net/devices.js";
import type { Refusal } from "../../protocol/index.js";
import type { ConsoleTexts } from "../../ui/texts/console.js";
import type { LedgerRow } from "./ledger.js";

/** The sentence for a refusal: ours where we have one, else the server's own. */
export function refusalSentence(refusal: Refusal, texts: ConsoleTexts): string {
  return texts.refusals[refusal.code] ?? (refusal.message !== "" ? refusal.message : texts.refused);
}

/** What became of a change that is settled. `good`: the store did all that was asked. */
export function changeOutcome(row: LedgerRow, texts: ConsoleTexts): { sentence: string; good: boolean } {
  if (row.refusal) return { sentence: refusalSentence(row.refusal, texts), good: false };
  switch (row.state) {
    case "pending":
      return { sentence: texts.change_pending, good: true };
    case "applied":
      return { sentence: texts.change_applied, good: true };
    case "undone":
      return { sentence: texts.change_undone, good: true };
    case "partly_applied": {
      const partly = texts.change_partly(row.applied_quantity, row.asked_quantity);
      const why = row.reason === null ? "" : ` ${texts.outcome_reasons[row.reason]}`;
      return { sentence: `${partly}.${why}`, good: false };
    }
    case "rejected":
      return { sentence: row.reason === null ? texts.refused : texts.outcome_reasons[row.reason], good: false };
  }
}

/** What a change was, in a few words. */
export function changeWords(row: LedgerRow, texts: ConsoleTexts): string {
  if (row.is_undo) return texts.change_undo(row.title);
  switch (row.kind) {
    case "add":
      return texts.change_add(row.quantity, row.title);
    case "subtract":
      return texts.change_subtract(row.quantity, row.title);
    case "set":
      return texts.change_set(row.quantity, row.title);
    case "remove":
      return texts.change_remove(row.title);
  }
}

/** Why nobody in a call hears its guest, and the way back; whatever keeps the microphone away. */
export function guestTrouble(problem: DeviceProblem | null, texts: ConsoleTexts): string {
  switch (problem) {
    case "busy":
    case "held":
      return texts.device_busy;
    case "insecure":
      return texts.device_insecure;
    case "denied":
      return texts.guest_denied;
    case "lost":
      return texts.guest_lost;
    case "missing":
      return texts.guest_missing;
    case "failed":
    case null:
      return texts.guest_failed;
  }
}

/** What a missing microphone or camera means for the call, and what helps; `way_back` is empty where the sentence says it already. */
export interface DeviceTrouble {
  readonly sentence: string;
  readonly way_back: string;
}

/** Null where nothing that is wished for is missing. `wish`: what the person wants on, as far as this way of talking has it. */
export function deviceTrouble(
  devices: Pick<DevicesState, "microphone_problem" | "camera_problem">,
  wish: { readonly microphone: boolean; readonly camera: boolean },
  texts: ConsoleTexts,
): DeviceTrouble | null {
  const microphone = wish.microphone ? devices.microphone_problem : null;
  const camera = wish.camera ? devices.camera_problem : null;
  const either = (problem: DeviceProblem): boolean => microphone === problem || camera === problem;
  if (microphone === null && camera === null) return null;
  if (either("busy")) return { sentence: texts.device_busy, way_back: "" };
  if (either("insecure")) return { sentence: texts.device_insecure, way_back: "" };
  const denied = either("denied");
  const held = !denied && either("held");
  // What another app holds comes back by itself.
  const way_back = denied ? texts.device_way_back : held ? "" : texts.device_plug_in;
  const words = denied
    ? [texts.device_denied_both, texts.device_denied_camera, texts.device_denied_microphone]
    : held
      ? [texts.device_held_both, texts.device_held_camera, texts.device_held_microphone]
    : either("lost")
      ? [texts.device_lost_both, texts.device_lost_camera, texts.device_lost_microphone]
      : [texts.device_missing_both, texts.device_missing_camera, texts.device_missing_microphone];
  const [both = "", no_camera = "", no_microphone = ""] = words;
  return { sentence: microphone && camera ? both : camera ? no_camera : no_microphone, way_back };
}
