/** Tells the other side what of our sound and picture is really on, once per difference. */

import { participant } from "../core/calls.js";
import type { Send } from "./commands.js";
import type { CallState } from "./state.js";

export class TellMedia {
  #told = "";
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  tend(state: CallState, on: { readonly microphone: boolean; readonly camera: boolean }): void {
    const { current, mine, devices, role } = state;
    const who = current && participant(current.call, role);
    // Devices that a leaving page lets go of are not off: the next page opens them again.
    if (state.socket === "idle" || state.leaving) return;
    if (!current || !who || !mine || current.call.phase.phase !== "live" || devices.opening) return;
    const { microphone, camera } = on;
    const told = `${current.call_id} ${microphone} ${camera}`;
    if (this.#told === told || (who.microphone === microphone && who.camera === camera)) return;
    this.#told = told;
    void this.#send({ type: "media_set", microphone, camera }).then(({ refusal }) => {
      if (refusal === null) this.#told = "";
    });
  }
}
