/** Tests of the rehearsal one is in: begun, followed while it is on, over reloads, and its end. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConsoleHttp } from "../net/console_http.js";
import { HttpFailed, HttpRefused } from "../net/http.js";
import { makeKeep, type Keep } from "../net/keep.js";
import type { RefusalCode, RehearsalView, ServerFrame } from "../protocol/index.js";
import { Rehearsing } from "./rehearsing.js";

const OPEN: RehearsalView = {
  rehearsal_id: "job_1", associate_id: "ann", name: "Ann", story: "short", title: "A short one", language: "en",
  started_at_ms: 1, ended_at_ms: 0, state: "waiting", reason: "", report: {},
};
const OVER: RehearsalView = { ...OPEN, state: "done", ended_at_ms: 9 };
let keep: Keep;
/** What the server has, newest first; null: it does not answer. */
let listed: readonly RehearsalView[] | null;
let refuses: RefusalCode | "";
let ends: number;

function page(): Rehearsing {
  const http = {
    rehearse: async () => {
      await Promise.resolve();
      if (refuses !== "") throw new HttpRefused(409, { code: refuses, message: "", detail: "", allowed: [] }, 0);
      return OPEN;
    },
    rehearsals: async () => {
      await Promise.resolve();
      if (listed === null) throw new HttpFailed("no answer");
      return { rehearsals: listed };
    },
    stopRehearsal: () => Promise.resolve(),
  };
  return new Rehearsing(http as unknown as ConsoleHttp, keep, () => undefined, () => (ends += 1));
}

const note = (words: Record<string, unknown>, job_id = "job_1", kind = "rehearse") => ({ type: "job_note", job_id, kind, note: words }) as ServerFrame;

beforeEach(() => {
  vi.useFakeTimers();
  keep = makeKeep("", null);
  listed = [OPEN];
  refuses = "";
  ends = 0;
});

afterEach(() => vi.useRealTimers());

describe("a rehearsal", () => {
  it("is followed until its end, which is told once", async () => {
    const it = page();
    await it.begin("short", "tablet");
    await vi.advanceTimersByTimeAsync(3_100);
    expect([it.open, ends]).toEqual([true, 0]);
    listed = null; // no answer for a while
    await vi.advanceTimersByTimeAsync(3_000);
    expect(it.open).toBe(true);
    listed = [OVER];
    await vi.advanceTimersByTimeAsync(20_000);
    expect([it.open, it.now?.state, ends]).toEqual([false, "done", 1]);
  });

  it("goes on after a reload, and is told of when it ended meanwhile", async () => {
    await page().begin("short", "tablet");
    const next = page();
    next.resume();
    await vi.advanceTimersByTimeAsync(10);
    expect(next.open).toBe(true);
    listed = [OVER];
    const last = page();
    last.resume();
    await vi.advanceTimersByTimeAsync(10);
    expect([last.now?.state, ends]).toEqual(["done", 1]);
    last.resume();
    await vi.advanceTimersByTimeAsync(10);
    expect(ends).toBe(1);
  });

  it("that is on elsewhere is shown, and said", async () => {
    refuses = "rehearsal_running";
    const it = page();
    await it.begin("short", "tablet");
    expect([it.problem, it.now?.rehearsal_id, it.starting]).toEqual(["rehearsal_running", "job_1", ""]);
  });

  it("is not begun a second time while one is on", async () => {
    const it = page();
    await it.begin("short", "tablet");
    refuses = "rate_limited";
    await it.begin("short", "tablet");
    expect(it.problem).toBe("");
  });

  it("is put away by hand, never while it is on", async () => {
    const it = page();
    await it.begin("short", "tablet");
    it.putAway();
    expect(it.now).not.toBeNull();
    listed = [OVER];
    await vi.advanceTimersByTimeAsync(2_000);
    it.putAway();
    expect(it.now).toBeNull();
  });
});

describe("REHEARSE5: its worker's notes", () => {
  it("are kept, also those that come before the answer to the beginning", async () => {
    const it = page();
    it.take(note({ step: "preparing" }));
    expect(it.noted.step).toBe("");
    await it.begin("short", "tablet");
    expect(it.noted.step).toBe("preparing");
    it.take(note({ step: "calling", voice: "missing" }, "job_1", "mirror"));
    expect(it.noted.step).toBe("preparing");
    it.take(note({ step: "calling", voice: "missing" }));
    expect(it.noted).toEqual({ step: "calling", voice: "missing" });
  });

  it("are of this one alone", async () => {
    const it = page();
    await it.begin("short", "tablet");
    it.take(note({ step: "calling", voice: "missing" }, "job_0"));
    expect(it.noted.voice).toBe("");
  });
});
