/** One RTCPeerConnection of a call: bare transceivers, the negotiated data channel, candidates in batches. It knows no retries. */

import {
  LIMITS,
  type Candidate,
  type ChannelFrame,
  type IceServer,
  type Side,
  type SignalBody,
} from "../protocol/index.js";
import { Channel } from "./channel.js";
import { configuration, dataChannel, offerMedia, started } from "./connection.js";

/** Between batches of candidates; the first goes out at once, for with it the other side may begin. */
const BATCH_MS = 20;

/** A connection that was made before its call's client was: with its offer, of which nobody has heard yet. */
export interface EarlyConnection {
  readonly pc: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly offer: Promise<RTCSessionDescriptionInit>;
}

export interface LinkOptions {
  readonly role: Side;
  readonly connection_id: string;
  readonly ice_servers: readonly IceServer[];
  readonly relay_only: boolean;
  /** Whether the shopper offers sound and picture at all (a written call does not). */
  readonly media: boolean;
  readonly early?: EarlyConnection | null;
  send(body: SignalBody): void;
  onState(state: RTCPeerConnectionState): void;
  /** The other side's sound and picture; called once, before any frame has arrived. */
  onRemote(stream: MediaStream): void;
  onChannel(frame: ChannelFrame): void;
  onChannelState(open: boolean): void;
}

export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

export const NO_TRACKS: Tracks = { audio: null, video: null };

export class Link {
  /** Empty while the connection is only prepared; the offer that it answers names it. */
  connection_id: string;
  readonly remote = new MediaStream();
  readonly channel: Channel;
  readonly pc: RTCPeerConnection;
  readonly #options: LinkOptions;
  #batch: Candidate[] = [];
  #batch_timer: ReturnType<typeof setTimeout> | undefined;
  /** Our candidates wait until the description they belong to has been sent. */
  #described = false;
  /** Candidates of the other side that came before its description. */
  #early: Candidate[] = [];
  #tracks: Tracks = NO_TRACKS;
  #offer: Promise<RTCSessionDescriptionInit> | undefined;
  #flushed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.connection_id = options.connection_id;
    const { early } = options;
    const pc = early?.pc ?? new RTCPeerConnection(this.#configuration(options.ice_servers));
    this.pc = pc;
    this.#offer = early?.offer;
    this.channel = new Channel(
      early?.channel ?? dataChannel(pc),
      options.role === "shopper" ? "associate" : "shopper",
      options.onChannel,
      options.onChannelState,
    );
    pc.onconnectionstatechange = () => options.onState(pc.connectionState);
    pc.onicecandidate = ({ candidate }) => this.#gathered(candidate);
    pc.ontrack = ({ track }) => {
      this.remote.addTrack(track);
      if (this.remote.getTracks().length === 1) options.onRemote(this.remote);
    };
    if (options.role === "shopper" && options.media && !early) offerMedia(pc);
  }

  /** The servers to ask from the next ICE generation on: the credentials of a long call run out (RFC 8829, 4.1.18). */
  reach(ice_servers: readonly IceServer[]): void {
    this.pc.setConfiguration(this.#configuration(ice_servers));
  }

  /** Shopper: make an offer and send it. */
  async offer(restart: boolean): Promise<void> {
    if (restart) this.pc.restartIce();
    this.#described = this.#flushed = false;
    const made = this.#offer;
    this.#offer = undefined;
    await this.pc.setLocalDescription(await (made ?? this.pc.createOffer()));
    const { connection_id } = this;
    this.#options.send({ type: "offer", connection_id, sdp: this.pc.localDescription?.sdp ?? "", restart });
    this.#flushNow();
  }

  /** Associate: take an offer and send the answer. */
  async answer(sdp: string): Promise<void> {
    this.#described = false;
    await this.pc.setRemoteDescription({ type: "offer", sdp: started(sdp) });
    for (const transceiver of this.pc.getTransceivers()) transceiver.direction = "sendrecv";
    await this.#attach();
    await this.pc.setLocalDescription(await this.pc.createAnswer());
    const { connection_id } = this;
    this.#options.send({ type: "answer", connection_id, sdp: this.pc.localDescription?.sdp ?? "" });
    this.#flushNow();
    await this.#takeEarly();
  }

  /** Shopper: the associate's answer. */
  async answered(sdp: string): Promise<void> {
    if (this.pc.signalingState !== "have-local-offer") return;
    await this.pc.setRemoteDescription({ type: "answer", sdp: started(sdp) });
    await this.#takeEarly();
  }

  /** Candidates of the other side, before or after the description they belong to. */
  async candidates(list: readonly Candidate[]): Promise<void> {
    if (this.pc.remoteDescription === null) {
      this.#early.push(...list);
      return;
    }
    for (const { candidate, sdp_mid, sdp_m_line_index } of list) {
      // A candidate of an older ICE generation is refused by the browser; that is no failure of the connection.
      await this.pc
        .addIceCandidate({ candidate, sdpMid: sdp_mid === "" ? null : sdp_mid, sdpMLineIndex: sdp_m_line_index })
        .catch(() => undefined);
    }
  }

  /** Send these from now on; null sends nothing. No negotiation is needed. */
  async use(tracks: Tracks): Promise<void> {
    this.#tracks = tracks;
    await this.#attach();
  }

  close(): void {
    clearTimeout(this.#batch_timer);
    this.channel.close();
    this.pc.onconnectionstatechange = this.pc.onicecandidate = this.pc.ontrack = null;
    this.pc.close();
  }

  #configuration(ice_servers: readonly IceServer[]): RTCConfiguration {
    return configuration(ice_servers, this.#options.relay_only);
  }

  async #attach(): Promise<void> {
    await Promise.all(
      this.pc.getTransceivers().map(async ({ sender, receiver }) => {
        const track = receiver.track.kind === "audio" ? this.#tracks.audio : this.#tracks.video;
        if (sender.track !== track) await sender.replaceTrack(track);
      }),
    );
  }

  async #takeEarly(): Promise<void> {
    const early = this.#early;
    this.#early = [];
    await this.candidates(early);
  }

  #gathered(candidate: RTCIceCandidate | null): void {
    this.#batch.push({
      candidate: candidate?.candidate ?? "",
      sdp_mid: candidate?.sdpMid ?? "",
      sdp_m_line_index: candidate?.sdpMLineIndex ?? 0,
    });
    if (this.#described) this.#batch_timer ??= setTimeout(() => this.#flush(), this.#flushed ? BATCH_MS : 0);
  }

  #flushNow(): void {
    this.#described = true;
    if (this.#batch.length > 0) this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#batch_timer);
    this.#batch_timer = undefined;
    this.#flushed = true;
    const { connection_id } = this;
    while (this.#batch.length > 0) {
      const candidates = this.#batch.splice(0, LIMITS.CANDIDATES_MAX);
      this.#options.send({ type: "candidates", connection_id, candidates });
    }
  }
}
