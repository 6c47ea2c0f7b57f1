/** Which sentence belongs to a refusal or to what the store made of a change. Pure; the words come as an argument. */

import type { DeviceProblem } from "../../net/devices.js";
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

/** What a missing microphone or camera means for the call; null where both are there. `denied`: the browser was told no. */
export function deviceSentence(
  microphone: DeviceProblem | null,
  camera: DeviceProblem | null,
  texts: ConsoleTexts,
): { sentence: string; denied: boolean } | null {
  const denied = microphone === "denied" || camera === "denied";
  if (microphone === null && camera === null) return null;
  if (microphone === "busy" || camera === "busy") return { sentence: texts.device_busy, denied: false };
  if (microphone === "insecure" || camera === "insecure") return { sentence: texts.device_insecure, denied: false };
  if (microphone && camera) return { sentence: denied ? texts.device_denied_both : texts.device_missing_both, denied };
  if (camera) return { sentence: denied ? texts.device_denied_camera : texts.device_missing_camera, denied };
  return { sentence: denied ? texts.device_denied_microphone : texts.device_missing_microphone, denied };
}
