/** Tests of what the associate is told of a recording. */

import { describe, expect, it } from "vitest";
import { aCall } from "../../core/fixtures.js";
import type { Call, TeamCall } from "../../protocol/index.js";
import { consoleTexts } from "../../ui/texts/console.js";
import { guestMark, mayAsk, recordingSays, teamMark } from "./recording.js";

const { texts } = consoleTexts(["en"]);
type Recording = NonNullable<Call["recording"]>;

function call(recording: Partial<Recording> | null, change: Partial<Call> = {}): Call {
  const asked: Recording = {
    state: "asked", since_ms: 1, text_version: "2026-11/30", consents: [], recorded: [], paused_by: null, pause_reason: null, stopped_reason: null,
  };
  const associate = { ...aCall("c").shopper, person_id: "a" };
  return aCall("c", { phase: { phase: "live", associate, accepted_at_ms: 1 }, recording: recording && { ...asked, ...recording }, ...change });
}
const says = (recording: Partial<Recording>, change: Partial<Call> = {}, had = false) => recordingSays(call(recording, change), texts, had);
const recorder: Call["guests"][number] = {
  guest_id: "g", person_id: "w", name: "", client_id: "wrk-0001", joined_at_ms: 1, role: "recorder", told: true,
};
const there = { guests: [recorder] };
const yes: Recording["consents"] = [{ side: "associate", agreed: true, text_version: "2026-11/30", language: "en", at_ms: 1 }];

it("asks once in a call, and only where there is something to see or hear", () => {
  expect(mayAsk(call(null))).toBe(true);
  expect(mayAsk(call({ state: "stopped" }))).toBe(false);
  expect(mayAsk(call(null, { mode: "text" }))).toBe(false);
  expect(mayAsk(call(null, { phase: aCall("c").phase }))).toBe(false);
  expect(recordingSays(call(null), texts, false)).toBeNull();
});

it("waits for the answers, one's own first", () => {
  expect(says({})).toMatchObject({ words: texts.record_your_answer, acts: ["answer", "take_back"] });
  expect(says({ consents: yes })).toEqual({ words: "Waiting for the shopper's answer about recording", mark: null, acts: ["take_back"] });
});

it("lets nobody agree to words of another version", () => {
  expect(says({ text_version: "2020-01/30" })?.acts).toEqual(["take_back"]);
});

it("[REC9] marks what runs and what is paused, with whom", () => {
  expect(says({ state: "on", recorded: ["shopper", "associate"] }, there)).toEqual({ words: "Recording", mark: "on", acts: ["pause", "stop"] });
  expect(says({ state: "on", recorded: ["shopper"] }, there)?.words).toBe("Recording the shopper only");
  expect(says({ state: "on", recorded: ["associate"] }, there)?.words).toBe("Recording you only");
  const paused = { state: "paused", paused_by: "shopper", pause_reason: "tap" } as const;
  expect(says(paused)).toEqual({ words: "Recording paused by the shopper", mark: "paused", acts: ["resume", "stop"] });
  expect(says({ ...paused, paused_by: "associate" })?.words).toBe("Recording paused");
  const checkout = { step: "started", at_ms: 1, order_number: "", reason: "" } as unknown as Call["checkout"];
  expect(says({ ...paused, pause_reason: "checkout" }, { checkout })).toMatchObject({ words: texts.record_paused_checkout, mark: "paused", acts: ["stop"] });
});

it("[REC9] claims to record only while a recorder is there", () => {
  const on = { state: "on", recorded: ["shopper", "associate"] } satisfies Partial<Recording>;
  expect(says(on)).toEqual({ words: "Recording starts", mark: "starting", acts: ["pause", "stop"] });
  expect(says({ ...on, recorded: ["shopper"] })?.words).toBe("Recording starts");
  expect(says(on, {}, true)).toEqual({ words: "Recording interrupted. It goes on by itself.", mark: "interrupted", acts: ["pause", "stop"] });
  expect(says(on, there, true)?.mark).toBe("on");
  expect(says({ ...on, state: "paused", paused_by: "associate", pause_reason: "tap" })?.mark).toBe("paused");
  expect(says({ ...on, state: "paused", paused_by: "associate", pause_reason: "tap" }, {}, true)?.mark).toBe("paused");
});

it("says why it is over, until that is read", () => {
  expect(says({ state: "stopped", stopped_reason: "withdrawn" })).toEqual({ words: texts.record_stopped, mark: null, acts: ["close"] });
  expect(says({ state: "stopped", stopped_reason: "refused" })?.words).toBe(texts.record_refused);
  expect(says({ state: "stopped", stopped_reason: "failed" })?.words).toBe(texts.record_failed);
  expect(says({ state: "stopped", stopped_reason: "ended" })).toBeNull();
});

/** The same call as the list of the store's calls has it. */
function listed({ recording, checkout, guests }: Call, change: Partial<TeamCall> = {}): TeamCall {
  const { state, recorded, paused_by, pause_reason } = recording ?? { state: "asked", recorded: [], paused_by: null, pause_reason: null };
  return {
    call_id: "c", kind: "customer", phase: "live", since_ms: 1, requested_at_ms: 1, mode: "video", language: "en", question: "", shopper_name: "", shopper_lost: false,
    associate_id: "a", associate_name: "Anna", associate_lost: false, page_title: "", product_id: "",
    guests: guests.map(({ guest_id, role, person_id, name, told, joined_at_ms }) => ({ guest_id, role, person_id, name, told, joined_at_ms })),
    recording: state === "on" || state === "paused" ? { state, recorded, paused_by, pause_reason, at_checkout: checkout?.step === "started" } : null,
    ...change,
  };
}

describe("[REC9] whoever else of the team sees the call", () => {
  const both: Recording["recorded"] = ["shopper", "associate"];
  const by = (paused_by: "shopper" | "associate", pause_reason: "tap" | "checkout") => ({ state: "paused", recorded: both, paused_by, pause_reason }) as const;
  const checkout = { step: "started", at_ms: 1, order_number: "", reason: "" } as unknown as Call["checkout"];
  it.each<[string, string, string, Call, boolean]>([
    ["starts", "starting", "Recording starts", call({ state: "on", recorded: both }), false],
    ["runs", "on", "Recording", call({ state: "on", recorded: both }, there), false],
    ["runs with one", "on", "Recording the shopper only", call({ state: "on", recorded: ["shopper"] }, there), true],
    ["runs with the other", "on", "Recording the associate only", call({ state: "on", recorded: ["associate"] }, there), true],
    ["was interrupted", "interrupted", "Recording interrupted. It goes on by itself.", call({ state: "on", recorded: both }), true],
    ["is paused", "paused", "Recording paused", call(by("associate", "tap"), there), true],
    ["is paused by the shopper", "paused", "Recording paused by the shopper", call(by("shopper", "tap"), there), true],
    ["is paused at the checkout", "paused", "Recording paused while the checkout is open", call(by("shopper", "checkout"), { ...there, checkout }), true],
    ["stays paused after it", "paused", "Recording paused", call(by("shopper", "checkout"), there), true],
  ])("is told the same, as a guest and in the list: it %s", (_name, mark, words, of, had) => {
    expect(guestMark(of, texts, had)).toEqual({ mark, words });
    expect(teamMark(listed(of), texts, had)).toEqual({ mark, words });
  });

  it("is told nothing where nothing is recorded", () => {
    for (const of of [call(null), call({}), call({ consents: yes }), call({ state: "stopped", stopped_reason: "withdrawn" }, there)]) {
      expect(guestMark(of, texts, true)).toBeNull();
      expect(teamMark(listed(of), texts, true)).toBeNull();
    }
    const over = call({ state: "on", recorded: both }, there);
    expect(guestMark({ ...over, phase: aCall("c").phase }, texts, true)).toBeNull();
    expect(teamMark(listed(over, { phase: "ringing" }), texts, true)).toBeNull();
    // A server of the version before says nothing of it.
    const { recording: _, ...older } = listed(over);
    expect(teamMark(older as TeamCall, texts, true)).toBeNull();
  });
});
