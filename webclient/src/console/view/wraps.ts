/** What the wrap-up sheet is about: the call that has just ended, or an earlier one that was left for later. Pure. */

import { duration } from "../../core/words.js";
import type { Call, CallSummary } from "../../protocol/index.js";
import type { ConsoleTexts } from "../../ui/texts/console.js";

export interface Wrap {
  readonly call_id: string;
  readonly words: string;
  readonly paid: boolean;
}

/** The newly ended call goes first; null where there is nothing to wrap up. */
export function wrapOf(ended: Call | null, reopened: CallSummary | null, texts: ConsoleTexts): Wrap | null {
  if (ended?.phase.phase === "ended") {
    const { reason, ended_at_ms } = ended.phase;
    return {
      call_id: ended.call_id,
      words: said(reason, ended_at_ms - ended.requested_at_ms, texts),
      paid: ended.checkout?.step === "paid",
    };
  }
  if (reopened === null) return null;
  const { call_id, end_reason, ended_at_ms, requested_at_ms } = reopened;
  return { call_id, words: said(end_reason, ended_at_ms - requested_at_ms, texts), paid: false };
}

/** How the call ended, and how long it was from the request on. */
function said(reason: string, lasted_ms: number, texts: ConsoleTexts): string {
  const words = (texts.wrap_reason as Readonly<Record<string, string>>)[reason] ?? "";
  return `${words} ${texts.call_lasted(duration(lasted_ms))}`.trim();
}
