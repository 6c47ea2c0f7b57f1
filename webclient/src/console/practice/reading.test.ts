import { describe, expect, it } from "vitest";
import type { RehearsalView } from "../../protocol/index.js";
import { goalsMet, reportOf, seconds, standing } from "./reading.js";

const DONE: RehearsalView = {
  rehearsal_id: "job_00000001", associate_id: "ann", name: "Ann", story: "hurried", title: "In a hurry", language: "en",
  started_at_ms: 1, ended_at_ms: 2, state: "done", reason: "",
  report: {
    ending: "played", passed: true, products_shown: 2, messages: 3, nudges: 1, talked_s: 41.5, voice: "spoken",
    rows: [
      { key: "answer_s", reached_s: 3.1, goal_s: 6, verdict: "met" },
      { key: "first_shown_s", reached_s: null, goal_s: null, verdict: "no_goal" },
      { key: "checkout_s", reached_s: null, goal_s: 60, verdict: "missed" },
      { key: "matching_added_s", reached_s: 50, goal_s: 40, verdict: "late" },
    ],
  },
};

describe("a report", () => {
  it("is read as it was written, without rows that say nothing", () => {
    const report = reportOf(DONE);
    expect(report?.rows.map((row) => [row.key, row.verdict])).toEqual([["answer_s", "met"], ["checkout_s", "missed"], ["matching_added_s", "late"]]);
    expect(report && goalsMet(report)).toEqual({ met: 1, all: 3 });
    expect(report?.voice).toBe("spoken");
    expect(standing(DONE)).toBe("passed");
  });

  it("is none where the rehearsal did not come to its end", () => {
    expect(reportOf({ ...DONE, state: "failed", report: {} })).toBeNull();
    expect(standing({ ...DONE, state: "failed" })).toBe("failed");
  });

  it("of another version, or of nonsense, breaks nothing", () => {
    const odd = reportOf({ ...DONE, report: { rows: [7, null, { key: "x", reached_s: "soon", goal_s: 4, verdict: "odd" }], passed: "yes", talked_s: null } });
    expect(odd).toEqual({
      ending: "", passed: false, products_shown: 0, messages: 0, nudges: 0, talked_s: null, voice: "",
      rows: [{ key: "x", reached_s: null, goal_s: 4, verdict: "no_goal" }],
    });
    expect(reportOf({ ...DONE, report: { rows: "none" } })?.rows).toEqual([]);
  });
});

describe("seconds", () => {
  it("are written short, and from a minute on with minutes", () => {
    expect([0.25, 3.14, 12.6, 59.4, 60, 125.4].map((value) => seconds(value, "en"))).toEqual(["0.3", "3.1", "13", "59"].map((each) => `${each}\u202fs`).concat("1:00", "2:05"));
    expect(seconds(3.14, "de")).toBe("3,1\u202fs");
  });
});
