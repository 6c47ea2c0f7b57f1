/** What is begun for a client before it is made: by the loader, for a call that goes on on a new page. Each is used once. */

import type { EarlyConnection } from "../net/link.js";

export interface Early {
  /** A socket on which nothing has been said. */
  readonly socket: WebSocket;
  /** The devices of the page before; null where none was in use. */
  readonly media: Promise<MediaStream> | null;
  /** The way to the other side; null where the call has none, or none yet. */
  readonly connection: EarlyConnection | null;
}

const used = new WeakSet<WebSocket>();

/** The early socket, the first time and where it is still good, else a new one. */
export function socketTo({ socket_url, early }: { readonly socket_url: string; readonly early?: Early | null }): WebSocket {
  if (!early || used.has(early.socket) || early.socket.readyState > WebSocket.OPEN) return new WebSocket(socket_url);
  used.add(early.socket);
  return early.socket;
}
