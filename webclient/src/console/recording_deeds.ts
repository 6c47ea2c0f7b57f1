/** What the associate wants of a recording, as commands; a refusal is said across the top. It decides nothing and draws nothing. */

import type { CommandBody } from "../protocol/index.js";
import { consentTexts, consentVersion } from "../ui/texts/consent.js";
import type { Desk } from "./desk.js";
import { language, texts } from "./speech.js";
import { refusalSentence } from "./view/sentences.js";
import { liveCall } from "./view/standing.js";
import type { Want } from "./want.js";

export type RecordWant = Extract<Want, { do: "record_answer" | "record_pause" | "record_resume" | "record_stop" }>;

export async function record(desk: Desk, want: RecordWant): Promise<void> {
  const live = desk.state && liveCall(desk.state)?.view;
  if (!live) return;
  switch (want.do) {
    case "record_answer": {
      const text_version = live.call.recording?.text_version ?? consentVersion(desk.store?.recording_days ?? 0);
      if (live.call.recording === null && !(await send(desk, live.call_id, { type: "recording_ask", text_version }))) return;
      const { language: read_in } = consentTexts(language);
      await send(desk, live.call_id, { type: "recording_consent", agreed: want.agreed, text_version, language: read_in });
      return;
    }
    case "record_pause":
      await send(desk, live.call_id, { type: "recording_pause" });
      return;
    case "record_resume":
      await send(desk, live.call_id, { type: "recording_resume" });
      return;
    case "record_stop":
      await send(desk, live.call_id, { type: "recording_withdraw" });
      return;
    default:
      want satisfies never;
  }
}

/** Whether it took effect. */
async function send(desk: Desk, call_id: string, body: CommandBody): Promise<boolean> {
  const refusal = (await desk.client?.send(body, call_id))?.refusal;
  if (refusal) desk.say(refusalSentence(refusal, texts));
  return refusal === null;
}
