/** At which stage the shopper is, out of what the call says and what the shopper has done with it. It starts and ends nothing. */

import type { CallClient } from "../call.js";

export type Stage = "closed" | "before" | "waiting" | "ringing" | "live" | "ended" | "elsewhere" | "stopped";

export class Course {
  /** The shopper looks at the screen before a call. */
  before = false;
  /** The word that the call goes on in another tab has been read. */
  away = false;
  readonly #call: CallClient;
  readonly #dismissed = new Set<string>();

  constructor(call: CallClient) {
    this.#call = call;
  }

  /** The call that is asked for and that the server has not numbered yet. */
  get requested(): string | undefined {
    return this.#call.unanswered.find(({ body, call_id }) => body.type === "call_request" && !this.left(call_id))?.call_id;
  }

  /** The shopper has done with a call, even if the server has not heard of it yet. */
  dismiss(call_id: string): void {
    this.#dismissed.add(call_id);
  }

  /** The stage; `last` is the newest call there was, empty where there was none. */
  stage(last: string): Stage {
    const { socket, current, view, leaving } = this.#call.state;
    if (socket === "fenced") return this.away ? "closed" : "elsewhere";
    const phase = current === null || this.left(current.call_id) ? undefined : leaving ? "ended" : current.call.phase.phase;
    if (socket === "stopped" && (this.before || phase !== undefined)) return "stopped";
    // A call that is open comes first: another tab may have begun it.
    if (this.before && (phase === undefined || phase === "ended")) return "before";
    if (phase !== undefined) return phase;
    if (this.requested !== undefined) return "waiting";
    return last !== "" && !this.left(last) && view.closed.includes(last) ? "ended" : "closed";
  }

  /** Whether the shopper has done with a call. */
  left(call_id: string): boolean {
    const leaving = this.#call.unanswered.some((each) => each.body.type === "call_withdraw" && each.call_id === call_id);
    return leaving || this.#dismissed.has(call_id);
  }
}
