/** What a set check's notes come to: how far it is, what is judged, how it ended. Pure: what was known and a note in, what is known out. */

import type { CheckNote, CheckResult, Verdict } from "../../protocol/index.js";

/** `asked`: nobody does it yet. `done` and `failed` are the end. */
export type Stage = "asked" | CheckNote["step"] | "done" | "failed";

/** Why there is no result. `elsewhere`: the same person began another one. */
export type Problem = "no_worker" | "busy" | "time_over" | "worker_gone" | "elsewhere" | "no_connection" | "refused" | "stopped" | "fault";

export interface Progress {
  readonly stage: Stage;
  /** 0 to 1 of the time that is measured. */
  readonly part: number;
  /** 0 to 1, as loud as the sound arrives. */
  readonly level: number;
  readonly loop_ms: number | null;
  readonly verdicts: readonly Verdict[];
  readonly passed: boolean;
  readonly problem: Problem | null;
}

export const BEGUN: Progress = { stage: "asked", part: 0, level: 0, loop_ms: null, verdicts: [], passed: false, problem: null };
const QUIET_DBFS = -60;

/** The server's or the worker's note, taken in. After the end nothing changes any more. */
export function heard(now: Progress, note: Readonly<Record<string, unknown>>): Progress {
  if (now.stage === "done" || now.stage === "failed") return now;
  switch (note.state) {
    case "queued":
      return BEGUN;
    case "running":
      return { ...BEGUN, stage: "waiting" };
    case "done":
      return ended(now, note.result as CheckResult);
    case "failed":
    case "cancelled":
      return { ...now, stage: "failed", problem: problemOf(note.reason) };
    case undefined:
      return measured(now, note as unknown as CheckNote);
    default:
      return now;
  }
}

/** A result, as a note or a list of past checks tells it. */
export function ended(now: Progress, result: Pick<CheckResult, "passed" | "verdicts">): Progress {
  return { ...now, stage: "done", part: 1, level: 0, passed: result.passed, verdicts: result.verdicts };
}

/** Nothing more will come. */
export function broken(now: Progress, problem: Problem): Progress {
  return now.stage === "done" || now.stage === "failed" ? now : { ...now, stage: "failed", problem };
}

function measured(now: Progress, note: CheckNote): Progress {
  const level = note.level_dbfs === null ? 0 : Math.min(1, Math.max(0, 1 - note.level_dbfs / QUIET_DBFS));
  return {
    ...now,
    stage: note.step,
    part: note.total_ms > 0 ? Math.min(1, note.elapsed_ms / note.total_ms) : 0,
    level,
    loop_ms: note.loop_ms,
    // A note without verdicts takes none back.
    verdicts: note.verdicts.length > 0 ? note.verdicts : now.verdicts,
  };
}

function problemOf(reason: unknown): Problem {
  switch (reason) {
    case "no_worker":
    case "busy":
    case "time_over":
    case "stopped":
      return reason;
    case "replaced":
      return "elsewhere";
    case "left":
    case "worker_lost":
    case "worker_left":
    case "not_taken":
      return "worker_gone";
    default:
      return "fault";
  }
}

export const AREAS = ["picture", "sound", "connection"] as const;
export type Area = (typeof AREAS)[number];

const AREA_OF: Readonly<Record<Verdict["code"], Area>> = {
  no_picture: "picture", picture_stuck: "picture", light_good: "picture", too_dark: "picture", too_bright: "picture", backlit: "picture",
  sharp: "picture", blurred: "picture", steady: "picture", shaking: "picture", rate_good: "picture", rate_low: "picture",
  size_good: "picture", size_small: "picture",
  no_sound: "sound", sound_good: "sound", silent: "sound", too_quiet: "sound", clipping: "sound", noisy: "sound",
  speaker_heard: "sound", speaker_not_heard: "sound",
  up_good: "connection", up_slow: "connection", up_loss: "connection", up_jitter: "connection", down_good: "connection",
  down_loss: "connection", down_jitter: "connection", round_trip_good: "connection", round_trip_long: "connection",
  relay_works: "connection", relay_blocked: "connection",
};
const RANK = { fail: 0, warn: 1, ok: 2 };

/** What an area came to, the worst first. */
export function of(area: Area, verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ code }) => AREA_OF[code] === area).sort((a, b) => RANK[a.level] - RANK[b.level]);
}

/** How many verdicts are of this level. */
export function count(level: Verdict["level"], verdicts: readonly Verdict[]): number {
  return verdicts.filter((each) => each.level === level).length;
}
