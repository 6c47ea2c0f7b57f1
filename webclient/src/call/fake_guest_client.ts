/** A client of calls whose server lets guests in, and sounds that a browser may hold back: for tests of being a guest. It is part of no bundle. */

import { aCall } from "../core/fixtures.js";
import { EMPTY_VIEW } from "../core/view.js";
import type { Call, CommandBody, Guest, Refusal } from "../protocol/index.js";

export const associate = { ...aCall("c").shopper, person_id: "anna", name: "Anna", client_id: "tablet" };
const microphone = { stop: () => undefined } as unknown as MediaStreamTrack;

/** A sound that plays only where the browser lets it, and remembers where it goes. */
export class FakeSound {
  static made: FakeSound[] = [];
  static allowed = true;
  sinkId = "";
  srcObject: unknown = null;
  playing = false;

  constructor() {
    FakeSound.made.push(this);
  }

  async play(): Promise<void> {
    await Promise.resolve();
    if (!FakeSound.allowed) throw new DOMException("no tap yet", "NotAllowedError");
    this.playing = true;
  }

  async setSinkId(id: string): Promise<void> {
    await Promise.resolve();
    this.sinkId = id;
  }
}

/** What a guest uses of a client: a server that lets guests in, and devices. */
export class FakeClient {
  readonly sent: CommandBody[] = [];
  /** What the next commands of a type are refused with. */
  refuses: Partial<Record<CommandBody["type"], Refusal>> = {};
  /** Answers wait for `answer`. */
  held: (() => void)[] | null = null;
  microphone: MediaStreamTrack | null = null;
  asked = 0;
  has_microphone = true;
  call: Call = aCall("call", { phase: { phase: "live", accepted_at_ms: 1, associate } });
  private readonly heard = new Set<() => void>();
  private signal: ((signal: unknown) => void) | null = null;
  readonly guest = { ice: () => ({ servers: [], relay_only: false }), signal: () => true };

  get devices() {
    const tracks = { audio: this.microphone, video: null };
    return { state: { tracks, microphone_problem: this.microphone ? null : "denied", camera_problem: null }, close: () => (this.microphone = null) };
  }

  get state() {
    const view = { ...EMPTY_VIEW, welcome: { person_id: "kim" }, calls: [{ call_id: "call", epoch: 1, seq: 1, shown_by: {}, call: this.call }] };
    return { view, client_id: "desk", socket: "online", camera: true, devices: this.devices.state, guest_sounds: [] };
  }

  on(event: string, then: () => void): () => void {
    if (event === "change") this.heard.add(then);
    if (event === "guest_signal") this.signal = then;
    return () => this.heard.delete(then);
  }

  async media(): Promise<void> {
    this.asked += 1;
    await Promise.resolve();
    this.microphone = this.has_microphone ? microphone : null;
    this.tell();
  }

  async send(body: CommandBody): Promise<{ id: string; seq: number; refusal: Refusal | null }> {
    this.sent.push(body);
    if (this.held !== null) await new Promise<void>((resolve) => this.held?.push(resolve));
    else await Promise.resolve();
    const refusal = this.refuses[body.type] ?? null;
    if (refusal === null) this.take(body);
    return { id: "", seq: 1, refusal };
  }

  answer(): void {
    const waiting = this.held ?? [];
    this.held = null;
    for (const each of waiting) each();
  }

  private take(body: CommandBody): void {
    const { guests } = this.call;
    if (body.type === "guest_join") {
      const guest: Guest = { guest_id: body.guest_id, role: body.role, person_id: "kim", client_id: "desk", name: "Kim", told: true, joined_at_ms: this.sent.length };
      this.call = { ...this.call, guests: [...guests, guest] };
    } else if (body.type === "guest_change") this.call = { ...this.call, guests: guests.map((each) => ({ ...each, role: body.role })) };
    else if (body.type === "guest_leave") this.call = { ...this.call, guests: [] };
    this.tell();
  }

  /** Both sides offer, as they do when a guest comes. */
  offer(): void {
    const guest_id = this.call.guests[0]?.guest_id;
    for (const sender of ["shopper", "associate"]) {
      this.signal?.({ call_id: "call", guest_id, sender, body: { type: "offer", connection_id: sender, sdp: "o", restart: false } });
    }
  }

  tell(): void {
    for (const each of this.heard) each();
  }
}
