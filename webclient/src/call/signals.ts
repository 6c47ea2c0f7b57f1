/**
 * Signals of one client on their way out: those that cannot leave now wait for the socket, but only the newest offer's.
 * They need not wait for the welcome: the server keeps what follows `hello` until the sender is let in.
 */

import type { Socket } from "../net/socket.js";
import type { SignalBody } from "../protocol/index.js";

const HELD_MAX = 20;

/** What begins something: the candidates of an offer that was lost with the last socket begin nothing. */
const begins = ({ type }: SignalBody): boolean => /offer|answer|negotiate/.test(type);

export class Signals {
  /** Whether something was begun on this socket before the welcome. */
  #early = false;
  #held: { call_id: string; body: SignalBody }[] = [];
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Sends now, or as soon as the socket is back; to a guest now or not at all, for guests are offered to anew. */
  send(call_id: string, body: SignalBody, guest_id = ""): void {
    if (guest_id !== "") {
      this.#socket.signal(call_id, body, guest_id);
      return;
    }
    if (this.#socket.signal(call_id, body)) {
      this.#early ||= begins(body) && this.#socket.state !== "online";
      return;
    }
    const next = { call_id, body };
    this.#held = body.type === "offer" ? [next] : [...this.#held, next].slice(-HELD_MAX);
  }

  /** `hello` is said: what has waited follows it. */
  greeted(): void {
    const held = this.#held;
    this.#held = [];
    this.#early = held.some(({ body }) => begins(body));
    for (const { call_id, body } of held) this.#socket.signal(call_id, body);
  }

  /** The socket is back. False where nothing was begun on it: the connection may have missed signals. */
  welcomed(): boolean {
    const early = this.#early;
    this.#early = false;
    return early;
  }
}
