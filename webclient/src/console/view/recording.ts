/** What is said of a call's recording to the associate, and what can be done with it. Pure; the words come as an argument. */

import { recordingNow, type RecordingNow } from "../../core/recording_now.js";
import type { Call } from "../../protocol/index.js";
import { daysOf } from "../../ui/texts/consent.js";
import type { ConsoleTexts } from "../../ui/texts/console.js";

/** One row: `mark` while a recording runs, is paused, or waits for a recorder. `acts`: what the associate can do there, first to last. */
export interface RecordingSays {
  readonly words: string;
  readonly mark: "starting" | "on" | "paused" | "interrupted" | null;
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
      return { ...running(now, texts), acts: ["pause", "stop"] };
    case "paused": {
      if (now.at_checkout) return { words: texts.record_paused_checkout, mark: "paused", acts: ["stop"] };
      const theirs = call.recording?.pause_reason === "tap" && now.by === "shopper";
      return { words: theirs ? texts.record_paused_by_them : texts.record_paused, mark: "paused", acts: ["resume", "stop"] };
    }
    case "stopped": {
      const words = { withdrawn: texts.record_stopped, refused: texts.record_refused, failed: texts.record_failed }[now.reason];
      return { words, mark: null, acts: ["close"] };
    }
    default:
      return now satisfies never;
  }
}

function running({ recorder, recorded }: Extract<RecordingNow, { kind: "on" }>, texts: ConsoleTexts): Pick<RecordingSays, "words" | "mark"> {
  if (recorder === "coming") return { words: texts.record_starting, mark: "starting" };
  if (recorder === "lost") return { words: texts.record_interrupted, mark: "interrupted" };
  const whom = !recorded.includes("associate") ? texts.record_on_only_them : recorded.includes("shopper") ? texts.record_on : texts.record_on_only_you;
  return { words: whom, mark: "on" };
}
