/** When to try again: after a closed socket, an unanswered or postponed command, a refused ticket. Pure; chance is an argument. */

import { CLOSE_CODES, type CommandBody, type RefusalCode } from "../protocol/index.js";

export const FIRST_DELAY_MS = 250;
export const LONGEST_DELAY_MS = 5_000;

/** Wait before attempt `attempt` (0 is the first retry): doubling from 0.25 s to 5 s, of which `chance` (0..1) takes half. */
export function delayMs(attempt: number, chance: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 16));
  return Math.round(full * (0.5 + chance / 2));
}

export type CloseAction = "retry" | "new_ticket" | "stop";

/** What to do after a close code. Codes that are not ours (1006, a proxy's) are a dropped line: try again. */
export function afterClose(code: number): CloseAction {
  const known = Object.values(CLOSE_CODES).find((each) => each.code === code);
  return known?.action ?? "retry";
}

/** Whether the same command is sent again after this refusal: nothing was decided, the server only had no time for it. */
export function postponed(code: RefusalCode): boolean {
  return code === "retry_later" || code === "rate_limited";
}

/** How often a postponed command is tried before its refusal is shown; what has happened is told for ever. */
export const POSTPONED_MAX = 12;

/** Whether a command tells of what has happened already: nobody would say it again, so it is tried until it is taken. */
export function hasHappened(type: CommandBody["type"]): boolean {
  return /settle|report|call_end|withdraw|page/.test(type);
}

/** Whether asking for a ticket again can help after this refusal. */
export function ticketHopeless(code: RefusalCode): boolean {
  return code === "origin_not_allowed" || code === "unknown_store" || code === "not_signed_in" || code === "revoked";
}
