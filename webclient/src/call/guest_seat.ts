/**
 * This client as a guest of somebody else's call [GUEST1-8]: it comes in, listens, whispers or speaks, and comes in anew when its
 * socket was lost. It answers both sides' offers, plays their sound and sends what the role says; pictures are for screens to draw,
 * muted. It opens no devices: it sends those that are open. Who may is decided by the server.
 */

import type { CallClient } from "../call.js";
import { sends, type Role } from "../core/guests.js";
import { find } from "../core/view.js";
import { newId } from "../net/keep.js";
import { NO_TRACKS } from "../net/link.js";
import { Peer, type PeerState } from "../net/peer.js";
import type { Call, Guest, Refusal, Side, SignalRelayed } from "../protocol/index.js";

export const SIDES: readonly Side[] = ["shopper", "associate"];
/** How long to wait for a side's offer before asking for one. */
const OFFER_MS = 1_500;
const EARLY_MAX = 20;

interface SideLink {
  readonly peer: Peer;
  readonly sound: HTMLAudioElement;
  stream: MediaStream | null;
  expects: ReturnType<typeof setTimeout> | undefined;
}

/** What of a client of calls a guest uses. */
export type GuestClient = Pick<CallClient, "state" | "on" | "send" | "guest">;

/** Why it is over. */
export type SeatEnd = "left" | "call_ended" | "refused";

export class GuestSeat {
  readonly call_id: string;
  /** What is wanted; `me` says what the call knows. */
  role: Role;
  /** This guest as the call has it; null before, after, and while the way back is being made. */
  me: Guest | null = null;
  /** The call as last known. */
  call: Call | null = null;
  over: SeatEnd | null = null;
  refusal: Refusal | null = null;
  /** The browser wants a tap before it plays sound. */
  needs_tap = false;
  #guest_id = "";
  #joining = false;
  /** The role that the call was last told. */
  #told: Role;
  readonly #links = new Map<Side, SideLink>();
  #early: SignalRelayed[] = [];
  readonly #client: GuestClient;
  readonly #onChange: () => void;
  readonly #deaf: (() => void)[];

  constructor(client: GuestClient, call_id: string, role: Role, onChange: () => void) {
    this.call_id = call_id;
    this.role = this.#told = role;
    this.#client = client;
    this.#onChange = onChange;
    this.#deaf = [
      client.on("change", () => this.#tend()),
      client.on("guest_signal", (signal) => this.#take(signal)),
      client.on("entry", ({ call_id: of, entry: { event } }) => {
        if (of !== call_id || event.type !== "guest_left" || event.guest_id !== this.#guest_id || event.reason === "lost") return;
        this.#finish(event.reason === "call_ended" ? "call_ended" : "left");
      }),
    ];
    void this.#join();
  }

  stream(side: Side): MediaStream | null {
    return this.#links.get(side)?.stream ?? null;
  }

  peer(side: Side): PeerState {
    return this.#links.get(side)?.peer.state ?? "idle";
  }

  /** What plays: for a loudspeaker to be chosen. */
  get sounds(): readonly HTMLAudioElement[] {
    return [...this.#links.values()].map(({ sound }) => sound);
  }

  /** Listen, whisper or speak from now on. Resolves with the refusal, null where it took effect. */
  async change(role: Role): Promise<Refusal | null> {
    if (this.over !== null || role === this.role) return null;
    this.role = role;
    if (this.me !== null) return await this.#tell();
    this.#tend(); // it comes in as that, or says so once it is in
    return null;
  }

  /** Go. What is seen and heard stops at once, whatever the server says. */
  leave(): void {
    if (this.over !== null) return;
    void this.#client.send({ type: "guest_leave", guest_id: this.#guest_id }, this.call_id);
    this.#finish("left");
  }

  /** From a tap: play. */
  hear(): void {
    this.needs_tap = false;
    for (const { sound } of this.#links.values()) void this.#play(sound);
    this.#onChange();
  }

  /** The client goes, and with it everything of this. */
  close(): void {
    this.#finish("left");
  }

  async #join(): Promise<void> {
    this.#joining = true;
    this.#told = this.role;
    this.#early = [];
    this.#guest_id = newId();
    const { refusal } = await this.#client.send({ type: "guest_join", guest_id: this.#guest_id, role: this.role }, this.call_id);
    this.#joining = false;
    if (this.over !== null) return; // left meanwhile: that went out after this
    if (refusal === null) this.#tend();
    else {
      const gone = ["unknown_call", "call_ended", "call_not_live"].includes(refusal.code);
      this.refusal = gone ? null : refusal;
      this.#finish(gone ? "call_ended" : "refused");
    }
  }

  /** Tell the call of the role that is wanted. Refused, it stays as it was. */
  async #tell(): Promise<Refusal | null> {
    const { role } = this;
    const before = this.#told;
    const guest_id = this.#guest_id;
    this.#told = role;
    this.#tend();
    const { refusal } = await this.#client.send({ type: "guest_change", guest_id, role }, this.call_id);
    if (guest_id !== this.#guest_id) return null; // it has come in anew, as that
    if (refusal !== null && this.role === role) this.role = this.#told = before;
    this.#tend();
    return refusal;
  }

  /** Bring everything in line with what the call knows. Cheap; called after every change. */
  #tend(): void {
    if (this.over !== null) return;
    const { view, socket } = this.#client.state;
    const known = find(view, this.call_id)?.call;
    this.call = known ?? this.call;
    const me = known?.guests.find(({ guest_id }) => guest_id === this.#guest_id) ?? null;
    if (me !== null && me.joined_at_ms !== this.me?.joined_at_ms) this.#open(known?.mode !== "text");
    // While the socket is away the connections may well go on [SIG11]; back again, the server has had this guest leave.
    if (me === null && this.me !== null && socket === "online" && !this.#joining) {
      this.me = null;
      void this.#join();
      return;
    }
    this.me = me ?? this.me;
    if (me !== null && this.#told !== this.role) void this.#tell();
    this.#attach();
    this.#onChange();
  }

  #attach(): void {
    const { audio, video } = this.#client.state.devices.tracks;
    for (const [side, { peer }] of this.#links) {
      const what = sends(this.role, this.me?.role ?? null, side);
      peer.use({ audio: what.audio ? audio : null, video: what.video ? video : null });
    }
  }

  #open(media: boolean): void {
    this.#closeLinks();
    for (const side of SIDES) this.#links.set(side, this.#link(side, media));
    const early = this.#early;
    this.#early = [];
    for (const signal of early) this.#take(signal);
  }

  #link(side: Side, media: boolean): SideLink {
    const { guest } = this.#client;
    const guest_id = this.#guest_id;
    const sound = new Audio();
    const peer: Peer = new Peer({
      role: "associate", // who answers
      media,
      ice: guest.ice,
      send: (body) => void guest.signal(this.call_id, body, guest_id, side),
      onState: () => this.#onChange(),
      onRemote: (stream) => {
        link.stream = stream;
        sound.srcObject = new MediaStream(stream.getAudioTracks()); // a picture that does not come would hold it back
        void this.#play(sound);
        this.#onChange();
      },
      onChannel: () => undefined, // what is said there is for the two
      onChannelState: () => undefined,
    });
    const link: SideLink = { peer, sound, stream: null, expects: setTimeout(() => peer.poke(), OFFER_MS) };
    return link;
  }

  #take(signal: SignalRelayed): void {
    const { call_id, guest_id, sender, body } = signal;
    if (call_id !== this.call_id || guest_id !== this.#guest_id || (sender !== "shopper" && sender !== "associate")) return;
    const link = this.#links.get(sender);
    if (link === undefined) {
      this.#early = [...this.#early, signal].slice(-EARLY_MAX);
      return;
    }
    clearTimeout(link.expects);
    link.peer.take(body);
  }

  async #play(sound: HTMLAudioElement): Promise<void> {
    try {
      await sound.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError" || this.over !== null) return;
      this.needs_tap = true;
      this.#onChange();
    }
  }

  #finish(over: SeatEnd): void {
    if (this.over !== null) return;
    this.over = over;
    this.me = null;
    for (const stop of this.#deaf) stop();
    this.#closeLinks();
    this.#onChange();
  }

  #closeLinks(): void {
    for (const { peer, sound, expects } of this.#links.values()) {
      clearTimeout(expects);
      sound.srcObject = null;
      peer.use(NO_TRACKS);
      peer.close();
    }
    this.#links.clear();
  }
}
