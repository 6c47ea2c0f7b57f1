/** The words about a recording that runs, for the widget, and the choice of a language. What people agree to is in consent.ts. */

import { recording_de } from "./recording.de.js";
import { recording_en } from "./recording.en.js";

export interface RecordingTexts {
  readonly asked: (name: string) => string;
  readonly asked_short: string;
  readonly read_question: string;
  readonly said_yes: (name: string) => string;
  readonly said_no: (name: string) => string;
  readonly change: string;
  readonly other_version: (name: string) => string;
  readonly reload: string;
  readonly not_this_call: string;
  readonly starting: string;
  readonly on: string;
  readonly paused: string;
  readonly interrupted: string;
  readonly now_starting: string;
  readonly started: string;
  readonly now_paused: string;
  readonly goes_on: string;
  readonly now_interrupted: string;
  readonly stopped: string;
  readonly refused: string;
  readonly failed: string;
  readonly pause: string;
  readonly resume: string;
  readonly stop: string;
  readonly at_checkout: string;
  readonly left_out: string;
}

export function recordingTexts(language: string): RecordingTexts {
  return /^de\b/i.test(language) ? recording_de : recording_en;
}
