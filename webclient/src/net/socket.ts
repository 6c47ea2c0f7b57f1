/**
 * The socket: ticket, hello, welcome; then frames both ways. It resumes after any drop, keeps commands until they are
 * answered (over page changes, too), and knows when to stop. It understands no call: frames are handed on as they come.
 */

import {
  CLOSE_CODES,
  LIMITS,
  type ClientFrame,
  type CommandBody,
  type Refusal,
  type ServerFrame,
  type Side,
  type SignalBody,
  type StreamPosition,
} from "../protocol/index.js";
import { POSTPONED_MAX, afterClose, delayMs, hasHappened, postponed, ticketHopeless } from "../core/retry.js";
import { HttpRefused } from "./http.js";
import type { CommandResult, Sent, SocketOptions, SocketState } from "./socket_shapes.js";

export type { CommandResult, Sent, SocketOptions, SocketState };

interface Unanswered extends Sent {
  tries: number;
}

const KEPT = "unanswered";
/** More are refused, but for the beginning and the end of a call. */
const UNANSWERED_MAX = 100;
/** So many are sent again at once, and then one at a time: all of them together would be too many frames for the server [SOCK14]. */
const AT_ONCE = 30;
const PAUSE_MS = 60;
const SILENCE_MS = LIMITS.SILENCE_TIMEOUT_S * 1000;
const WELCOME_MS = 8_000;

export class Socket {
  state: SocketState = "idle";
  readonly #options: SocketOptions;
  #socket: WebSocket | null = null;
  #greeted = false;
  #attempt = 0;
  #generation = 0;
  #heard_ms = 0;
  #watch: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #unanswered: Unanswered[];
  /** So many of them, the oldest, have been sent on this connection. */
  #said = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #waiting = new Map<string, (result: CommandResult) => void>();

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#unanswered = options.keep.get<Unanswered[]>(KEPT) ?? [];
  }

  /** The commands that nobody has answered yet, those of an earlier page among them. */
  get unanswered(): readonly Sent[] {
    return this.#unanswered;
  }

  /** Another page of this tab was here meanwhile. What it had answered is answered; returns what it has left unanswered. */
  readAgain(): readonly Sent[] {
    const before = this.#unanswered;
    this.#unanswered = this.#options.keep.get<Unanswered[]>(KEPT) ?? [];
    const left = new Set(this.#unanswered.map((each) => each.id));
    for (const { id } of before) if (!left.has(id)) this.#done({ id, seq: 0, refusal: null });
    this.#said = 0;
    if (this.state === "online") this.#say(AT_ONCE);
    return this.#unanswered.filter((each) => !this.#waiting.has(each.id));
  }

  /** Connect and stay connected. Also the way back from `fenced` and `stopped`. */
  open(): void {
    if (this.state === "connecting" || this.state === "online" || this.state === "reconnecting") return;
    this.#attempt = 0;
    if (typeof document !== "undefined") {
      addEventListener("online", this.#wake);
      document.addEventListener("visibilitychange", this.#wake);
    }
    this.#become("connecting");
    void this.#connect();
  }

  /** Leave for good, or for the next page (`page_change`). Unanswered commands stay kept for the next page. */
  close(reason: "page_change" | "closed"): void {
    if (typeof document !== "undefined") {
      removeEventListener("online", this.#wake);
      document.removeEventListener("visibilitychange", this.#wake);
    }
    if (this.#greeted) this.#write({ type: "goodbye", reason });
    this.#abandon();
    this.#become("idle");
  }

  /** Send a command and keep it until it is answered. The promise never rejects; it waits as long as the socket is away. */
  command(id: string, call_id: string, body: CommandBody): Promise<CommandResult> {
    if (this.#unanswered.length >= UNANSWERED_MAX && !body.type.startsWith("call_")) {
      const refusal: Refusal = { code: "too_many_frames", message: "", detail: "", allowed: [] };
      return Promise.resolve({ id, seq: 0, refusal });
    }
    this.#unanswered.push({ id, call_id, body, tries: 0 });
    this.#remember();
    if (this.state === "online") this.#say(1);
    return this.answered(id);
  }

  /** The answer to a command that was sent, here or on an earlier page. */
  answered(id: string): Promise<CommandResult> {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** Hand a signal to the other side. False where there is no line right now: signals are not kept. */
  signal(call_id: string, body: SignalBody, guest_id = "", to: Side | null = null): boolean {
    return this.#greeted && this.#write({ type: "signal", call_id, body, guest_id, to });
  }

  /** Ask for the events of a call after the given position. */
  replay(position: StreamPosition): void {
    if (this.state === "online") this.#write({ type: "replay", ...position });
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    let ticket: string;
    try {
      ticket = await this.#options.ticket();
    } catch (error) {
      if (generation !== this.#generation) return;
      if (error instanceof HttpRefused && ticketHopeless(error.refusal.code)) {
        this.#abandon();
        this.#become("stopped", error.refusal);
      } else this.#later(error instanceof HttpRefused ? error.retry_after_s * 1000 : 0);
      return;
    }
    if (generation !== this.#generation) return;
    let socket: WebSocket;
    try {
      socket = this.#options.connect();
    } catch {
      this.#later(0);
      return;
    }
    this.#socket = socket;
    this.#heard_ms = Date.now();
    let welcomed = false;
    socket.onopen = () => {
      const { client_id } = this.#options;
      const streams = this.#options.positions().slice(-LIMITS.STREAMS_MAX);
      this.#write({ type: "hello", protocol: LIMITS.PROTOCOL_VERSION, ticket, client_id, streams });
      this.#greeted = true;
      this.#options.onGreeted();
    };
    if (socket.readyState === WebSocket.OPEN) socket.onopen(new Event("open"));
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (generation !== this.#generation || typeof event.data !== "string") return;
      this.#heard_ms = Date.now();
      const frame = parse(event.data);
      if (frame === null) return;
      if (frame.type === "welcome") welcomed = true;
      this.#take(frame);
    };
    socket.onclose = (event) => {
      if (generation === this.#generation) this.#closed(event.code);
    };
    clearInterval(this.#watch);
    this.#watch = setInterval(() => {
      if (Date.now() - this.#heard_ms <= (welcomed ? SILENCE_MS : WELCOME_MS)) return;
      this.#abandon();
      this.#later(0);
    }, 1_000);
  }

  #take(frame: ServerFrame): void {
    const { onFrame } = this.#options;
    switch (frame.type) {
      case "welcome":
        this.#attempt = 0;
        onFrame(frame);
        this.#become("online");
        this.#say(AT_ONCE);
        break;
      case "answer":
        onFrame(frame);
        this.#answer(frame);
        break;
      case "heartbeat":
        this.#write({ type: "heartbeat" });
        onFrame(frame);
        break;
      case "draining":
        onFrame(frame);
        this.#abandon();
        this.#later(frame.reconnect_after_ms * (0.5 + Math.random() / 2));
        break;
      default:
        onFrame(frame);
    }
  }

  #answer(frame: Extract<ServerFrame, { type: "answer" }>): void {
    const sent = this.#unanswered.find((each) => each.id === frame.id);
    if (sent !== undefined && frame.refusal !== null && postponed(frame.refusal.code) && (++sent.tries < POSTPONED_MAX || hasHappened(sent.body.type))) {
      const again = (): void => {
        if (this.state !== "online" || !this.#unanswered.includes(sent)) return;
        this.#send(sent);
      };
      setTimeout(again, delayMs(sent.tries, Math.random()));
      return;
    }
    if (sent !== undefined && this.#unanswered.indexOf(sent) < this.#said) this.#said -= 1;
    this.#unanswered = this.#unanswered.filter((each) => each !== sent);
    this.#remember();
    this.#done({ id: frame.id, seq: frame.seq, refusal: frame.refusal });
  }

  /** The next ones, in their order [CMD5]. */
  #say(most: number): void {
    clearTimeout(this.#pause);
    const next = this.#unanswered.slice(this.#said, this.#said + most);
    this.#said += next.length;
    next.forEach((each) => this.#send(each));
    if (this.#said < this.#unanswered.length) this.#pause = setTimeout(() => this.#say(1), PAUSE_MS);
  }

  #send({ id, call_id, body }: Sent): void {
    this.#write({ type: "command", id, call_id, body });
  }

  #done(result: CommandResult): void {
    this.#waiting.get(result.id)?.(result);
    this.#waiting.delete(result.id);
  }

  #closed(code: number): void {
    this.#abandon();
    if (afterClose(code) !== "stop") this.#later(0);
    else this.#become(code === CLOSE_CODES.FENCED.code ? "fenced" : "stopped");
  }

  #later(at_least_ms: number): void {
    this.#become("reconnecting");
    clearTimeout(this.#retry);
    const wait = Math.max(at_least_ms, delayMs(this.#attempt, Math.random()));
    this.#attempt += 1;
    this.#retry = setTimeout(() => void this.#connect(), wait);
  }

  /** The network or the page came back: do not sit out a long wait, and distrust a line that was silent meanwhile. */
  readonly #wake = (event: Event): void => {
    if (event.type === "visibilitychange" && document.visibilityState === "hidden") return;
    const silent = this.state === "online" && Date.now() - this.#heard_ms > LIMITS.HEARTBEAT_S * 1500;
    if (this.state !== "reconnecting" && !silent) return;
    this.#attempt = 0;
    this.#abandon();
    this.#become("reconnecting");
    void this.#connect();
  };

  #abandon(): void {
    this.#generation += 1;
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    clearTimeout(this.#pause);
    this.#said = 0;
    const socket = this.#socket;
    this.#socket = null;
    this.#greeted = false;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  #write(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #remember(): void {
    if (this.#unanswered.length === 0) this.#options.keep.drop(KEPT);
    else this.#options.keep.set(KEPT, this.#unanswered);
  }

  #become(state: SocketState, refusal: Refusal | null = null): void {
    if (this.state === state) return;
    this.state = state;
    this.#options.onState(state, refusal);
  }
}

function parse(text: string): ServerFrame | null {
  try {
    return JSON.parse(text) as ServerFrame;
  } catch {
    return null;
  }
}
