/** What notes of a set check come to, from the first to the end, and what none may change. */

import { describe, expect, it } from "vitest";
import type { CheckNote, Verdict } from "../../protocol/index.js";
import { AREAS, BEGUN, broken, count, ended, heard, of, type Progress } from "./progress.js";

const dark: Verdict = { code: "too_dark", level: "fail", measured: 30, wanted: 75 };
const sharp: Verdict = { code: "sharp", level: "ok", measured: 1.2, wanted: 2.9 };
const small: Verdict = { code: "size_small", level: "warn", measured: 1, wanted: 2 };
const loud: Verdict = { code: "noisy", level: "warn", measured: -40, wanted: -46 };

function note(more: Partial<CheckNote> = {}): Record<string, unknown> {
  return { step: "measuring", elapsed_ms: 4000, total_ms: 10_000, level_dbfs: -30, loop_ms: 80, verdicts: [], ...more };
}

function after(...notes: Record<string, unknown>[]): Progress {
  return notes.reduce(heard, BEGUN);
}

describe("a set check", () => {
  it("goes from asked to done", () => {
    const queued = { state: "queued", reason: "" };
    const running = { state: "running", attempt: 1 };
    expect(after(queued).stage).toBe("asked");
    expect(after(queued, running).stage).toBe("waiting");
    const now = after(queued, running, note({ verdicts: [dark] }));
    expect(now).toMatchObject({ stage: "measuring", part: 0.4, level: 0.5, loop_ms: 80, verdicts: [dark] });
    expect(heard(now, note({ step: "tone" }))).toMatchObject({ stage: "tone", verdicts: [dark] });
    const done = heard(now, { state: "done", reason: "", result: { passed: false, verdicts: [dark, sharp] } });
    expect(done).toMatchObject({ stage: "done", part: 1, passed: false, verdicts: [dark, sharp], problem: null });
    expect(heard(done, note())).toBe(done);
    expect(broken(done, "no_connection")).toBe(done);
  });

  it("begins anew when another worker takes it", () => {
    const lost = after({ state: "running" }, note({ verdicts: [dark] }), { state: "queued", reason: "worker_lost" });
    expect(lost).toEqual(BEGUN);
  });

  it.each([
    ["no_worker", "no_worker"],
    ["busy", "busy"],
    ["time_over", "time_over"],
    ["stopped", "stopped"],
    ["replaced", "elsewhere"],
    ["worker_lost", "worker_gone"],
    ["worker_left", "worker_gone"],
    ["left", "worker_gone"],
    ["not_taken", "worker_gone"],
    ["Something went wrong.", "fault"],
    [undefined, "fault"],
  ])("ends with a problem: %s", (reason, problem) => {
    expect(after({ state: "failed", reason })).toMatchObject({ stage: "failed", problem });
    expect(after({ state: "cancelled", reason })).toMatchObject({ stage: "failed", problem });
  });

  it("takes no state that it does not know, and no part beyond the whole", () => {
    expect(after({ state: "dreaming" })).toBe(BEGUN);
    expect(after(note({ elapsed_ms: 12_000 })).part).toBe(1);
    expect(after(note({ total_ms: 0 })).part).toBe(0);
    expect(after(note({ level_dbfs: null })).level).toBe(0);
    expect(after(note({ level_dbfs: -90 })).level).toBe(0);
    expect(after(note({ level_dbfs: 3 })).level).toBe(1);
  });

  it("breaks with a reason, or ends by the list of past checks", () => {
    expect(broken(after(note()), "no_connection")).toMatchObject({ stage: "failed", problem: "no_connection" });
    expect(ended(after(note()), { passed: true, verdicts: [sharp] })).toMatchObject({ stage: "done", passed: true });
  });
});

describe("verdicts", () => {
  it("stand by area, the worst first", () => {
    const all = [sharp, small, loud, dark];
    expect(of("picture", all)).toEqual([dark, small, sharp]);
    expect(of("sound", all)).toEqual([loud]);
    expect(of("connection", all)).toEqual([]);
    expect(AREAS.flatMap((area) => of(area, all))).toHaveLength(all.length);
    expect([count("fail", all), count("warn", all), count("ok", all)]).toEqual([1, 2, 1]);
  });
});
