/** Which one line is said across the top: what is wrong with the connection first, what has just happened next. Pure. */

import type { SocketState } from "../../net/socket.js";
import type { Role } from "../../core/guests.js";
import type { Call, Presence, Refusal } from "../../protocol/index.js";
import type { ConsoleTexts } from "../../ui/texts/console.js";
import type { Notice } from "../parts/notice.js";
import { guestMark } from "./recording.js";

/** What is to be known for it; the desk has all of these. */
export interface Known {
  readonly account: { readonly unreachable: boolean; readonly state: string };
  readonly state: {
    readonly socket: SocketState;
    readonly stopped: Refusal | null;
    readonly draining: boolean;
    readonly view: { readonly presence: Presence | null; readonly clock_ahead_ms: number };
  } | null;
  readonly toast: string;
  readonly lost_at_ms: number;
  /** A call of others that this person listens to or speaks in, and whether it is on the screen. */
  readonly guest?: { readonly over: string | null; readonly role: Role; readonly needs_tap: boolean; readonly call: Call | null } | null;
  readonly guest_seen?: boolean;
  /** The last call in which a recorder was seen. */
  readonly recorder_in?: string;
  readonly bell: { readonly unlocked: boolean };
}

/** A socket that is back within this time was never mentioned. */
const UNSAID_MS = 1_500;
/** From then on an associate who has not written down what came of a call counts as nobody who answers ([LINE5]). */
const WRAP_UP_COUNTS_MS = 180_000;

export function noticeOf(known: Known, network: boolean, texts: ConsoleTexts, now_ms = Date.now()): Notice | null {
  const { state, account, toast } = known;
  if (!network || (account.unreachable && account.state === "unknown")) return { words: texts.link_offline };
  if (state?.socket === "stopped" && account.state !== "expired") {
    const reload = { words: texts.link_reload, want: { do: "reload" } } as const;
    return { words: state.stopped?.code === "unsupported_protocol" ? texts.link_old_client : texts.link_stopped, act: reload };
  }
  if (state?.draining) return { words: texts.link_draining };
  if (state?.socket === "reconnecting" && now_ms - known.lost_at_ms > UNSAID_MS) return { words: texts.link_lost };
  if (toast !== "") return { words: toast };
  const guest = guestNotice(known, texts);
  if (guest !== null) return guest;
  const presence = state?.view.presence;
  if (presence?.state === "available" && !presence.here) {
    return { words: texts.available_elsewhere, act: { words: texts.available_here, want: { do: "go_available" } } };
  }
  if (presence?.state === "wrap_up" && now_ms + (state?.view.clock_ahead_ms ?? 0) - presence.since_ms > WRAP_UP_COUNTS_MS) {
    return { words: texts.wrap_up_long, act: { words: texts.go_available, want: { do: "go_available" } } };
  }
  if (presence?.state === "available" && !known.bell.unlocked) return { words: texts.sound_locked };
  return null;
}

/** Whoever is heard, or listens, is reminded of it wherever they are in the console, and of the recording where there is one. */
function guestNotice({ guest, guest_seen, recorder_in }: Known, texts: ConsoleTexts): Notice | null {
  if (guest?.over !== null || guest_seen === true) return null;
  const { call } = guest;
  const mark = call && guestMark(call, texts, recorder_in === call.call_id);
  const recorded = mark ? ` ${mark.words.replace(/\.$/, "")}.` : "";
  if (guest.needs_tap) return { words: texts.guest_silent + recorded, act: { words: texts.guest_hear, want: { do: "guest_hear" } } };
  return { words: texts.guest_there[guest.role] + recorded, act: { words: texts.guest_show, want: { do: "guest_see" } } };
}
