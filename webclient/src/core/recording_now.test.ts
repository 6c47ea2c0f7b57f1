/** Tests of how a recording stands for one side. */

import { expect, it } from "vitest";
import type { Call } from "../protocol/index.js";
import { aCall } from "./fixtures.js";
import { recordingNow } from "./recording_now.js";

const associate = { ...aCall("c").shopper, person_id: "a", name: "Anna" };
type Recording = NonNullable<Call["recording"]>;

function call(recording: Partial<Recording> | null, change: Partial<Call> = {}): Call {
  const asked: Recording = {
    state: "asked", since_ms: 1, text_version: "2026-11/30", consents: [], recorded: [], paused_by: null, pause_reason: null, stopped_reason: null,
  };
  return aCall("c", { phase: { phase: "live", associate, accepted_at_ms: 1 }, recording: recording && { ...asked, ...recording }, ...change });
}

it("is nothing where nobody was asked, and once the call is over", () => {
  expect(recordingNow(call(null), "shopper", false).kind).toBe("none");
  expect(recordingNow(call({ state: "on" }, { phase: aCall("c").phase }), "shopper", false).kind).toBe("none");
  expect(recordingNow(call({ state: "stopped", stopped_reason: "ended" }), "shopper", false).kind).toBe("none");
});

it("knows what this side answered", () => {
  const consents: Recording["consents"] = [{ side: "associate", agreed: false, text_version: "2026-11/30", language: "en", at_ms: 1 }];
  expect(recordingNow(call({ consents }), "shopper", false)).toEqual({ kind: "asked", mine: null, text_version: "2026-11/30" });
  expect(recordingNow(call({ consents }), "associate", false)).toMatchObject({ mine: false });
});

it("tells a pause that can be ended from one at the checkout", () => {
  const checkout = { step: "started", at_ms: 1, order_number: "", reason: "" } as unknown as Call["checkout"];
  const paused = { state: "paused", recorded: ["shopper"], paused_by: "associate", pause_reason: "tap" } as const;
  expect(recordingNow(call({ state: "on", recorded: ["associate"] }), "shopper", false)).toMatchObject({ kind: "on", recorded: ["associate"] });
  expect(recordingNow(call({ ...paused, recorded: ["shopper"] }), "shopper", false)).toMatchObject({ by: "associate", at_checkout: false });
  expect(recordingNow(call({ ...paused, recorded: [] }, { checkout }), "shopper", false)).toMatchObject({ at_checkout: true });
});

it("[REC9] runs only while a recorder is there: the first is coming, a later one was lost", () => {
  const guest = (role: "recorder" | "listener") => ({ guest_id: "g", person_id: "w", name: "", client_id: "wrk-0001", joined_at_ms: 1, role, told: true });
  const recorder = (guests: Call["guests"], had: boolean) => recordingNow(call({ state: "on" }, { guests }), "shopper", had);
  expect(recorder([], false)).toMatchObject({ recorder: "coming" });
  expect(recorder([guest("listener")], false)).toMatchObject({ recorder: "coming" });
  expect(recorder([guest("listener"), guest("recorder")], false)).toMatchObject({ recorder: "there" });
  expect(recorder([guest("listener")], true)).toMatchObject({ recorder: "lost" });
  expect(recorder([guest("recorder")], true)).toMatchObject({ recorder: "there" });
});

it("[REC9] is paused with and without a recorder", () => {
  for (const had of [false, true]) {
    expect(recordingNow(call({ state: "paused", paused_by: "associate", pause_reason: "tap" }), "shopper", had).kind).toBe("paused");
  }
});

it("says why it is over", () => {
  for (const reason of ["withdrawn", "refused", "failed"] as const) {
    expect(recordingNow(call({ state: "stopped", stopped_reason: reason }), "shopper", false)).toEqual({ kind: "stopped", reason });
  }
});
