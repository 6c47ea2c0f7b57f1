/** A WebSocket whose server is the test: what was sent is read, and frames, closes and silence come when the test likes. It is part of no bundle. */

import { vi } from "vitest";
import type { ClientFrame, ServerFrame } from "../protocol/index.js";

export class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  static made: FakeSocket[] = [];

  readyState: number = FakeSocket.CONNECTING;
  readonly url: string;
  readonly sent: ClientFrame[] = [];
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(url = "") {
    this.url = url;
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(): void {
    this.readyState = FakeSocket.CLOSED;
  }

  /** The handshake is done. */
  opens(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.(new Event("open"));
  }

  says(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** Opened, greeted, and let in. */
  welcomes(): void {
    this.opens();
    this.says(welcome());
  }

  /** The other end closes, or the line drops. */
  ends(code: number): void {
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.({ code });
  }

  /** What was sent of one kind. */
  of<T extends ClientFrame["type"]>(type: T): Extract<ClientFrame, { type: T }>[] {
    return this.sent.filter((each): each is Extract<ClientFrame, { type: T }> => each.type === type);
  }
}

export function welcome(): Extract<ServerFrame, { type: "welcome" }> {
  return {
    type: "welcome",
    protocol: 1,
    client_id: "tab-00000001",
    role: "shopper",
    person_id: "shopper-1",
    name: "",
    store: { public_key: "pk", name: "Store", language: "en", currency: "EUR", accent: "#0b6e4f", recording: "off", recording_days: 30 },
    server_id: "server-1",
    server_time_ms: Date.now(),
    heartbeat_s: 10,
    ice_servers: [],
    relay_only: false,
    streams: [],
  };
}

/** Put it in the place of the browser's, for one test. */
export function fakeSockets(): void {
  FakeSocket.made = [];
  vi.stubGlobal("WebSocket", FakeSocket);
}
