/** What is said of a call's recording: to the associate, with what can be done with it, and to whoever else of the team sees the call. Pure; the words come as an argument. */

import { recorderIn, recordingNow, type RecordingNow } from "../../core/recording_now.js";
import type { Call, TeamCall } from "../../protocol/index.js";
import { daysOf } from "../../ui/texts/consent.js";
import type { ConsoleTexts } from "../../ui/texts/console.js";

/** While a recording runs, is paused, or waits for a recorder, every screen says so. */
export interface RecordingMark {
  readonly words: string;
  readonly mark: "starting" | "on" | "paused" | "interrupted";
}

/** One row: `mark` while a recording runs, is paused, or waits for a recorder. `acts`: what the associate can do there, first to last. */
export interface RecordingSays {
  readonly words: string;
  readonly mark: RecordingMark["mark"] | null;
  readonly acts: readonly ("answer" | "take_back" | "pause" | "resume" | "stop" | "close")[];
}

/** Whether everybody may be asked: once in a call, and where there is something to see or hear. */
export function mayAsk(call: Call): boolean {
  return call.phase.phase === "live" && call.recording === null && call.mode !== "text";
}

/** Null where there is nothing to say. `had`: a recorder has been in this call, so that it was lost where none is there. */
export function recordingSays(call: Call, texts: ConsoleTexts, had: boolean): RecordingSays | null {
  const now = recordingNow(call, "associate", had);
  switch (now.kind) {
    case "none":
      return null;
    case "asked":
      if (now.mine === null) {
        // Nobody agrees to words that they were not shown: those of another version can only be taken back.
        const shown = daysOf(now.text_version) !== null;
        return { words: texts.record_your_answer, mark: null, acts: shown ? ["answer", "take_back"] : ["take_back"] };
      }
      return { words: texts.record_waiting, mark: null, acts: ["take_back"] };
    case "on":
      return { ...running(now, texts, texts.record_on_only_you), acts: ["pause", "stop"] };
    case "paused":
      return { ...paused(now, call.recording?.pause_reason === "tap", texts), acts: now.at_checkout ? ["stop"] : ["resume", "stop"] };
    case "stopped": {
      const words = { withdrawn: texts.record_stopped, refused: texts.record_refused, failed: texts.record_failed }[now.reason];
      return { words, mark: null, acts: ["close"] };
    }
    default:
      return now satisfies never;
  }
}

/** For a guest of the call: the mark alone. */
export function guestMark(call: Call, texts: ConsoleTexts, had: boolean): RecordingMark | null {
  const now = recordingNow(call, "associate", had);
  return now.kind === "on" || now.kind === "paused" ? markOf(now, call.recording?.pause_reason === "tap", texts) : null;
}

/** The same, in the list of the store's calls. */
export function teamMark({ recording, guests, phase }: TeamCall, texts: ConsoleTexts, had: boolean): RecordingMark | null {
  if (!recording || phase !== "live") return null; // a server of the version before says nothing of it
  const { state, recorded, paused_by, pause_reason, at_checkout } = recording;
  if (state === "paused") return markOf({ kind: state, recorded, by: paused_by ?? "shopper", at_checkout }, pause_reason === "tap", texts);
  return markOf({ kind: state, recorded, recorder: recorderIn({ guests }) ? "there" : had ? "lost" : "coming" }, false, texts);
}

type Running = Extract<RecordingNow, { kind: "on" }>;
type Paused = Extract<RecordingNow, { kind: "paused" }>;

function markOf(now: Running | Paused, by_tap: boolean, texts: ConsoleTexts): RecordingMark {
  return now.kind === "on" ? running(now, texts, texts.record_on_only_associate) : paused(now, by_tap, texts);
}

function paused({ at_checkout, by }: Paused, by_tap: boolean, texts: ConsoleTexts): RecordingMark {
  if (at_checkout) return { words: texts.record_paused_checkout, mark: "paused" };
  return { words: by_tap && by === "shopper" ? texts.record_paused_by_them : texts.record_paused, mark: "paused" };
}

/** `only_associate`: who reads it may be the associate. */
function running({ recorder, recorded }: Running, texts: ConsoleTexts, only_associate: string): RecordingMark {
  if (recorder === "coming") return { words: texts.record_starting, mark: "starting" };
  if (recorder === "lost") return { words: texts.record_interrupted, mark: "interrupted" };
  const whom = !recorded.includes("associate") ? texts.record_on_only_them : recorded.includes("shopper") ? texts.record_on : only_associate;
  return { words: whom, mark: "on" };
}
