/**
 * Sound and picture of one client: own devices, and the way to the other side of the call that matters. It attaches tracks
 * only once the call is answered and this tab is the one in it; before, the connection stands without any.
 */

import { bars, type Bars, type MediaLook } from "../core/quality.js";
import { participant } from "../core/calls.js";
import type { CallView } from "../core/view.js";
import { Devices } from "../net/devices.js";
import type { Keep } from "../net/keep.js";
import { NO_TRACKS, type EarlyConnection, type Tracks } from "../net/link.js";
import { Peer } from "../net/peer.js";
import type { Early } from "./early.js";
import type { GuestLinks } from "./guests.js";
import type { ChannelFrame, IceServer, Side, SignalBody } from "../protocol/index.js";

export interface MediaOptions {
  readonly role: Side;
  readonly client_id: string;
  readonly keep: Keep;
  readonly early?: Early | null | undefined;
  ice(): { readonly servers: readonly IceServer[]; readonly relay_only: boolean };
  send(call_id: string, body: SignalBody, guest_id?: string): void;
  onChannel(call_id: string, frame: ChannelFrame): void;
  onChange(): void;
}

const LOOK_MS = 2_000;
/** How long an associate's tablet waits for the offer that follows a ring before it asks for one. */
const OFFER_MS = 1_500;

export class CallMedia {
  readonly devices: Devices;
  remote: MediaStream | null = null;
  channel_open = false;
  bars: Bars = 0;
  microphone = true;
  camera = true;
  /** The ring whose Answer was tapped: its tracks go out at once, and are taken back should the answer be refused. */
  answering = "";
  /** A screen that is shown instead of the camera. */
  screen: MediaStreamTrack | null = null;
  /** The call's guests; their chunk is loaded when the first one comes. */
  guests: GuestLinks | null = null;
  #loading = false;
  /** A signal that came before the frame that told of its call. */
  #unheard: { call_id: string; body: SignalBody }[] = [];
  #call_id = "";
  #peer: Peer | null = null;
  #attached: Tracks = NO_TRACKS;
  #looks: ReturnType<typeof setInterval> | undefined;
  #expect: ReturnType<typeof setTimeout> | undefined;
  #early: EarlyConnection | null;
  readonly #options: MediaOptions;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#early = options.early?.connection ?? null;
    this.devices = new Devices(() => {
      this.#attach();
      options.onChange();
    }, options.keep, options.early?.media);
  }

  get peer(): Peer | null {
    return this.#peer;
  }

  /** What the person wants on; opens and closes devices. In a call a muted microphone stays open; else what is off is closed. */
  async want(microphone: boolean, camera: boolean): Promise<void> {
    this.microphone = microphone;
    this.camera = camera;
    const open = this.#live && this.devices.state.tracks.audio !== null;
    this.#attach();
    this.#options.onChange();
    await this.devices.want({ microphone: microphone || open, camera });
    this.#attach();
  }

  /** Show this screen instead of the camera until it ends; null shows the camera again. */
  share(screen: MediaStreamTrack | null): void {
    if (this.screen !== null && this.screen !== screen) this.screen.stop();
    this.screen = screen;
    if (screen !== null) screen.onended = () => this.share(null);
    this.#attach();
    this.#options.onChange();
  }

  /** Whether they are really on: wanted, there, and held by nobody else. */
  get on(): { readonly microphone: boolean; readonly camera: boolean } {
    const { tracks, microphone_problem, camera_problem } = this.devices.state;
    return {
      microphone: this.microphone && tracks.audio !== null && microphone_problem !== "held",
      camera: this.screen !== null || (this.camera && tracks.video !== null && camera_problem !== "held"),
    };
  }

  /** Bring the connection in line with the call that matters. Cheap; called after every change. */
  tend(current: CallView | null): void {
    const { role, client_id } = this.#options;
    const phase = current?.call.phase.phase;
    const here = current !== null && participant(current.call, role)?.client_id === client_id;
    const wanted = here && (phase === "ringing" || phase === "live");
    if (current === null || !wanted) {
      this.#close();
      return;
    }
    if (this.#call_id !== current.call_id) this.#close();
    if (this.#peer === null) this.#open(current, phase);
    const { lost_reason, lost_at_ms } = current.call.shopper;
    if (role === "associate" && lost_reason === "page_change") this.#peer?.prepare(lost_at_ms);
    this.#live = phase === "live" || this.answering === current.call_id;
    this.#attach();
    this.#tendGuests(current);
  }

  #tendGuests({ call_id, call }: CallView): void {
    if (call.guests.length > 0 && !this.#loading) {
      this.#loading = true;
      import("./guests.js").then(
        (chunk) => {
          this.guests = new chunk.GuestLinks(Peer, this.#options);
          this.#options.onChange();
        },
        () => (this.#loading = false), // the next change tries again
      );
    }
    this.guests?.tend(call_id, call.guests, this.#attached, call.mode !== "text");
  }

  #live = false;

  /** A signal of the other side of a call. */
  take(call_id: string, body: SignalBody): void {
    if (this.#call_id === call_id && this.#peer !== null) {
      clearTimeout(this.#expect);
      this.#peer.take(body);
    } else this.#unheard = [...this.#unheard, { call_id, body }].slice(-20);
  }

  close(): void {
    this.share(null);
    this.#close();
    this.#early?.pc.close();
    this.#early = null;
    this.devices.close();
  }

  #open(current: CallView, phase: "ringing" | "live"): void {
    const { role, ice, send, onChannel, onChange } = this.#options;
    const { call_id } = current;
    const peer: Peer = new Peer({
      role,
      media: current.call.mode !== "text",
      early: this.#early,
      ice,
      send: (body) => send(call_id, body),
      onState: onChange,
      onRemote: (stream) => {
        this.remote = stream;
        onChange();
      },
      onChannel: (frame) => onChannel(call_id, frame),
      onChannelState: (open) => {
        this.channel_open = open;
        onChange();
      },
    });
    this.#early = null;
    this.#call_id = call_id;
    this.#peer = peer;
    const unheard = this.#unheard.filter((each) => each.call_id === call_id);
    this.#unheard = [];
    if (role === "shopper" || (phase === "live" && unheard.length === 0)) peer.renew();
    else this.#expect = setTimeout(() => peer.poke(), OFFER_MS);
    for (const { body } of unheard) this.take(call_id, body);
    this.#watch(peer, current.call.mode === "video");
  }

  #attach(): void {
    const { audio, video } = this.devices.state.tracks;
    if (audio !== null) audio.enabled = this.microphone;
    const picture = this.screen ?? (this.camera ? video : null);
    const next: Tracks = this.#live && this.#peer ? { audio, video: picture } : NO_TRACKS;
    if (next.audio === this.#attached.audio && next.video === this.#attached.video) return;
    this.#attached = next;
    this.#peer?.use(next);
  }

  #watch(peer: Peer, video: boolean): void {
    let before: MediaLook | null = null;
    clearInterval(this.#looks);
    this.#looks = setInterval(() => {
      void peer.look().then((now) => {
        if (this.#peer !== peer || now === null) return;
        const next = before === null || peer.state !== "connected" ? this.bars : bars(before, now, video);
        before = now;
        if (next === this.bars) return;
        this.bars = next;
        this.#options.onChange();
      });
    }, LOOK_MS);
  }

  #close(): void {
    if (this.#peer === null) return;
    clearInterval(this.#looks);
    clearTimeout(this.#expect);
    const peer = this.#peer;
    this.#peer = null;
    this.#live = false;
    this.#call_id = "";
    this.#attached = NO_TRACKS;
    this.remote = null;
    this.channel_open = false;
    this.bars = 0;
    this.guests?.tend("", [], NO_TRACKS, false);
    peer.close();
  }
}
