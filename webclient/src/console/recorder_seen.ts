/** Remembers in which call a recorder has been seen, over reloads: where none is there later, it was lost. It judges nothing. */

import { recorderIn } from "../core/recording_now.js";
import type { Keep } from "../net/keep.js";
import type { Call } from "../protocol/index.js";

/** What of the desk it needs. */
interface Desk {
  recorder_in: string;
  readonly keep: Keep;
}

/** One's own call, or one in which this person is a guest. */
export function seeRecorder(desk: Desk, call: Call | null): void {
  if (call === null || call.call_id === desk.recorder_in || !recorderIn(call)) return;
  desk.keep.set("recorder_in", (desk.recorder_in = call.call_id));
}
