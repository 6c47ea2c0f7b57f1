/** Signals of one client on their way out: those that cannot leave now wait for the socket, but only the newest offer's. */

import type { Socket } from "../net/socket.js";
import type { SignalBody } from "../protocol/index.js";

const HELD_MAX = 50;

export class Signals {
  #held: { call_id: string; body: SignalBody }[] = [];
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Sends now, or as soon as the socket is back. */
  send(call_id: string, body: SignalBody): void {
    if (this.#socket.signal(call_id, body)) return;
    const next = { call_id, body };
    this.#held = body.type === "offer" ? [next] : [...this.#held, next].slice(-HELD_MAX);
  }

  /** The socket is back. False where nothing had waited. */
  flush(): boolean {
    const held = this.#held;
    this.#held = [];
    for (const { call_id, body } of held) this.#socket.signal(call_id, body);
    return held.length > 0;
  }
}
