/** The shapes of the way to the other side: its states, and what it needs from whoever makes one. No behaviour. */

import type { ChannelFrame, IceServer, Side, SignalBody } from "../protocol/index.js";
import type { EarlyConnection } from "./link.js";

/** `weak`: it was connected and is being restored. */
export type PeerState = "idle" | "connecting" | "connected" | "weak";

export interface PeerOptions {
  readonly role: Side;
  /** Whether sound and picture are offered (shopper; the associate follows the offer). */
  readonly media: boolean;
  /** For the first connection. */
  readonly early?: EarlyConnection | null;
  ice(): { readonly servers: readonly IceServer[]; readonly relay_only: boolean };
  send(body: SignalBody): void;
  onState(state: PeerState): void;
  /** A new connection's sound and picture. The last frame of the old one stays on screen until the first new one. */
  onRemote(stream: MediaStream): void;
  onChannel(frame: ChannelFrame): void;
  onChannelState(open: boolean): void;
}
