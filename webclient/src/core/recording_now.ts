/** How the recording of a call stands for one side of it: asked, running, paused, over. Pure: a call in, an answer out. */

import type { Call, Guest, Side } from "../protocol/index.js";

export type RecordingNow =
  /** Nobody has been asked, or the call is over. */
  | { readonly kind: "none" }
  /** `mine`: what this side answered; null where it has not. */
  | { readonly kind: "asked"; readonly mine: boolean | null; readonly text_version: string }
  /** Only while a recorder is `there` anything is kept: not while the first is `coming`, nor where one is `lost`. */
  | { readonly kind: "on"; readonly recorded: readonly Side[]; readonly recorder: "coming" | "there" | "lost" }
  /** `at_checkout`: nothing can be resumed while the checkout is open. */
  | { readonly kind: "paused"; readonly recorded: readonly Side[]; readonly by: Side; readonly at_checkout: boolean }
  | { readonly kind: "stopped"; readonly reason: "withdrawn" | "refused" | "failed" };

/** Whether a recorder is in the call. */
export function recorderIn({ guests }: { readonly guests: readonly Pick<Guest, "role">[] }): boolean {
  return guests.some(({ role }) => role === "recorder");
}

/** `had`: this screen has seen a recorder in the call, so that it is lost where none is there now. */
export function recordingNow(call: Pick<Call, "recording" | "checkout" | "phase" | "guests">, side: Side, had: boolean): RecordingNow {
  const { recording, checkout, phase } = call;
  if (recording === null || phase.phase !== "live") return { kind: "none" };
  const { state, recorded } = recording;
  switch (state) {
    case "asked": {
      const mine = recording.consents.find((each) => each.side === side)?.agreed ?? null;
      return { kind: "asked", mine, text_version: recording.text_version };
    }
    case "on":
      return { kind: "on", recorded, recorder: recorderIn(call) ? "there" : had ? "lost" : "coming" };
    case "paused":
      return { kind: "paused", recorded, by: recording.paused_by ?? "shopper", at_checkout: checkout?.step === "started" };
    case "stopped":
      if (recording.stopped_reason === null || recording.stopped_reason === "ended") return { kind: "none" };
      return { kind: "stopped", reason: recording.stopped_reason };
    default:
      return state satisfies never;
  }
}
