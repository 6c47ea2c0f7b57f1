/** Tests of how far a rehearsal has come. */

import { describe, expect, it } from "vitest";
import { NOTHING, noted, stageOf } from "./stages.js";

const away = { live: false, in_line: false, answered: false };
const preparing = noted(NOTHING, { step: "preparing" });
const calling = noted(preparing, { step: "calling", call_id: "call_1", voice: "missing" });

describe("REHEARSE5: what a worker notes", () => {
  it("is remembered, and lines change nothing of it", () => {
    expect(preparing).toEqual({ step: "preparing", voice: "" });
    expect(noted(calling, { line: "Hello" })).toEqual({ step: "calling", voice: "missing" });
    expect(noted(preparing, { step: "calling", voice: 7 })).toEqual({ step: "calling", voice: "" });
    expect(noted(preparing, { step: "dancing" })).toBe(preparing);
  });

  it("is forgotten where the job waits for another worker", () => expect(noted(calling, { state: "queued", reason: "worker_lost" })).toBe(NOTHING));
});

describe("a rehearsal's stage", () => {
  it.each([
    ["waiting", "waiting", NOTHING, away],
    ["preparing", "waiting", preparing, away],
    ["preparing", "running", NOTHING, away],
    ["calling", "running", calling, away],
    ["calling", "running", NOTHING, { ...away, in_line: true }],
    ["in_call", "running", calling, { live: true, in_line: false, answered: true }],
    ["over", "running", calling, { ...away, answered: true }],
  ] as const)("%s", (stage, state, notes, seen) => expect(stageOf(state, notes, seen)).toBe(stage));
});
