import { beforeEach, describe, expect, it, vi } from "vitest";
import { LIMITS, type SignalBody } from "../protocol/index.js";
import { FakeSocket } from "./fake_socket.js";
import { HttpFailed, HttpRefused } from "./http.js";
import { eachTab, last, online, settle, socketOf, tab } from "./socket_rig.js";

const signal: SignalBody = { type: "typing" };
const refusedTicket = (code: "unknown_store" | "retry_later", wait_s = 0): Error => new HttpRefused(400, { code, message: "", detail: "", allowed: [] }, wait_s);

eachTab();

describe("SOCK2: hello", () => {
  it("is the first frame, with a ticket, the tab's id and up to where each call is held", async () => {
    tab.positions = [{ call_id: "call-1", epoch: 1, seq: 17 }];
    await online();
    expect(last().sent[0]).toEqual({ type: "hello", protocol: 1, ticket: "ticket-1", client_id: "tab-00000001", streams: tab.positions });
    expect(tab.states).toEqual(["connecting", "online"]);
  });

  it("names the newest calls where there are too many", async () => {
    tab.positions = Array.from({ length: LIMITS.STREAMS_MAX + 3 }, (_, n) => ({ call_id: `call-${n}`, epoch: 1, seq: 1 }));
    await online();
    expect(last().of("hello")[0]?.streams?.map(({ call_id }) => call_id)).toEqual(tab.positions.slice(3).map(({ call_id }) => call_id));
  });

  it("is said at once on a connection that is open already", async () => {
    const early = new FakeSocket();
    early.readyState = FakeSocket.OPEN;
    const socket = socketOf({ connect: () => early as unknown as WebSocket });
    socket.open();
    await settle();
    expect(early.sent.map(({ type }) => type)).toEqual(["hello"]);
  });

  it("may be followed by signals; they have no line before it, and none while the line is away", async () => {
    const socket = socketOf();
    socket.open();
    await settle();
    expect(socket.signal("call-1", signal)).toBe(false);
    last().opens();
    expect(socket.signal("call-1", signal)).toBe(true);
    last().ends(1006);
    expect(socket.signal("call-1", signal)).toBe(false);
  });
});

describe("SOCK8: after a close", () => {
  it("connects again with a new ticket, and waits longer each time, up to 5 s", async () => {
    await online();
    const waits: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      const before = Date.now();
      const count = FakeSocket.made.length;
      last().ends(1006);
      while (FakeSocket.made.length === count) await vi.advanceTimersByTimeAsync(50);
      waits.push(Date.now() - before);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
    expect(tab.asked).toBe(9);
    expect(tab.states).toEqual(["connecting", "online", "reconnecting"]);
    last().welcomes();
    last().ends(1012);
    await vi.advanceTimersByTimeAsync(250); // a welcome begins the waits anew
    expect(tab.asked).toBe(10);
  });

  it("stops where trying again cannot help, and can be opened again", async () => {
    for (const code of [4400, 4403, 4426, 1009]) {
      const socket = await online();
      last().ends(code);
      await vi.advanceTimersByTimeAsync(60_000);
      expect([code, socket.state]).toEqual([code, "stopped"]);
    }
    const count = FakeSocket.made.length;
    const socket = await online();
    last().ends(4403);
    socket.open();
    await settle();
    expect([socket.state, FakeSocket.made.length]).toEqual(["connecting", count + 2]);
  });

  it("SOCK9: a tab that was fenced leaves the line to its newer self", async () => {
    const socket = await online();
    last().ends(4409);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([socket.state, FakeSocket.made.length]).toEqual(["fenced", 1]);
    socket.open();
    await settle();
    last().welcomes();
    expect(socket.state).toBe("online");
  });

  it("SOCK11: a server that stops says how long to wait", async () => {
    await online();
    last().says({ type: "draining", reconnect_after_ms: 3_400 });
    expect([tab.states.at(-1), last().readyState]).toEqual(["reconnecting", FakeSocket.CLOSED]);
    await vi.advanceTimersByTimeAsync(3_399);
    expect(FakeSocket.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.made).toHaveLength(2);
  });
});

describe("a ticket", () => {
  it("that will never be given stops it, and says why", async () => {
    tab.tickets = [() => Promise.reject(refusedTicket("unknown_store"))];
    const socket = socketOf();
    socket.open();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([socket.state, tab.asked, FakeSocket.made.length]).toEqual(["stopped", 1, 0]);
  });

  it("is tab.asked for again when the server said, or after a moment where nobody answered", async () => {
    tab.tickets = [() => Promise.reject(refusedTicket("retry_later", 7)), () => Promise.reject(new HttpFailed("no answer")), () => Promise.resolve("t")];
    socketOf().open();
    await vi.advanceTimersByTimeAsync(6_999);
    expect(tab.asked).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(tab.asked).toBe(2);
    await vi.advanceTimersByTimeAsync(500);
    expect([tab.asked, FakeSocket.made.length]).toEqual([3, 1]);
  });

  it("that comes when the page has left is not used", async () => {
    let give = (_: string): void => undefined;
    tab.tickets = [() => new Promise((resolve) => (give = resolve))];
    const socket = socketOf();
    socket.open();
    socket.close("page_change");
    give("late");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([socket.state, FakeSocket.made.length]).toEqual(["idle", 0]);
  });

  it("where the browser makes no connection, it is tried again", async () => {
    const connect = vi.fn(() => {
      throw new Error("blocked");
    });
    const socket = socketOf({ connect });
    socket.open();
    await vi.advanceTimersByTimeAsync(750);
    expect([connect.mock.calls.length, socket.state]).toEqual([3, "reconnecting"]);
  });
});

describe("SOCK7: silence", () => {
  it("a connection that is not let in within 8 s is given up", async () => {
    socketOf().open();
    await settle();
    last().opens();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(tab.states).toEqual(["connecting"]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([tab.states.at(-1), FakeSocket.made.length]).toEqual(["reconnecting", 2]);
  });

  it("heartbeats are answered; 25 s without any frame are the end of a connection", async () => {
    await online();
    for (let n = 0; n < 4; n += 1) {
      await vi.advanceTimersByTimeAsync(10_000);
      last().says({ type: "heartbeat", server_time_ms: 0, streams: [] });
    }
    expect(last().of("heartbeat")).toHaveLength(4);
    const first = last();
    await vi.advanceTimersByTimeAsync(LIMITS.SILENCE_TIMEOUT_S * 1000);
    expect(tab.states.at(-1)).toBe("online");
    await vi.advanceTimersByTimeAsync(1_500);
    expect([tab.states.at(-1), first.readyState, FakeSocket.made.length]).toEqual(["reconnecting", FakeSocket.CLOSED, 2]);
    expect([first.onopen, first.onmessage, first.onclose]).toEqual([null, null, null]); // what the dead one still has says nothing
    expect(tab.frames.filter((each) => each === "heartbeat")).toHaveLength(4);
  });

  it("what is no frame is no frame, and SOCK6: a replay is tab.asked for on a standing line only", async () => {
    const socket = await online();
    last().onmessage?.({ data: "{" });
    last().onmessage?.({ data: new ArrayBuffer(1) });
    expect(tab.frames).toEqual(["welcome"]);
    socket.replay({ call_id: "call-1", epoch: 1, seq: 3 });
    expect(last().of("replay")).toEqual([{ type: "replay", call_id: "call-1", epoch: 1, seq: 3 }]);
    last().ends(1006);
    await vi.advanceTimersByTimeAsync(250);
    last().opens(); // and is not let in yet
    socket.replay({ call_id: "call-1", epoch: 1, seq: 3 });
    expect(last().of("replay")).toEqual([]);
  });
});

describe("SOCK10: leaving", () => {
  it("is told as soon as hello was said, for a page may be left before it was let in", async () => {
    const socket = socketOf();
    socket.open();
    await settle();
    last().opens();
    socket.close("page_change");
    expect(last().sent.map(({ type }) => type)).toEqual(["hello", "goodbye"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([socket.state, FakeSocket.made.length]).toEqual(["idle", 1]);
  });

  it("a page that left while it waited to connect again stays away", async () => {
    const socket = await online();
    last().ends(1006);
    socket.close("closed");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([socket.state, FakeSocket.made.length]).toEqual(["idle", 1]);
  });
});

describe("the network or the page comes back", () => {
  const page = new EventTarget() as EventTarget & { visibilityState: string };
  const network = new EventTarget();

  beforeEach(() => {
    page.visibilityState = "visible";
    vi.stubGlobal("document", page);
    vi.stubGlobal("addEventListener", network.addEventListener.bind(network));
    vi.stubGlobal("removeEventListener", network.removeEventListener.bind(network));
  });

  it("a long wait is not sat out", async () => {
    const socket = await online();
    tab.tickets = [() => Promise.reject(new HttpFailed("no network"))];
    last().ends(1006);
    await vi.advanceTimersByTimeAsync(20_000);
    tab.tickets = [() => Promise.resolve("t")];
    page.visibilityState = "hidden";
    page.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(FakeSocket.made).toHaveLength(1);
    network.dispatchEvent(new Event("online"));
    await settle();
    expect(FakeSocket.made).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(7_000);
    expect(FakeSocket.made).toHaveLength(2); // and the old wait is forgotten
    socket.close("closed");
  });

  it("a line that was silent meanwhile is distrusted, one that spoke is not", async () => {
    const socket = await online();
    await vi.advanceTimersByTimeAsync(14_000);
    page.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(FakeSocket.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    page.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect([FakeSocket.made.length, socket.state]).toEqual([2, "reconnecting"]);
    const listens = vi.fn();
    vi.stubGlobal("removeEventListener", listens);
    socket.close("closed");
    expect(listens.mock.calls.map(([name]: unknown[]) => name)).toEqual(["online"]);
    page.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect([FakeSocket.made.length, socket.state]).toEqual([2, "idle"]);
  });
});
