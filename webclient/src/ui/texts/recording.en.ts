/** The widget's words about a recording, in English. Words only. */

import type { RecordingTexts } from "./recording.js";

export const recording_en: RecordingTexts = {
  asked: (name) => `${name} asks whether this call may be recorded.`,
  asked_short: "Record?",
  read_question: "Read the question",
  said_yes: (name) => `You said yes. ${name} has not answered yet.`,
  said_no: (name) => `You said no. ${name} has not answered yet.`,
  change: "Change my answer",
  other_version: (name) => `${name} asks whether this call may be recorded. This page is too old to show the question. Reload it, and the call goes on.`,
  reload: "Reload",
  not_this_call: "Do not record this call",
  starting: "Recording starts",
  on: "Recording",
  paused: "Recording paused",
  interrupted: "Recording interrupted",
  now_starting: "The recording starts in a moment.",
  started: "This call is being recorded now.",
  now_paused: "The recording is paused.",
  goes_on: "The recording goes on.",
  now_interrupted: "The recording is interrupted. It goes on by itself.",
  stopped: "The recording has been stopped. It does not start again in this call.",
  refused: "Nobody is recorded.",
  failed: "The recording has ended because of a fault. The call goes on.",
  pause: "Pause the recording",
  resume: "Go on recording",
  stop: "Stop the recording for good",
  at_checkout: "The recording is paused while the checkout is open.",
  left_out: "You are left out of the recording.",
};
