/** The sentence on the picture: about the connection, the other side, or the own devices. Said only once it has been true for a while. */

import { sentence, troubleOf } from "./screens/trouble.js";
import type { Panel } from "./panel.js";

/** A connection that comes back sooner than this is not worth a word. */
const AFTER_MS = 1_200;

export class Note {
  text = "";
  /** It is about a camera or microphone that is not there. */
  troubled = false;
  #wanted = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Look again; called before the panel draws. */
  look(panel: Panel): void {
    const wanted = panel.session.stage === "live" ? this.#words(panel) : "";
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    clearTimeout(this.#timer);
    if (wanted === "") {
      this.text = "";
      return;
    }
    this.#timer = setTimeout(() => {
      this.text = wanted;
      this.#onChange();
    }, AFTER_MS);
  }

  #words({ session, name, is_small }: Panel): string {
    const { texts: t, state } = session;
    const phase = state.current?.call.phase;
    const mode = state.current?.call.mode ?? "video";
    const trouble = state.devices.opening || is_small ? null : troubleOf(state.devices, mode);
    this.troubled = false;
    if (phase?.phase === "live" && phase.associate.lost_at_ms > 0 && state.socket === "online") return t.other_reconnecting(name);
    if (state.socket !== "online" || state.peer === "weak") return t.reconnecting(name);
    if (state.peer !== "connected") return t.connecting(name);
    this.troubled = trouble !== null;
    if (trouble !== null) return sentence(t, trouble);
    if (mode !== "text" && !state.microphone) return t.your_microphone_off(name);
    return mode === "video" && !state.camera ? t.your_camera_off(name) : "";
  }
}
