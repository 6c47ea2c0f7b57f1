/**
 * The way to the other side of a call, kept open: makes connections, restarts what went quiet, renews what broke.
 * The shopper always offers; the associate answers, or asks for an offer. It carries tracks and frames, and judges neither.
 */

import type { ChannelFrame, SignalBody } from "../protocol/index.js";
import type { MediaLook } from "../core/quality.js";
import { newId } from "./keep.js";
import { Link, NO_TRACKS, type EarlyConnection, type Tracks } from "./link.js";
import type { PeerOptions, PeerState } from "./peer_shapes.js";
import { lookAt, lookAtSent, type SentLook } from "./stats.js";

export type { PeerOptions, PeerState };

const QUIET_MS = 2_000;
const RESTART_MS = 5_000;
/** How long a new connection may take before another one is made; each further one twice as long, up to the longest. */
const PATIENCE_MS = 4_000;
const PATIENCE_MAX_MS = 16_000;
/** The associate waits longer, for the shopper's new offer answers its question. */
const LATER_MS = 1_000;
const CLOSE_MS = 300;

export class Peer {
  state: PeerState = "idle";
  readonly #options: PeerOptions;
  #link: Link | null = null;
  /** Associate: made ready for an offer that is on its way. */
  #next: Link | null = null;
  #prepared_ms = 0;
  #tracks: Tracks = NO_TRACKS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #was_connected = false;
  #patience_ms = PATIENCE_MS;
  /** The connection was restarted once since it was last connected: what is wrong now needs a new one. */
  #restarted = false;
  #closed = false;
  #queue: Promise<void> = Promise.resolve();
  /** Our offer is out and not answered yet. */
  #offering = false;
  #settled: Promise<void> = Promise.resolve();
  #settle = (): void => undefined;

  #early: EarlyConnection | null;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#early = options.early ?? null;
  }

  get connection_id(): string {
    return this.#link?.connection_id ?? "";
  }

  /** Resolves once no offer or answer is being made, awaited or taken. */
  get idle(): Promise<void> {
    return this.#queue.then(() => this.#settled);
  }

  /** Frames of the data channel that were not taken. */
  get dropped(): number {
    return this.#link?.channel.dropped ?? 0;
  }

  /** A new connection: the shopper offers one, the associate asks for one. */
  renew(): void {
    if (this.#closed) return;
    this.#await();
    if (this.#options.role === "associate") {
      this.#options.send({ type: "negotiate", restart: false });
      return;
    }
    this.#offer(this.#makeLink(newId()), false);
  }

  /** The same connection by a new path. */
  restart(): void {
    const link = this.#link;
    if (this.#closed || link === null) return;
    if (this.#restarted) {
      this.renew();
      return;
    }
    this.#restarted = true;
    this.#become("weak");
    this.#watch(RESTART_MS, () => this.renew());
    if (this.#options.role === "associate") this.#options.send({ type: "negotiate", restart: true });
    else this.#offer(link, true);
  }

  /** The socket is back: signals may have been lost meanwhile. Does nothing while all is well. */
  poke(): void {
    if (this.state === "connected") return;
    if (this.#was_connected && this.#link !== null) this.restart();
    else this.renew();
  }

  /** Associate: the shopper is changing pages (since `at_ms`) and will offer at once. What the answer needs is made meanwhile. */
  prepare(at_ms: number): void {
    if (this.#closed || at_ms === this.#prepared_ms) return;
    this.#prepared_ms = at_ms;
    this.#next ??= this.#build("");
    // Nobody is left at the other end of the old one: encoding for it would take from what comes.
    void this.#link?.use(NO_TRACKS).catch(() => undefined);
  }

  /** A signal of the other side. Those of another connection than the newest are dropped. */
  take(body: SignalBody): void {
    if (this.#closed) return;
    const link = this.#link;
    switch (body.type) {
      case "offer":
        if (this.#options.role === "associate") this.#offered(body.connection_id, body.sdp, body.restart === true);
        break;
      case "answer":
        if (link?.connection_id !== body.connection_id) break;
        this.#offering = false;
        this.#do(link, () => link.answered(body.sdp).then(() => this.#stands(link)));
        void this.#queue.then(this.#settle);
        break;
      case "candidates":
        if (link?.connection_id === body.connection_id) {
          const list = body.candidates.map(({ candidate, sdp_mid = "", sdp_m_line_index = 0 }) => ({
            candidate,
            sdp_mid,
            sdp_m_line_index,
          }));
          this.#do(link, () => link.candidates(list));
        }
        break;
      case "negotiate":
        if (this.#options.role !== "shopper") break;
        // Both sides saw the path go quiet: the restart that is on its way is the one they both want, and its answer must
        // meet the offer it belongs to. Should it get lost, the watch makes a new connection.
        if (body.restart !== true || link === null) this.renew();
        else if (!this.#offering || this.state === "connected") this.restart();
        break;
      case "typing":
      case "product_hint":
        break;
      default:
        body satisfies never;
    }
  }

  /** Send these from now on, over this connection and every later one. */
  use(tracks: Tracks): void {
    this.#tracks = tracks;
    const link = this.#link;
    if (link !== null && this.#next === null) void link.use(tracks).catch(() => this.#watch(0, () => this.renew()));
  }

  /** By the shortest way; false where it is not open. */
  say(frame: ChannelFrame): boolean {
    return this.#link?.channel.send(frame) ?? false;
  }

  /** WebRTC's figures now; null where there is no connection, or it closed meanwhile. */
  async look(): Promise<MediaLook | null> {
    return this.#link === null ? null : lookAt(this.#link.pc).catch(() => null);
  }

  /** What of our sound leaves; null where there is no connection. */
  async lookSent(): Promise<SentLook | null> {
    return this.#link === null ? null : lookAtSent(this.#link.pc).catch(() => null);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#link?.close();
    this.#next?.close();
    this.#link = this.#next = null;
    this.#become("idle");
  }

  #offered(connection_id: string, sdp: string, restart: boolean): void {
    const known = this.#link;
    if (restart && known?.connection_id !== connection_id) {
      this.renew();
      return;
    }
    const link = restart && known !== null ? known : this.#makeLink(connection_id);
    this.#restarted = restart;
    this.#await();
    this.#do(link, () => {
      if (restart) {
        link.reach(this.#options.ice().servers);
        void link.use(this.#tracks).catch(() => undefined);
      }
      return link.answer(sdp).then(() => this.#stands(link));
    });
  }

  #offer(link: Link, restart: boolean): void {
    this.#offering = true;
    this.#settled = new Promise((resolve) => (this.#settle = resolve));
    this.#do(link, () => {
      if (restart) link.reach(this.#options.ice().servers);
      return link.offer(restart);
    });
  }

  /** The newest connection. The old one is closed a moment later, for that takes the time of an answer. */
  #makeLink(connection_id: string): Link {
    const old = this.#link;
    if (old !== null) setTimeout(() => old.close(), CLOSE_MS);
    // A step of the old one may never end, for the promises of a closed connection do not settle: nothing waits for it.
    this.#queue = Promise.resolve();
    const link = this.#next ?? this.#build(connection_id);
    this.#next = null;
    link.connection_id = connection_id;
    this.#link = link;
    this.#options.onChannelState(false);
    void link.use(this.#tracks).catch(() => undefined);
    return link;
  }

  #build(connection_id: string): Link {
    const { role, media, onRemote, onChannel, onChannelState, ice } = this.#options;
    const { servers, relay_only } = ice();
    const ours = <A extends unknown[]>(then: (...args: A) => void) => {
      return (...args: A): void => {
        if (this.#link === link) then(...args);
      };
    };
    const link: Link = new Link({
      role,
      connection_id,
      ice_servers: servers,
      relay_only,
      media,
      early: this.#early,
      send: ours((body: SignalBody) => this.#options.send(body)),
      onState: ours((state: RTCPeerConnectionState) => this.#changed(state)),
      onRemote: ours(onRemote),
      onChannel: ours(onChannel),
      onChannelState: ours(onChannelState),
    });
    this.#early = null;
    return link;
  }

  #changed(state: RTCPeerConnectionState): void {
    if (state === "connected") {
      this.#was_connected = true;
      this.#restarted = false;
      this.#patience_ms = PATIENCE_MS;
      clearTimeout(this.#timer);
      this.#become("connected");
    } else if (state === "disconnected") {
      this.#become("weak");
      if (!this.#restarted) this.#watch(QUIET_MS, () => this.restart());
    } else if (state === "failed") {
      if (this.#was_connected) this.restart();
      else this.renew();
    }
  }

  /** Browsers say nothing of a connection that stood all through its restart. */
  #stands(link: Link): void {
    if (link.pc.connectionState === "connected" && this.#link === link) this.#changed("connected");
  }

  /** A connection is on its way; should it not come, the next one. */
  #await(): void {
    this.#become(this.#was_connected ? "weak" : "connecting");
    this.#watch(this.#patience_ms + (this.#options.role === "associate" ? LATER_MS : 0), () => this.renew());
    this.#patience_ms = Math.min(2 * this.#patience_ms, PATIENCE_MAX_MS);
  }

  #watch(ms: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, ms);
  }

  /** One step after the other; a step that fails leaves the connection to the watch, which renews it. */
  #do(link: Link, step: () => Promise<void>): void {
    const counts = (): boolean => this.#link === link && !this.#closed;
    this.#queue = this.#queue.then(async () => {
      if (!counts()) return;
      try {
        await step();
      } catch {
        if (counts()) this.#watch(1_000, () => this.renew());
      }
    });
  }

  #become(state: PeerState): void {
    if (this.state === state) return;
    this.state = state;
    this.#options.onState(state);
  }
}
