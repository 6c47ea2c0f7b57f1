/** What a client knows: the calls it follows, its place, the line, its presence. A pure reducer of server frames. */

import type {
  Call,
  Entry,
  Heartbeat,
  Line,
  Place,
  Presence,
  ServerFrame,
  StreamPosition,
  Welcome,
} from "../protocol/index.js";
import { associateOf, evolve } from "./calls.js";

/** One call that this client follows, as far as its journal is known. */
export interface CallView {
  readonly call_id: string;
  readonly epoch: number;
  readonly seq: number;
  readonly call: Call;
  /** By product id: the command that put it on the shopper's screen (empty where only a snapshot told of it). */
  readonly shown_by: Readonly<Record<string, string>>;
}

export interface View {
  readonly welcome: Welcome | null;
  /** Server's clock minus ours. */
  readonly clock_ahead_ms: number;
  readonly calls: readonly CallView[];
  /** Calls whose events are missing: whoever owns the socket asks for a replay. */
  readonly replay_wanted: readonly StreamPosition[];
  /** Calls we followed and that are no longer ours, newest last (at most 8). */
  readonly closed: readonly string[];
  readonly place: Place | null;
  readonly line: Line | null;
  readonly presence: Presence | null;
}

export const EMPTY_VIEW: View = {
  welcome: null,
  clock_ahead_ms: 0,
  calls: [],
  replay_wanted: [],
  closed: [],
  place: null,
  line: null,
  presence: null,
};

/** The view after a server frame that arrived at `now_ms` (our clock). */
export function apply(view: View, frame: ServerFrame, now_ms: number): View {
  switch (frame.type) {
    case "welcome":
      return welcomed({ ...view, welcome: frame, clock_ahead_ms: frame.server_time_ms - now_ms }, frame.streams);
    case "snapshot":
      return withCall(view, {
        call_id: frame.call.call_id,
        epoch: frame.epoch,
        seq: frame.seq,
        call: frame.call,
        shown_by: find(view, frame.call.call_id)?.shown_by ?? {},
      });
    case "events":
      return withEvents(view, frame.call_id, frame.epoch, frame.entries);
    case "stream_closed":
      return without(view, frame.call_id);
    case "place":
      return { ...view, place: frame };
    case "line":
      return { ...view, line: frame };
    case "presence":
      return { ...view, presence: frame };
    case "heartbeat":
      return beaten(view, frame, now_ms);
    case "answer":
    case "signal":
    case "refused":
    case "draining":
    case "job_note":
    case "job_offer":
    case "job_cancel":
    case "job_closed":
    case "worker_retire":
      return view;
    default:
      frame satisfies never;
      return view;
  }
}

/** The view of one call, if it is followed. */
export function find(view: View, call_id: string): CallView | undefined {
  return view.calls.find((each) => each.call_id === call_id);
}

/** How far each followed call is known, for `hello`. */
export function positions(view: View): StreamPosition[] {
  return view.calls.map(({ call_id, epoch, seq }) => ({ call_id, epoch, seq }));
}

/** The calls of this person, and not those in which it is somebody's guest. Before anything is known of who it is: all. */
export function own({ calls, welcome }: View): readonly CallView[] {
  const me = welcome?.person_id;
  return me === undefined ? calls : calls.filter(({ call }) => call.shopper.person_id === me || associateOf(call)?.person_id === me);
}

/** The own call that matters now: the live one, else a ringing one, else one that waits, else the newest that has ended. */
export function current(view: View): CallView | undefined {
  const rank = { live: 3, ringing: 2, waiting: 1, ended: 0 };
  return [...own(view)].sort(
    (a, b) =>
      rank[b.call.phase.phase] - rank[a.call.phase.phase] || b.call.requested_at_ms - a.call.requested_at_ms,
  )[0];
}

function welcomed(view: View, streams: readonly StreamPosition[]): View {
  const mine = new Set(streams.map((stream) => stream.call_id));
  return view.calls.filter((each) => !mine.has(each.call_id)).reduce((next, each) => without(next, each.call_id), view);
}

function withCall(view: View, next: CallView): View {
  const known = find(view, next.call_id);
  return {
    ...view,
    calls: known ? view.calls.map((each) => (each === known ? next : each)) : [...view.calls, next],
    replay_wanted: view.replay_wanted.filter((each) => each.call_id !== next.call_id),
    closed: view.closed.filter((each) => each !== next.call_id),
    place: next.call.phase.phase === "waiting" ? view.place : forget(view.place, next.call_id),
  };
}

function without(view: View, call_id: string): View {
  return {
    ...view,
    calls: view.calls.filter((each) => each.call_id !== call_id),
    replay_wanted: view.replay_wanted.filter((each) => each.call_id !== call_id),
    closed: [...view.closed.filter((each) => each !== call_id), call_id].slice(-8),
    place: forget(view.place, call_id),
  };
}

function forget(place: Place | null, call_id: string): Place | null {
  return place?.call_id === call_id ? null : place;
}

function withEvents(view: View, call_id: string, epoch: number, entries: readonly Entry[]): View {
  const known = find(view, call_id);
  if (known !== undefined && known.epoch !== epoch) return wanting(view, { call_id, epoch: known.epoch, seq: known.seq });
  let call = known?.call ?? null;
  let seq = known?.seq ?? 0;
  let shown_by = known?.shown_by ?? {};
  for (const entry of entries) {
    if (entry.seq <= seq) continue;
    if (entry.seq > seq + 1) return wanting(step(view, call_id, epoch, seq, call, shown_by), { call_id, epoch, seq });
    const next = evolve(call, entry);
    if (next === null) return wanting(step(view, call_id, epoch, seq, call, shown_by), { call_id, epoch: 0, seq: 0 });
    call = next;
    seq = entry.seq;
    if (entry.event.type === "product_shown") {
      shown_by = { ...shown_by, [entry.event.product_id]: entry.command_id };
    }
  }
  return step(view, call_id, epoch, seq, call, shown_by);
}

function step(
  view: View,
  call_id: string,
  epoch: number,
  seq: number,
  call: Call | null,
  shown_by: CallView["shown_by"],
): View {
  if (call === null || find(view, call_id)?.call === call) return view;
  return withCall(view, { call_id, epoch, seq, call, shown_by });
}

function wanting(view: View, position: StreamPosition): View {
  const others = view.replay_wanted.filter((each) => each.call_id !== position.call_id);
  return { ...view, replay_wanted: [...others, position] };
}

function beaten(view: View, frame: Heartbeat, now_ms: number): View {
  const next: View = { ...view, clock_ahead_ms: frame.server_time_ms - now_ms };
  return frame.streams.reduce((sofar, top) => {
    const known = find(sofar, top.call_id);
    if (known === undefined || (known.epoch === top.epoch && known.seq >= top.seq)) return sofar;
    return wanting(sofar, { call_id: top.call_id, epoch: known.epoch, seq: known.seq });
  }, next);
}
