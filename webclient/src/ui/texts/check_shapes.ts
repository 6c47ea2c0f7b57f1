/** What the set check's texts must cover: every verdict, state and known line of the list. Types only. */

import type { CheckNote, Verdict } from "../../protocol/index.js";

export type VerdictCode = Verdict["code"];

export interface CheckTexts {
  /** What is so, and what to do about it (empty where nothing needs to be done). */
  verdicts: Record<VerdictCode, { says: string; what_to_do: string }>;
  states: Record<CheckNote["step"], string>;
  /** The known lines of the list before going live; a store's own lines carry their text. */
  items: Record<"ring_light" | "backdrop" | "products" | "do_not_disturb", string>;
  level: Record<Verdict["level"], string>;
  /** `ms` is the note's `loop_ms`, rounded. */
  late: (ms: number) => string;
}
