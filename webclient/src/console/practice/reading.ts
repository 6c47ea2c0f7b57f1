/** What a report says, read with care: it was written by a worker, perhaps of another version. Pure. */

import type { RehearsalView } from "../../protocol/index.js";

export interface ReportRow {
  readonly key: string;
  readonly reached_s: number | null;
  readonly goal_s: number | null;
  readonly verdict: "met" | "late" | "missed" | "no_goal";
}

export interface Report {
  readonly ending: string;
  readonly passed: boolean;
  readonly rows: readonly ReportRow[];
  readonly products_shown: number;
  readonly messages: number;
  readonly nudges: number;
  readonly talked_s: number | null;
  readonly voice: string;
}

type Words = Readonly<Record<string, unknown>>;
const VERDICTS = ["met", "late", "missed", "no_goal"] as const;

/** The report of a rehearsal that is done; null where there is none. Rows without a goal and without a time say nothing and are left out. */
export function reportOf(rehearsal: RehearsalView): Report | null {
  if (rehearsal.state !== "done") return null;
  const words: Words = rehearsal.report;
  const rows = Array.isArray(words.rows) ? words.rows.filter(isWords).map(rowOf) : [];
  return {
    ending: typeof words.ending === "string" ? words.ending : "",
    passed: words.passed === true,
    rows: rows.filter((row) => row.goal_s !== null || row.reached_s !== null),
    products_shown: number(words.products_shown) ?? 0,
    messages: number(words.messages) ?? 0,
    nudges: number(words.nudges) ?? 0,
    talked_s: number(words.talked_s),
    voice: typeof words.voice === "string" ? words.voice : "",
  };
}

/** How many of the goals were met, of how many. */
export function goalsMet(report: Report): { met: number; all: number } {
  const wanted = report.rows.filter((row) => row.goal_s !== null);
  return { met: wanted.filter((row) => row.verdict === "met").length, all: wanted.length };
}

/** The word for how a rehearsal stands: a done one is passed or not. */
export function standing(rehearsal: RehearsalView): string {
  return rehearsal.state === "done" && rehearsal.report.passed === true ? "passed" : rehearsal.state;
}

/** Seconds as people read them: "3.1 s" up to a minute, then "1:20". */
export function seconds(value: number, language: string): string {
  if (value < 60) return `${new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)}\u202fs`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function rowOf(words: Words): ReportRow {
  return {
    key: String(words.key),
    reached_s: number(words.reached_s),
    goal_s: number(words.goal_s),
    verdict: VERDICTS.find((each) => each === words.verdict) ?? "no_goal",
  };
}

function isWords(value: unknown): value is Words {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
