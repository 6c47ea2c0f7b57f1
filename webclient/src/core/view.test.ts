import { describe, expect, it } from "vitest";
import { SERVER_FRAME_TYPES, type Entry, type ServerFrame } from "../protocol/index.js";
import { aCall } from "./fixtures.js";
import type { Participant, Welcome } from "../protocol/index.js";
import { EMPTY_VIEW, apply, current, find, own, type View } from "./view.js";

function said(seq: number, text = `m${seq}`): Entry {
  return {
    seq,
    at_ms: 1000 + seq,
    by: "shopper",
    command_id: `command-${seq}`,
    event: { type: "chat_sent", message_id: `message-${seq}`, side: "shopper", text },
  };
}

function events(call_id: string, epoch: number, ...entries: Entry[]): ServerFrame {
  return { type: "events", call_id, epoch, entries };
}

function withCall(seq = 3): View {
  return apply(EMPTY_VIEW, { type: "snapshot", epoch: 1, seq, call: aCall("call-0001") }, 0);
}

describe("events", () => {
  it("applies only the next one and drops what it knows", () => {
    let view = apply(withCall(3), events("call-0001", 1, said(2), said(3), said(4), said(5)), 0);
    expect(find(view, "call-0001")).toMatchObject({ seq: 5 });
    expect(find(view, "call-0001")?.call.chat.map((line) => line.text)).toEqual(["m4", "m5"]);
    view = apply(view, events("call-0001", 1, said(4), said(5)), 0);
    expect(find(view, "call-0001")?.call.chat).toHaveLength(2);
  });

  it("asks for a replay on a gap, keeping what came before it", () => {
    const view = apply(withCall(3), events("call-0001", 1, said(4), said(6)), 0);
    expect(find(view, "call-0001")?.seq).toBe(4);
    expect(view.replay_wanted).toEqual([{ call_id: "call-0001", epoch: 1, seq: 4 }]);
    const healed = apply(view, events("call-0001", 1, said(5), said(6)), 0);
    expect(find(healed, "call-0001")?.seq).toBe(6);
    expect(healed.replay_wanted).toEqual([]);
  });

  it("asks for a replay where the epoch is another", () => {
    const view = apply(withCall(3), events("call-0001", 2, said(4)), 0);
    expect(find(view, "call-0001")?.call.chat).toEqual([]);
    expect(view.replay_wanted).toEqual([{ call_id: "call-0001", epoch: 1, seq: 3 }]);
  });

  it("begins from nothing only with the request", () => {
    const view = apply(EMPTY_VIEW, events("call-0001", 1, said(1)), 0);
    expect(view.calls).toEqual([]);
    expect(view.replay_wanted).toEqual([{ call_id: "call-0001", epoch: 0, seq: 0 }]);
  });

  it("remembers which command put a product on the screen", () => {
    const entry: Entry = {
      ...said(4),
      by: "associate",
      command_id: "show-00001",
      event: { type: "product_shown", product_id: "P1", variant_id: "" },
    };
    const view = apply(withCall(3), events("call-0001", 1, entry), 0);
    expect(find(view, "call-0001")?.shown_by).toEqual({ P1: "show-00001" });
  });
});

describe("other frames", () => {
  it("no type of frame is forgotten", () => {
    const samples: Record<(typeof SERVER_FRAME_TYPES)[number], true> = {
      welcome: true, snapshot: true, events: true, answer: true, signal: true, stream_closed: true, place: true,
      line: true, presence: true, heartbeat: true, refused: true, draining: true,
      job_note: true, job_offer: true, job_cancel: true, job_closed: true, worker_retire: true,
    }; // prettier-ignore
    expect(Object.keys(samples).sort()).toEqual([...SERVER_FRAME_TYPES].sort());
  });

  it("welcome drops calls that are no longer ours, and tells the clocks apart", () => {
    const view = apply(
      withCall(),
      {
        type: "welcome", protocol: 1, client_id: "tab-0001", role: "shopper", person_id: "s", name: "",
        store: { public_key: "pk", name: "Shop", language: "en", currency: "EUR", accent: "#123456", recording: "off", recording_days: 30 },
        server_id: "a", server_time_ms: 5000, heartbeat_s: 10, ice_servers: [], relay_only: false, streams: [],
      },
      2000,
    ); // prettier-ignore
    expect(view.calls).toEqual([]);
    expect(view.closed).toEqual(["call-0001"]);
    expect(view.clock_ahead_ms).toBe(3000);
  });

  it("a heartbeat that knows more asks for a replay, one that does not asks nothing", () => {
    const beat = (seq: number): ServerFrame => ({
      type: "heartbeat",
      server_time_ms: 0,
      streams: [{ call_id: "call-0001", epoch: 1, seq }],
    });
    expect(apply(withCall(3), beat(3), 0).replay_wanted).toEqual([]);
    expect(apply(withCall(3), beat(4), 0).replay_wanted).toEqual([{ call_id: "call-0001", epoch: 1, seq: 3 }]);
  });

  it("a closed stream takes its place in the line with it", () => {
    let view = apply(withCall(), { type: "place", call_id: "call-0001", position: 1, waiting: 1, wait_min_s: 0, wait_max_s: 9, nobody_there: false, opens_at_ms: 0 }, 0);
    expect(view.place?.position).toBe(1);
    view = apply(view, { type: "stream_closed", call_id: "call-0001" }, 0);
    expect(view.place).toBeNull();
    expect(current(view)).toBeUndefined();
  });

  it("the live call counts more than a newer ended one", () => {
    const ended = aCall("call-0002", {
      requested_at_ms: 5000,
      phase: { phase: "ended", reason: "ended_by_shopper", ended_at_ms: 6000, associate: null, answered: false, outcome: null, note: "" },
    });
    let view = withCall();
    view = apply(view, { type: "snapshot", epoch: 1, seq: 9, call: ended }, 0);
    expect(current(view)?.call_id).toBe("call-0001");
  });
});

describe("own calls", () => {
  const side = (person_id: string): Participant => ({ ...aCall("x").shopper, person_id });
  const live = (call_id: string, shopper: string, associate: string) =>
    aCall(call_id, { shopper: side(shopper), phase: { phase: "live", associate: side(associate), accepted_at_ms: 1 } });
  const view = (me: string | null): View => {
    const calls = [live("call-mine", "mia", "kim"), live("call-theirs", "ben", "anna"), aCall("call-line", { shopper: side("ben") })];
    const all = calls.reduce((sofar, call) => apply(sofar, { type: "snapshot", epoch: 1, seq: 1, call }, 0), EMPTY_VIEW);
    return me === null ? all : { ...all, welcome: { person_id: me } as Welcome };
  };
  const ids = (me: string | null): string[] => own(view(me)).map(({ call_id }) => call_id);

  it("are those of either side, and none in which one is a guest", () => {
    expect(ids("kim")).toEqual(["call-mine"]);
    expect(ids("mia")).toEqual(["call-mine"]);
    expect(ids("ben")).toEqual(["call-theirs", "call-line"]);
    expect(current(view("kim"))?.call_id).toBe("call-mine");
    expect(ids("sue")).toEqual([]);
    expect(current(view("sue"))).toBeUndefined();
  });

  it("are all before anything is known of who it is", () => expect(ids(null)).toHaveLength(3));
});
