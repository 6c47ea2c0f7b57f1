/** The shapes of the socket: its states, its commands, and what it needs from whoever makes one. No behaviour. */

import type { CommandBody, Refusal, ServerFrame, StreamPosition } from "../protocol/index.js";
import type { Keep } from "./keep.js";

/** `fenced`: the same tab id spoke up elsewhere. `stopped`: trying again cannot help (the refusal says why, if known). */
export type SocketState = "idle" | "connecting" | "online" | "reconnecting" | "fenced" | "stopped";

export interface CommandResult {
  readonly id: string;
  readonly seq: number;
  readonly refusal: Refusal | null;
}

/** A command as it was sent. */
export interface Sent {
  readonly id: string;
  readonly call_id: string;
  readonly body: CommandBody;
}

export interface SocketOptions {
  /** A WebSocket to `ws(s)://host/v1/socket`; it may be open already. */
  connect(): WebSocket;
  readonly client_id: string;
  readonly keep: Keep;
  /** A fresh single-use ticket. Throws HttpRefused or HttpFailed. */
  ticket(): Promise<string>;
  positions(): StreamPosition[];
  /** `hello` is said; signals may follow it, everything else waits for the welcome. */
  onGreeted(): void;
  onFrame(frame: ServerFrame): void;
  onState(state: SocketState, refusal: Refusal | null): void;
}
