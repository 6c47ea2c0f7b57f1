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
  areas: Record<"picture" | "sound" | "connection", string>;
  /** Why a check came to no result, and what helps. */
  problems: Record<
    "no_worker" | "busy" | "time_over" | "worker_gone" | "elsewhere" | "no_connection" | "refused" | "stopped" | "fault",
    { says: string; what_to_do: string }
  >;
  title: string;
  back: string;
  intro: string;
  tone: string;
  tone_hint: string;
  start: string;
  again: string;
  stop: string;
  asked: string;
  offline: string;
  your_camera: string;
  as_shoppers: string;
  opening: string;
  no_picture: string;
  listen: string;
  listen_stop: string;
  listen_hint: string;
  progress: string;
  level_label: string;
  results: string;
  first_results: string;
  passed: string;
  passed_hint: string;
  could_be_better: (count: number) => string;
  need_attention: (count: number) => string;
  list: string;
  list_left: (count: number) => string;
  list_done: string;
  list_failed: string;
  /** The supervisor's list of everybody's checks. */
  team_none: string;
  team_failed: string;
  team_passed: string;
  team_not_passed: string;
  team_gone: string;
  /** `ms` is the note's `loop_ms`, rounded. */
  late: (ms: number) => string;
}
