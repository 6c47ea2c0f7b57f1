/** What an event makes of a call's recording, as the server's core has it. It judges nothing. */

import type { Call, CallEvent } from "../protocol/index.js";

type RecordingEvent = Extract<CallEvent, { type: `recording_${string}` }>;

/** The recording after an event; null where it was never asked for. */
export function recordingAfter(now: Call["recording"], event: RecordingEvent, at_ms: number): Call["recording"] {
  if (event.type === "recording_asked") {
    return {
      state: "asked",
      since_ms: at_ms,
      text_version: event.text_version,
      consents: [],
      recorded: [],
      paused_by: null,
      pause_reason: null,
      stopped_reason: null,
    };
  }
  if (now === null) return null;
  switch (event.type) {
    case "recording_consented": {
      const { side, agreed, text_version, language } = event;
      const others = now.consents.filter((each) => each.side !== side);
      return { ...now, consents: [...others, { side, agreed, text_version, language, at_ms }] };
    }
    case "recording_started":
      return { ...now, state: "on", since_ms: at_ms, recorded: event.recorded };
    case "recording_paused":
      return {
        ...now,
        state: "paused",
        since_ms: now.state === "paused" ? now.since_ms : at_ms,
        paused_by: event.by,
        pause_reason: event.reason,
      };
    case "recording_resumed":
      return { ...now, state: "on", since_ms: at_ms, paused_by: null, pause_reason: null };
    case "recording_stopped":
      return { ...now, state: "stopped", since_ms: at_ms, stopped_reason: event.reason };
    default:
      event satisfies never;
      return now;
  }
}
