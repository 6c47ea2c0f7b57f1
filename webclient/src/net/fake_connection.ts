/** An RTCPeerConnection whose steps a test ends when it likes: the timings that no real browser can be made to show. It is part of no bundle. */

import { vi } from "vitest";

/** A step that was begun; `done` ends it. */
export interface Step {
  readonly name: string;
  readonly connection: FakeConnection;
  done(): void;
}

/** What a connection sends and receives of one kind. */
export interface FakeTransceiver {
  direction: string;
  readonly sender: { track: unknown; replaceTrack(track: unknown): Promise<void> };
  readonly receiver: { readonly track: { readonly kind: string } };
}

export class FakeConnection {
  static made: FakeConnection[] = [];
  static steps: Step[] = [];
  /** Steps that wait for `done` instead of ending by themselves. */
  static held: readonly string[] = [];

  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: { sdp: string } | null = null;
  remoteDescription: { sdp: string } | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: ((event: { candidate: Partial<RTCIceCandidate> | null }) => void) | null = null;
  ontrack: ((event: { track: { kind: string } }) => void) | null = null;
  closed = false;
  /** Candidates of the other side that were taken, in their order. */
  readonly candidates: string[] = [];
  readonly transceivers: FakeTransceiver[] = [];
  readonly configurations: RTCConfiguration[];
  #generation = 0;

  constructor(configuration: RTCConfiguration) {
    this.configurations = [configuration];
    FakeConnection.made.push(this);
  }

  get configuration(): RTCConfiguration {
    return this.configurations.at(-1) ?? {};
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configurations.push(configuration);
  }

  restartIce(): void {
    this.#generation += 1;
  }

  async createOffer(): Promise<{ type: "offer"; sdp: string }> {
    await this.#step("createOffer");
    return { type: "offer", sdp: `offer ${this.#generation} by ${this.configuration.iceServers?.[0]?.credential ?? ""}` };
  }

  async createAnswer(): Promise<{ type: "answer"; sdp: string }> {
    await this.#step("createAnswer");
    return { type: "answer", sdp: `answer by ${this.configuration.iceServers?.[0]?.credential ?? ""}` };
  }

  async setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    await this.#step("setLocalDescription");
    this.localDescription = description;
    this.signalingState = description.type === "offer" ? "have-local-offer" : "stable";
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    await this.#step("setRemoteDescription");
    if (description.sdp === "nonsense") throw new Error("no description");
    // What the other side offers appears here; a browser lets it receive only.
    if (description.type === "offer" && this.transceivers.length === 0) for (const kind of ["audio", "video"]) this.addTransceiver(kind, { direction: "recvonly" });
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
  }

  async addIceCandidate({ candidate }: { candidate: string }): Promise<void> {
    await this.#step("addIceCandidate");
    if (candidate.includes("older")) throw new Error("of another generation");
    this.candidates.push(candidate);
  }

  createDataChannel(): object {
    return { readyState: "connecting", bufferedAmount: 0, close: () => undefined };
  }

  addTransceiver(kind: string, { direction }: { direction: string }): void {
    const sender: FakeTransceiver["sender"] = {
      track: null,
      replaceTrack: async (track) => {
        await this.#step("replaceTrack");
        sender.track = track;
      },
    };
    this.transceivers.push({ direction, sender, receiver: { track: { kind } } });
  }

  getTransceivers(): readonly FakeTransceiver[] {
    return this.transceivers;
  }

  /** What is sent now, by kind. */
  get sends(): Record<string, unknown> {
    return Object.fromEntries(this.transceivers.map(({ sender, receiver }) => [receiver.track.kind, sender.track]));
  }

  /** The browser has found candidates; null ends them. */
  finds(...candidates: (string | null)[]): void {
    for (const candidate of candidates) this.onicecandidate?.({ candidate: candidate === null ? null : { candidate, sdpMid: "0", sdpMLineIndex: 0 } });
  }

  /** As in some browsers, a closed connection has no figures. */
  getStats(): Promise<Map<string, object>> {
    return this.closed ? Promise.reject(new Error("closed")) : Promise.resolve(new Map([["in", { type: "inbound-rtp", packetsReceived: 7 }]]));
  }

  close(): void {
    this.closed = true;
  }

  /** The path changed: tell the owner. */
  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** As in browsers, a step of a connection that is closed meanwhile never ends. */
  #step(name: string): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        if (!this.closed) resolve();
      };
      FakeConnection.steps.push({ name, connection: this, done });
      if (!FakeConnection.held.includes(name)) done();
    });
  }
}

/** Put it in the place of the browser's, for one test. */
export function fakeConnections(): void {
  FakeConnection.made = [];
  FakeConnection.steps = [];
  FakeConnection.held = [];
  vi.stubGlobal("RTCPeerConnection", FakeConnection);
  vi.stubGlobal("MediaStream", class {
    readonly active = false;
    readonly #tracks: unknown[] = [];
    addTrack(track: unknown): void {
      this.#tracks.push(track);
    }
    getTracks(): readonly unknown[] {
      return this.#tracks;
    }
  });
}
