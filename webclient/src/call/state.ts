/** The shapes that call.ts shows to screens, and what it needs from whoever makes one. No behaviour. */

import type { Bars } from "../core/quality.js";
import type { Painting, RefusedCommand, Screen } from "../core/paint.js";
import type { CallView, View } from "../core/view.js";
import type { DevicesState } from "../net/devices.js";
import type { Early } from "./early.js";
import type { Keep } from "../net/keep.js";
import type { PeerState } from "../net/peer.js";
import type { SocketState } from "../net/socket.js";
import type { Entry, ProductHint, Refusal, ServerFrame, Side, SignalRelayed } from "../protocol/index.js";

export interface CallOptions {
  readonly role: Side;
  /** `wss://host/v1/socket` */
  readonly socket_url: string;
  /** What survives page changes. One per tab. */
  readonly keep: Keep;
  /** A fresh single-use ticket (see net/tickets.ts for shoppers; `http.consoleTicket()` for associates). */
  ticket(): Promise<string>;
  readonly early?: Early | null;
}

export interface CallState {
  readonly role: Side;
  readonly client_id: string;
  readonly socket: SocketState;
  /** Why the socket has stopped, where the server said so. */
  readonly stopped: Refusal | null;
  readonly view: View;
  /** The call that matters now: live, else ringing, else waiting, else the newest ended one that is still followed. */
  readonly current: CallView | null;
  /** `current` joined with what is painted and not settled yet. */
  readonly screen: Screen | null;
  /** Whether this tab or tablet is the one in the current call; where not, nothing is sent or received. */
  readonly mine: boolean;
  /** Shopper: hung up, and the server has not answered yet. Nothing of the call is sent or received any more. */
  readonly leaving: boolean;
  /** A call was asked for, and the server has not numbered it yet. */
  readonly requesting: boolean;
  readonly peer: PeerState;
  readonly channel_open: boolean;
  /** The other side's sound and picture. Another stream after each new connection. */
  readonly remote: MediaStream | null;
  /** Sound and picture of the call's guests that are connected, by guest id; the sound is played already. */
  readonly guest_streams: ReadonlyMap<string, MediaStream> | null;
  /** What plays it: for a loudspeaker to be chosen. */
  readonly guest_sounds: readonly HTMLAudioElement[];
  readonly bars: Bars;
  readonly devices: DevicesState;
  /** A screen is shown instead of the camera. */
  readonly sharing: boolean;
  /** The server said that it stops soon; another welcome ends it. */
  readonly draining: boolean;
  /** What the person wants on. Whether it can be is in `devices`. */
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly other_typing: boolean;
  readonly paintings: readonly Painting[];
  readonly refused: readonly RefusedCommand[];
}

export interface CallEvents {
  /** Anything in the state changed (once per burst). */
  change: CallState;
  /** Whatever the server said, before anything is made of it. */
  frame: ServerFrame;
  /** A newly numbered event of a followed call. */
  entry: { readonly call_id: string; readonly entry: Entry };
  /** A command of ours was refused. */
  refused: RefusedCommand;
  /** Something of the other side was painted ahead of the server's word. */
  painting: Painting;
  /** The associate may show this product next. */
  hint: ProductHint;
  /** A signal between a side of a call and a guest of it. */
  guest_signal: SignalRelayed;
}
