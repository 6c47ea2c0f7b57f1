import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCall, type CallClient } from "../call.js";
import { aCall } from "../core/fixtures.js";
import { FakeConnection, fakeConnections } from "../net/fake_connection.js";
import { FakeSocket, fakeSockets, welcome } from "../net/fake_socket.js";
import { makeKeep } from "../net/keep.js";
import type { SignalBody } from "../protocol/index.js";

const associate = { person_id: "a", name: "Anna", client_id: "tablet-01", microphone: true, camera: true, lost_at_ms: 0, lost_deadline_ms: 0, lost_reason: null };
const after = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function last<T>(list: readonly T[]): T {
  const found = list.at(-1);
  if (found === undefined) throw new Error("there is none");
  return found;
}

const signals = (): SignalBody[] => last(FakeSocket.made).of("signal").map(({ body }) => body);
const kinds = (): string[] => signals().map(({ type }) => type);

/** The page of a shopper whose call is live; its socket is not there yet. */
async function page(): Promise<CallClient> {
  const call = aCall("call-1");
  const kept = { call_id: "call-1", epoch: 1, seq: 4, shown_by: {}, call: { ...call, shopper: { ...call.shopper, client_id: "tab-00000001" }, phase: { phase: "live", accepted_at_ms: 2000, associate } } };
  const keep = makeKeep("", null);
  keep.set("client_id", "tab-00000001");
  keep.set("calls", [kept]);
  const client = createCall({ role: "shopper", socket_url: "ws://127.0.0.1:9/v1/socket", keep, ticket: () => Promise.resolve("ticket") });
  client.open();
  await after(0);
  return client;
}

async function letIn(): Promise<void> {
  const socket = last(FakeSocket.made);
  socket.opens();
  socket.says({ ...welcome(), person_id: "s", streams: [{ call_id: "call-1", epoch: 1, seq: 4 }] });
  await after(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  fakeConnections();
  fakeSockets();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("signals of a page whose socket is on its way", () => {
  it("SIG8: the offer and its candidates follow hello, and nothing is begun twice", async () => {
    await page();
    last(FakeConnection.made).finds("a");
    await after(0);
    last(FakeSocket.made).opens();
    expect(last(FakeSocket.made).sent.map(({ type }) => type)).toEqual(["hello", "signal", "signal"]);
    expect(kinds()).toEqual(["offer", "candidates"]);
    last(FakeSocket.made).says({ ...welcome(), person_id: "s", streams: [{ call_id: "call-1", epoch: 1, seq: 4 }] });
    await after(1_000);
    expect(kinds()).toEqual(["offer", "candidates"]);
  });

  it("of several offers only the newest waits, without the candidates of those before", async () => {
    await page();
    last(FakeConnection.made).finds("old");
    await after(4_000);
    expect(FakeConnection.made).toHaveLength(2);
    last(FakeConnection.made).finds("new");
    await after(0);
    last(FakeSocket.made).opens();
    expect(kinds()).toEqual(["offer", "candidates"]);
    expect(JSON.stringify(signals())).not.toContain("old");
  });
});

describe("a socket that comes back", () => {
  it("offers anew where the offer went with the old one, although candidates have waited for it", async () => {
    await page();
    await letIn();
    expect(kinds()).toEqual(["offer"]);
    last(FakeSocket.made).ends(1006); // and with it the offer, perhaps
    last(FakeConnection.made).finds("a");
    await after(250);
    last(FakeSocket.made).opens();
    last(FakeConnection.made).finds("b");
    await after(20);
    last(FakeSocket.made).says({ ...welcome(), person_id: "s", streams: [{ call_id: "call-1", epoch: 1, seq: 4 }] });
    await after(0);
    expect(kinds()).toEqual(["candidates", "candidates", "offer"]);
    expect(FakeConnection.made).toHaveLength(2);
  });

  it("leaves a connection alone that stands", async () => {
    await page();
    await letIn();
    last(FakeConnection.made).becomes("connected");
    last(FakeSocket.made).ends(1006);
    await after(250);
    await letIn();
    expect([kinds(), FakeConnection.made.length]).toEqual([[], 1]);
  });
});
