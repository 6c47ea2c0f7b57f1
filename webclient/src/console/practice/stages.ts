/** How far a rehearsal that is on has come, as [REHEARSE5] tells of it. Pure; it was written by a worker, perhaps of another version. */

import type { RehearsalView } from "../../protocol/index.js";

/** What the worker has said so far. `voice` is empty until the shopper calls. */
export interface Noted {
  readonly step: "" | "preparing" | "calling";
  readonly voice: string;
}

export const NOTHING: Noted = { step: "", voice: "" };

/** Nobody has it yet; what will be said is being made; it rings, or is about to; in the call; the call is over and its report on the way. */
export type Stage = "waiting" | "preparing" | "calling" | "in_call" | "over";

/** What is known after another note. A job that waits again is begun anew by the next worker. */
export function noted(before: Noted, note: Readonly<Record<string, unknown>>): Noted {
  if (note.state === "queued") return NOTHING;
  if (note.step === "preparing") return { step: "preparing", voice: "" };
  if (note.step === "calling") return { step: "calling", voice: typeof note.voice === "string" ? note.voice : "" };
  return before;
}

/** `in_line`: its call waits or rings here. `answered`: it was live at some time. Notes are for this tablet while its socket stands, so they may be missing. */
export function stageOf(
  state: RehearsalView["state"],
  { step }: Noted,
  seen: { readonly live: boolean; readonly in_line: boolean; readonly answered: boolean },
): Stage {
  if (seen.live) return "in_call";
  if (seen.answered) return "over";
  if (seen.in_line || step === "calling") return "calling";
  return step === "preparing" || state === "running" ? "preparing" : "waiting";
}
