/** What the wrap-up sheet is about: the call that has just ended, or an earlier one that was left for later. Pure. */

import { duration } from "../../core/words.js";
import type { Call, CallSummary } from "../../protocol/index.js";
import type { ConsoleTexts } from "../../ui/texts/console.js";

export interface Wrap {
  readonly call_id: string;
  readonly words: string;
  readonly paid: boolean;
}

/** When the last call that was on was answered: the moment its own clock counts from. A call that is over no longer says it. */
export interface Answered {
  readonly call_id: string;
  readonly at_ms: number;
}

export function answeredOf(live: Call | null): Answered | null {
  return live?.phase.phase === "live" ? { call_id: live.call_id, at_ms: live.phase.accepted_at_ms } : null;
}

/** The newly ended call goes first; null where there is nothing to wrap up. */
export function wrapOf(ended: Call | null, reopened: CallSummary | null, answered: Answered | null, texts: ConsoleTexts): Wrap | null {
  const lasted = (call_id: string, ended_at_ms: number): number | null => (answered?.call_id === call_id ? ended_at_ms - answered.at_ms : null);
  if (ended?.phase.phase === "ended") {
    const { reason, ended_at_ms } = ended.phase;
    return {
      call_id: ended.call_id,
      words: said(reason, lasted(ended.call_id, ended_at_ms), texts),
      paid: ended.checkout?.step === "paid",
    };
  }
  if (reopened === null) return null;
  const { call_id, end_reason, ended_at_ms } = reopened;
  return { call_id, words: said(end_reason, lasted(call_id, ended_at_ms), texts), paid: false };
}

/** How the call ended, and how long it was by its own clock where that is known. */
function said(reason: string, lasted_ms: number | null, texts: ConsoleTexts): string {
  const words = (texts.wrap_reason as Readonly<Record<string, string>>)[reason] ?? "";
  return lasted_ms === null ? words : `${words} ${texts.call_lasted(duration(lasted_ms))}`.trim();
}
