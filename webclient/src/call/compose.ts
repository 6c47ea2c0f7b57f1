/** The state that screens see, put together from the parts of a call client. It changes none of them. */

import { participant } from "../core/calls.js";
import { screen } from "../core/paint.js";
import { current, type View } from "../core/view.js";
import type { Socket } from "../net/socket.js";
import type { Refusal, Side } from "../protocol/index.js";
import type { CallMedia } from "./media.js";
import type { Paintings } from "./paintings.js";
import type { CallState } from "./state.js";

export interface Parts {
  readonly role: Side;
  readonly client_id: string;
  readonly view: View;
  readonly socket: Socket;
  readonly stopped: Refusal | null;
  readonly media: CallMedia;
  readonly paintings: Paintings;
  readonly other_typing: boolean;
  readonly draining: boolean;
}

export function composeState(parts: Parts): CallState {
  const { role, client_id, view, socket, stopped, media, paintings, other_typing, draining } = parts;
  const now = current(view) ?? null;
  return {
    role,
    client_id,
    socket: socket.state,
    stopped,
    view,
    current: now,
    screen: now && screen(now, paintings.all, paintings.refused),
    mine: now !== null && participant(now.call, role)?.client_id === client_id,
    leaving: role === "shopper" && socket.unanswered.some(({ body, call_id }) => body.type === "call_end" && call_id === now?.call_id),
    requesting: socket.unanswered.some((each) => each.body.type === "call_request"),
    peer: media.peer?.state ?? "idle",
    channel_open: media.channel_open,
    remote: media.remote,
    guest_streams: media.guests?.streams ?? null,
    guest_sounds: media.guests?.sounds ?? [],
    bars: media.bars,
    devices: media.devices.state,
    microphone: media.microphone,
    camera: media.camera,
    sharing: media.screen !== null,
    draining,
    other_typing,
    paintings: paintings.all,
    refused: paintings.refused,
  };
}
