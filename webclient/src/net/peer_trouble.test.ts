/** What a peer does about trouble: how often, after how long, and what it leaves alone. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Side, SignalBody } from "../protocol/index.js";
import { FakeConnection, fakeConnections } from "./fake_connection.js";
import { Peer, type PeerState } from "./peer.js";

const sent: SignalBody[] = [];
const states: PeerState[] = [];

function peerOf(role: Side): Peer {
  return new Peer({
    role,
    media: true,
    ice: () => ({ servers: [], relay_only: false }),
    send: (body) => sent.push(body),
    onState: (state) => states.push(state),
    onRemote: () => undefined,
    onChannel: () => undefined,
    onChannelState: () => undefined,
  });
}

const after = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const asked = (): (boolean | undefined)[] => sent.flatMap((each) => (each.type === "negotiate" ? [each.restart] : []));
const offers = (): (boolean | undefined)[] => sent.flatMap((each) => (each.type === "offer" ? [each.restart] : []));

function pc(n = -1): FakeConnection {
  const found = FakeConnection.made.at(n);
  if (found === undefined) throw new Error("no connection was made");
  return found;
}

async function connectedShopper(): Promise<Peer> {
  const peer = peerOf("shopper");
  peer.renew();
  await after(0);
  peer.take({ type: "answer", connection_id: peer.connection_id, sdp: "a" });
  await after(0);
  pc().becomes("connected");
  return peer;
}

async function connectedAssociate(): Promise<Peer> {
  const peer = peerOf("associate");
  peer.take({ type: "offer", connection_id: "one", sdp: "o", restart: false });
  await after(0);
  pc().becomes("connected");
  return peer;
}

beforeEach(() => {
  vi.useFakeTimers();
  fakeConnections();
  sent.length = states.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a connection that does not come", () => {
  it("SIG10: is made anew after 4 s, then 8, then every 16", async () => {
    peerOf("shopper").renew();
    const made: number[] = [];
    for (let s = 1; s <= 62; s += 1) {
      const before = FakeConnection.made.length;
      await after(1_000);
      if (FakeConnection.made.length > before) made.push(s);
    }
    expect(made).toEqual([4, 12, 28, 44, 60]);
    expect(states).toEqual(["connecting"]);
  });

  it("the associate asks for it a second later, so that the two do not cross", async () => {
    const peer = peerOf("associate");
    peer.take({ type: "offer", connection_id: "one", sdp: "o", restart: false });
    await after(4_999);
    expect(asked()).toEqual([]);
    await after(1);
    expect(asked()).toEqual([false]);
  });

  it("one that was connected begins with the short wait again", async () => {
    const peer = await connectedShopper();
    peer.renew();
    await after(4_000);
    expect(FakeConnection.made).toHaveLength(3);
    await after(3_000);
    pc().becomes("connected");
    peer.renew();
    await after(4_000);
    expect(FakeConnection.made).toHaveLength(5);
  });

  it("one that the browser gives up is made anew at once", async () => {
    peerOf("shopper").renew();
    await after(0);
    pc().becomes("failed");
    await after(0);
    expect(FakeConnection.made).toHaveLength(2);
    expect(offers()).toEqual([false, false]);
  });

  it("an answer that the browser does not take is a second's wait, not the whole one", async () => {
    const peer = peerOf("shopper");
    peer.renew();
    await after(0);
    peer.take({ type: "answer", connection_id: peer.connection_id, sdp: "nonsense" });
    await after(999);
    expect(FakeConnection.made).toHaveLength(1);
    await after(1);
    expect(FakeConnection.made).toHaveLength(2);
  });
});

describe("SIG10: a connection is restarted once per trouble", () => {
  it("whatever the browser says while the restart is on its way", async () => {
    await connectedShopper();
    pc().becomes("disconnected");
    await after(2_000);
    expect(offers()).toEqual([false, true]);
    pc().becomes("connecting");
    pc().becomes("disconnected");
    await after(4_999);
    expect(offers()).toEqual([false, true]);
    await after(1);
    expect(offers()).toEqual([false, true, false]);
    expect(FakeConnection.made).toHaveLength(2);
  });

  it("one that fails after its restart gets a new connection at once", async () => {
    await connectedShopper();
    pc().becomes("failed");
    await after(0);
    expect(offers()).toEqual([false, true]);
    pc().becomes("failed");
    await after(0);
    expect(offers()).toEqual([false, true, false]);
  });

  it("a quiet of less than 2 s is none", async () => {
    const peer = await connectedShopper();
    pc().becomes("disconnected");
    await after(1_999);
    pc().becomes("connected");
    await after(60_000);
    expect([offers(), peer.state]).toEqual([[false], "connected"]);
  });

  it("the next trouble may be restarted again", async () => {
    const peer = await connectedShopper();
    for (let n = 1; n <= 2; n += 1) {
      pc().becomes("disconnected");
      await after(2_000);
      peer.take({ type: "answer", connection_id: peer.connection_id, sdp: "a" });
      await after(0);
      pc().becomes("connected");
    }
    expect(offers()).toEqual([false, true, true]);
    expect(FakeConnection.made).toHaveLength(1);
  });

  it("the socket's return asks for a new connection where the answer to a restart may be the old offer's", async () => {
    const peer = await connectedShopper();
    pc().becomes("disconnected");
    await after(2_000);
    const before = peer.connection_id;
    peer.poke();
    await after(0);
    expect(offers()).toEqual([false, true, false]);
    peer.take({ type: "answer", connection_id: before, sdp: "late" });
    await after(0);
    expect(pc().remoteDescription).toBeNull();
  });

  it("the associate, too, asks once, and not at all where the shopper was faster", async () => {
    await connectedAssociate();
    pc().becomes("disconnected");
    await after(2_000);
    pc().becomes("connecting");
    pc().becomes("disconnected");
    await after(4_999);
    expect(asked()).toEqual([true]);
    await after(1);
    expect(asked()).toEqual([true, false]);

    sent.length = 0;
    const peer = await connectedAssociate();
    peer.take({ type: "offer", connection_id: "one", sdp: "o2", restart: true });
    pc().becomes("disconnected");
    await after(4_000);
    expect(asked()).toEqual([]);
  });

  it("one that stood all through its restart is connected, and stays", async () => {
    const shopper = await connectedShopper();
    shopper.take({ type: "negotiate", restart: true });
    await after(0);
    expect(shopper.state).toBe("weak");
    shopper.take({ type: "answer", connection_id: shopper.connection_id, sdp: "a" });
    await after(0);
    expect(shopper.state).toBe("connected");
    const associate = await connectedAssociate();
    associate.take({ type: "offer", connection_id: "one", sdp: "o2", restart: true });
    await after(0);
    expect(associate.state).toBe("connected");
    const count = FakeConnection.made.length;
    await after(60_000);
    expect([FakeConnection.made.length, asked()]).toEqual([count, []]);
  });

  it("a restart of a connection that is not the newest is answered by asking for a new one", async () => {
    const peer = await connectedAssociate();
    peer.take({ type: "offer", connection_id: "unknown-one", sdp: "o2", restart: true });
    await after(0);
    expect([asked(), FakeConnection.made.length]).toEqual([[false], 1]);
  });
});
