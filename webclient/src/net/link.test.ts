import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LIMITS, type Side, type SignalBody } from "../protocol/index.js";
import { configuration, dataChannel, offerMedia } from "./connection.js";
import { FakeConnection, fakeConnections } from "./fake_connection.js";
import { Link, type EarlyConnection, type LinkOptions } from "./link.js";

const sent: SignalBody[] = [];
const remotes: MediaStream[] = [];
const turn = { urls: ["turn:relay.example"], username: "u", credential: "first" };
const track = (kind: string): MediaStreamTrack => ({ kind }) as MediaStreamTrack;
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

function linkOf(role: Side, change: Partial<LinkOptions> = {}): { link: Link; pc: FakeConnection } {
  const link = new Link({
    role,
    connection_id: "one",
    ice_servers: [turn],
    relay_only: false,
    media: true,
    send: (body) => sent.push(body),
    onState: () => undefined,
    onRemote: (stream) => remotes.push(stream),
    onChannel: () => undefined,
    onChannelState: () => undefined,
    ...change,
  });
  return { link, pc: link.pc as unknown as FakeConnection };
}

/** What of the batches went out: candidates in their order, one list a frame. */
const batches = (): string[][] => sent.flatMap((each) => (each.type === "candidates" ? [each.candidates.map(({ candidate }) => candidate)] : []));

beforeEach(() => {
  vi.useFakeTimers();
  fakeConnections();
  sent.length = remotes.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("SIG3: what is offered", () => {
  it("sound and picture both ways and without tracks, by everything there is or by the relay alone", () => {
    expect(linkOf("shopper").pc.transceivers.map(({ direction, receiver }) => [receiver.track.kind, direction])).toEqual([["audio", "sendrecv"], ["video", "sendrecv"]]);
    expect(linkOf("shopper").pc.configuration).toMatchObject({ iceServers: [turn], iceTransportPolicy: "all", bundlePolicy: "max-bundle" });
    expect(linkOf("associate", { relay_only: true }).pc.configuration.iceTransportPolicy).toBe("relay");
    expect(configuration([{ urls: ["stun:s.example"], username: "", credential: "" }], false).iceServers).toEqual([{ urls: ["stun:s.example"] }]);
  });

  it("nothing but the data channel where the call is written, and nothing by who answers", () => {
    expect(linkOf("shopper", { media: false }).pc.transceivers).toEqual([]);
    expect(linkOf("associate").pc.transceivers).toEqual([]);
  });

  it("a connection that was begun early is taken over with its offer: nothing is made twice", async () => {
    const pc = new RTCPeerConnection(configuration([turn], false));
    const channel = dataChannel(pc);
    offerMedia(pc);
    const early: EarlyConnection = { pc, channel, offer: pc.createOffer() };
    const { link } = linkOf("shopper", { early });
    await link.offer(false);
    expect(FakeConnection.made).toHaveLength(1);
    expect(FakeConnection.steps.map(({ name }) => name)).toEqual(["createOffer", "setLocalDescription"]);
    expect(FakeConnection.made[0]?.transceivers).toHaveLength(2);
    expect(sent).toEqual([{ type: "offer", connection_id: "one", sdp: "offer 0 by first", restart: false }]);
    link.reach([{ ...turn, credential: "fresh" }]);
    await link.offer(true); // the next offer is one of its own
    expect(sent.at(-1)).toMatchObject({ sdp: "offer 1 by fresh", restart: true });
  });
});

describe("how fast pictures start", () => {
  const sdp = "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\na=rtpmap:98 VP9/90000\r\n";
  const started = sdp.replace("VP8/90000\r\n", "VP8/90000\r\na=fmtp:96 x-google-start-bitrate=800\r\n");

  it("both sides read it in the other's description, and nobody is sent it", async () => {
    const here = linkOf("shopper");
    await here.link.offer(false);
    await here.link.answered(sdp);
    expect(here.pc.remoteDescription?.sdp).toBe(started);
    const there = linkOf("associate");
    await there.link.answer(sdp);
    expect(there.pc.remoteDescription?.sdp).toBe(started);
    expect(JSON.stringify(sent)).not.toContain("x-google");
  });
});

describe("SIG6: candidates", () => {
  it("follow the description they belong to, those found before it in one batch", async () => {
    FakeConnection.held = ["setLocalDescription"];
    const { link, pc } = linkOf("shopper");
    const offered = link.offer(false);
    await settle();
    pc.finds("a", "b");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([]);
    FakeConnection.steps.at(-1)?.done();
    await offered;
    expect(sent.map(({ type }) => type)).toEqual(["offer", "candidates"]);
    expect(batches()).toEqual([["a", "b"]]);
  });

  it("the first goes out at once, the others in batches of 20 ms, and an empty one ends them", async () => {
    const { link, pc } = linkOf("shopper");
    await link.offer(false);
    pc.finds("a");
    await settle();
    expect(batches()).toEqual([["a"]]);
    pc.finds("b");
    await vi.advanceTimersByTimeAsync(10);
    pc.finds("c", null);
    await vi.advanceTimersByTimeAsync(9);
    expect(batches()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches()).toEqual([["a"], ["b", "c", ""]]);
  });

  it("are never more than 40 in a frame, and keep their order", async () => {
    const { link, pc } = linkOf("shopper");
    await link.offer(false);
    const many = Array.from({ length: LIMITS.CANDIDATES_MAX + 5 }, (_, n) => `c${n}`);
    pc.finds(...many);
    await settle();
    expect(batches().map(({ length }) => length)).toEqual([LIMITS.CANDIDATES_MAX, 5]);
    expect(batches().flat()).toEqual(many);
  });

  it("of a closed connection stay here", async () => {
    const { link, pc } = linkOf("shopper");
    await link.offer(false);
    pc.finds("a");
    link.close();
    pc.finds("b");
    await vi.advanceTimersByTimeAsync(100);
    expect(batches()).toEqual([]);
    expect([pc.closed, pc.onicecandidate, pc.onconnectionstatechange, pc.ontrack]).toEqual([true, null, null, null]);
  });

  it("SIG7: of the other side wait for its description, and go on in their order; one of an older generation harms nothing", async () => {
    const candidate = (name: string) => ({ candidate: name, sdp_mid: "0", sdp_m_line_index: 0 });
    const { link, pc } = linkOf("associate");
    await link.candidates([candidate("a"), candidate("b")]);
    await link.candidates([candidate("c")]);
    expect(pc.candidates).toEqual([]);
    await link.answer("offer");
    expect(pc.candidates).toEqual(["a", "b", "c"]);
    await link.candidates([candidate("d"), candidate("older"), candidate("e")]);
    expect(pc.candidates).toEqual(["a", "b", "c", "d", "e"]);

    const shopper = linkOf("shopper");
    await shopper.link.candidates([candidate("x")]);
    await shopper.link.offer(false);
    await shopper.link.answered("answer");
    expect(shopper.pc.candidates).toEqual(["x"]);
  });
});

describe("tracks", () => {
  it("SIG4, SIG5: who answers sends what it has from the answer on; later ones take their place without another offer", async () => {
    const { link, pc } = linkOf("associate");
    await link.use({ audio: track("audio"), video: track("video") });
    await link.answer("offer");
    expect(pc.transceivers.map(({ direction }) => direction)).toEqual(["sendrecv", "sendrecv"]);
    expect(pc.sends).toEqual({ audio: { kind: "audio" }, video: { kind: "video" } });
    const count = FakeConnection.steps.length;
    const screen = { kind: "video", label: "screen" } as MediaStreamTrack;
    await link.use({ audio: null, video: screen });
    expect(pc.sends).toEqual({ audio: null, video: screen });
    expect(FakeConnection.steps.slice(count).map(({ name }) => name)).toEqual(["replaceTrack", "replaceTrack"]);
    await link.use({ audio: null, video: screen }); // what is sent already is left alone
    expect(FakeConnection.steps).toHaveLength(count + 2);
  });

  it("the other side's stream is told of once, and gets both", () => {
    const { pc } = linkOf("shopper");
    pc.ontrack?.({ track: track("audio") });
    pc.ontrack?.({ track: track("video") });
    expect(remotes.map((stream) => stream.getTracks().length)).toEqual([2]);
  });
});

it("an answer that nothing was offered for is left alone", async () => {
  const { link, pc } = linkOf("shopper");
  await link.answered("stray");
  expect(pc.remoteDescription).toBeNull();
  await link.offer(false);
  await link.answered("first");
  await link.answered("second");
  expect(pc.remoteDescription?.sdp).toBe("first");
});
