/** An RTCPeerConnection whose steps a test ends when it likes: the timings that no real browser can be made to show. It is part of no bundle. */

import { vi } from "vitest";

/** A step that was begun; `done` ends it. */
export interface Step {
  readonly name: string;
  readonly connection: FakeConnection;
  done(): void;
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
  onicecandidate: unknown = null;
  ontrack: unknown = null;
  closed = false;
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
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
  }

  async addIceCandidate(): Promise<void> {
    await this.#step("addIceCandidate");
  }

  createDataChannel(): object {
    return { readyState: "connecting", bufferedAmount: 0, close: () => undefined };
  }

  addTransceiver(): void {
    // nothing in these tests looks at transceivers
  }

  getTransceivers(): readonly never[] {
    return [];
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
  });
}
