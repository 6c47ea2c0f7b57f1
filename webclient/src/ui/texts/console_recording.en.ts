/** The console's words about recording a call, in English. Words only. What people agree to is in consent.ts. */

export const console_recording_en = {
  record_ask: "Ask to record",
  record_ask_title: "Ask the shopper whether this call may be recorded",
  record_ask_hint: "The shopper is asked the same in the call. Your own answer first:",
  record_your_answer: "Your answer about recording is missing.",
  record_answer: "Answer",
  record_cancel: "Cancel",
  record_waiting: "Waiting for the shopper's answer about recording",
  record_take_back: "Stop asking",
  record_starting: "Recording starts",
  record_on: "Recording",
  record_on_only_them: "Recording the shopper only",
  record_on_only_you: "Recording you only",
  record_on_only_associate: "Recording the associate only",
  record_interrupted: "Recording interrupted. It goes on by itself.",
  record_paused: "Recording paused",
  record_paused_by_them: "Recording paused by the shopper",
  record_paused_checkout: "Recording paused while the checkout is open",
  record_pause: "Pause",
  record_resume: "Resume",
  record_stop: "Stop",
  record_stop_sure: "Stop recording for good? It cannot start again in this call.",
  record_keep: "Keep recording",
  record_stopped: "The recording has been stopped. It does not start again in this call.",
  record_refused: "Nobody agreed, so nothing is recorded.",
  record_failed: "The recording has ended because of a fault. The call goes on.",
  record_close: "Close",
};

export type ConsoleRecordingTexts = typeof console_recording_en;

export const refusals_recording_en = {
  recording_off: "This store does not record calls.",
  nothing_to_record: "This is a written call: there is no picture and no sound to record.",
  recording_asked_before: "This call has been asked about already. A call is asked about once.",
  not_asked: "Nobody is asked about a recording just now.",
  consent_text: "The text about recording has changed. Reload the page and ask in the next call.",
  not_recording: "This call is not being recorded.",
  checkout_open: "The recording stays paused while the checkout is open.",
};
