/** Where the associate stands: what rings, which call is on, what is to be wrapped up, which line to say. Pure: state in, answer out. */

import type { CallState } from "../../call.js";
import { own, type CallView } from "../../core/view.js";
import type { Call } from "../../protocol/index.js";

export interface Ring {
  readonly call: Call;
  /** It rings on this tablet (and not on another one of the same person). */
  readonly here: boolean;
}

type Seen = Pick<CallState, "view" | "client_id">;

/** The call that rings for this person, if any. */
export function waitingRing({ view, client_id }: Seen): Ring | null {
  for (const { call } of view.calls) {
    const { phase } = call;
    if (phase.phase === "ringing" && phase.associate.person_id === view.welcome?.person_id) {
      return { call, here: phase.associate.client_id === client_id };
    }
  }
  return null;
}

/** The call this person is in, here or on another tablet. */
export function liveCall({ view, client_id }: Seen): { view: CallView; here: boolean } | null {
  for (const each of own(view)) {
    const { phase } = each.call;
    if (phase.phase === "live") return { view: each, here: phase.associate.client_id === client_id };
  }
  return null;
}

/** The ended call that has no outcome yet, newest first. Of a rehearsal nothing is noted. */
export function unwrapped({ view }: Pick<CallState, "view">): Call | null {
  const ended = own(view)
    .map(({ call }) => call)
    .filter(({ phase, kind }) => phase.phase === "ended" && phase.answered && phase.outcome === null && kind !== "rehearsal");
  return ended.sort((a, b) => b.requested_at_ms - a.requested_at_ms)[0] ?? null;
}
