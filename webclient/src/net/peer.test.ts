import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Side, SignalBody } from "../protocol/index.js";
import { FakeConnection, fakeConnections } from "./fake_connection.js";
import { NO_TRACKS, type Tracks } from "./link.js";
import { Peer } from "./peer.js";

const sent: SignalBody[] = [];
let credential = "first";

function peerOf(role: Side): Peer {
  return new Peer({
    role,
    media: true,
    ice: () => ({ servers: [{ urls: ["turn:relay.example"], username: "u", credential }], relay_only: false }),
    send: (body) => sent.push(body),
    onState: () => undefined,
    onRemote: () => undefined,
    onChannel: () => undefined,
    onChannelState: () => undefined,
  });
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

const offers = (): string[] => sent.flatMap((each) => (each.type === "offer" ? [each.sdp] : []));
const asked = (): boolean[] => sent.flatMap((each) => (each.type === "negotiate" ? [each.restart === true] : []));
const both: Tracks = { audio: { kind: "audio" } as MediaStreamTrack, video: { kind: "video" } as MediaStreamTrack };
const pc = (n = -1): FakeConnection => {
  const last = FakeConnection.made.at(n);
  if (last === undefined) throw new Error("no connection was made");
  return last;
};

beforeEach(() => {
  vi.useFakeTimers();
  fakeConnections();
  sent.length = 0;
  credential = "first";
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A shopper whose connection stands. */
async function connected(): Promise<Peer> {
  const peer = peerOf("shopper");
  peer.renew();
  await settle();
  peer.take({ type: "answer", connection_id: peer.connection_id, sdp: "a" });
  await settle();
  pc().becomes("connected");
  return peer;
}

async function connectedAssociate(): Promise<Peer> {
  const peer = peerOf("associate");
  peer.take({ type: "offer", connection_id: "one", sdp: "o", restart: false });
  await settle();
  pc().becomes("connected");
  return peer;
}

describe("a connection that is replaced in the middle of a step", () => {
  it("does not hold up the shopper's next offer", async () => {
    FakeConnection.held = ["createOffer"];
    const peer = peerOf("shopper");
    peer.renew();
    await settle();
    expect(offers()).toEqual([]);
    FakeConnection.held = [];
    peer.renew();
    await settle();
    expect(offers()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(FakeConnection.made.map((each) => each.closed)).toEqual([true, false]);
    peer.take({ type: "answer", connection_id: peer.connection_id, sdp: "a" });
    await settle();
    expect(pc().remoteDescription?.sdp).toBe("a");
  });

  it("does not hold up the associate's next answer", async () => {
    FakeConnection.held = ["setRemoteDescription"];
    const peer = peerOf("associate");
    peer.take({ type: "offer", connection_id: "page-one", sdp: "o1", restart: false });
    await settle();
    FakeConnection.held = [];
    peer.take({ type: "offer", connection_id: "page-two", sdp: "o2", restart: false });
    await settle();
    expect(sent).toEqual([{ type: "answer", connection_id: "page-two", sdp: "answer by first" }]);
  });
});

describe("SIG10: a path that goes quiet", () => {
  it("is restarted once, although both sides see it", async () => {
    const peer = await connected();
    pc().becomes("disconnected");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(offers()).toHaveLength(2);
    peer.take({ type: "negotiate", restart: true }); // the other side's wish crosses our offer
    await settle();
    expect(offers()).toHaveLength(2);
    peer.take({ type: "answer", connection_id: peer.connection_id, sdp: "restarted" });
    await settle();
    expect(pc().remoteDescription?.sdp).toBe("restarted");
    pc().becomes("connected");
    expect(peer.state).toBe("connected");
    peer.take({ type: "negotiate", restart: true }); // a later wish is a wish of its own
    await settle();
    expect(offers()).toHaveLength(3);
    expect(FakeConnection.made).toHaveLength(1);
  });

  it("gets a new connection where the restart is not answered in 5 s", async () => {
    const peer = await connected();
    pc().becomes("disconnected");
    await vi.advanceTimersByTimeAsync(2_000);
    peer.take({ type: "negotiate", restart: true });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(FakeConnection.made).toHaveLength(2);
  });

  it("an associate that reloaded gets a new connection, whatever is on its way", async () => {
    const peer = peerOf("shopper");
    peer.renew();
    await settle();
    peer.take({ type: "negotiate", restart: false });
    await settle();
    expect(FakeConnection.made).toHaveLength(2);
    expect(offers()).toHaveLength(2);
  });

  it("is restarted with the credentials of now, on both sides", async () => {
    const shopper = await connected();
    credential = "fresh";
    shopper.restart();
    await settle();
    expect(offers().at(-1)).toBe("offer 1 by fresh");

    credential = "first";
    const associate = peerOf("associate");
    associate.take({ type: "offer", connection_id: "one", sdp: "o", restart: false });
    await settle();
    pc().becomes("connected");
    credential = "fresh";
    pc().becomes("disconnected");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked()).toEqual([true]);
    associate.take({ type: "offer", connection_id: "one", sdp: "o2", restart: true });
    await settle();
    expect(sent.at(-1)).toEqual({ type: "answer", connection_id: "one", sdp: "answer by fresh" });
    expect(pc().configuration.bundlePolicy).toBe("max-bundle");
  });
});

it("a closed one makes nothing any more", async () => {
  const peer = await connected();
  peer.close();
  peer.take({ type: "negotiate", restart: false });
  peer.renew();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(FakeConnection.made).toHaveLength(1);
  expect(peer.state).toBe("idle");
});

describe("SIG7: what is not of the newest connection", () => {
  it("is dropped: answers, candidates, and the states of one that is being closed", async () => {
    const peer = await connected();
    const old = peer.connection_id;
    peer.renew();
    await settle();
    peer.take({ type: "answer", connection_id: old, sdp: "late" });
    peer.take({ type: "candidates", connection_id: old, candidates: [{ candidate: "late" }] });
    pc(0).becomes("failed");
    await settle();
    expect([pc().remoteDescription, pc(0).candidates, offers().length]).toEqual([null, [], 2]);
    peer.take({ type: "answer", connection_id: peer.connection_id, sdp: "a" });
    peer.take({ type: "candidates", connection_id: peer.connection_id, candidates: [{ candidate: "mine" }] });
    await settle();
    expect([pc().remoteDescription?.sdp, pc().candidates]).toEqual(["a", ["mine"]]);
  });

  it("SIG2: a shopper takes no offer and an associate no wish for one", async () => {
    const shopper = await connected();
    shopper.take({ type: "offer", connection_id: "one", sdp: "o", restart: false });
    const associate = await connectedAssociate();
    const count = sent.length;
    associate.take({ type: "negotiate", restart: false });
    await settle();
    expect([FakeConnection.made.length, sent.length]).toEqual([2, count]);
  });
});

describe("SIG8: a page change of the shopper", () => {
  it("stops what the old connection sends, and the next one is ready when its offer comes", async () => {
    const peer = await connectedAssociate();
    peer.use(both);
    await settle();
    expect(pc(0).sends).toEqual(both);
    peer.prepare(5);
    peer.prepare(5);
    await settle();
    expect([FakeConnection.made.length, pc(0).sends]).toEqual([2, NO_TRACKS]);
    peer.use({ ...both }); // a change of the own devices meanwhile starts no encoder for nobody
    await settle();
    expect(pc(0).sends).toEqual(NO_TRACKS);
    peer.take({ type: "offer", connection_id: "two", sdp: "o2", restart: false });
    await settle();
    peer.prepare(5); // the shopper's return is told a moment after the offer
    await settle();
    expect([FakeConnection.made.length, pc(1).sends, peer.connection_id]).toEqual([2, both, "two"]);
    await vi.advanceTimersByTimeAsync(300);
    expect([pc(0).closed, pc(1).closed]).toEqual([true, false]);
  });

  it("a prepared one that nobody needs goes with the rest", async () => {
    const peer = await connectedAssociate();
    peer.prepare(5);
    peer.close();
    expect(FakeConnection.made.map(({ closed }) => closed)).toEqual([true, true]);
    peer.prepare(6);
    expect(FakeConnection.made).toHaveLength(2);
  });
});

describe("tracks", () => {
  it("are those of now on every later connection", async () => {
    const peer = peerOf("shopper");
    peer.use(both);
    peer.renew();
    await settle();
    expect(pc().sends).toEqual(both);
    peer.use(NO_TRACKS);
    peer.renew();
    await settle();
    expect(pc().sends).toEqual(NO_TRACKS);
  });

  it("that a browser refuses are tried on a new connection", async () => {
    const peer = await connected();
    const [first] = pc().transceivers;
    if (first) first.sender.replaceTrack = () => Promise.reject(new Error("not now"));
    peer.use(both);
    await settle();
    expect([FakeConnection.made.length, pc().sends]).toEqual([2, both]);
  });
});

it("idle: resolves once nothing is made, awaited or taken", async () => {
  const peer = peerOf("shopper");
  let idle = false;
  peer.renew();
  void peer.idle.then(() => (idle = true));
  await vi.advanceTimersByTimeAsync(100);
  expect(idle).toBe(false);
  peer.take({ type: "answer", connection_id: peer.connection_id, sdp: "a" });
  await settle();
  expect(idle).toBe(true);
});

it("figures: of the newest connection, and none of one that closed while they were asked for", async () => {
  const peer = await connected();
  expect(await peer.look()).toMatchObject({ packets: 7 });
  expect(await peer.lookSent()).toMatchObject({ audio_packets: 0 });
  pc().close();
  expect([await peer.look(), await peer.lookSent()]).toEqual([null, null]);
  peer.close();
  expect([await peer.look(), await peer.lookSent()]).toEqual([null, null]);
});
