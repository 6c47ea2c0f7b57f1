/**
 * One client of calls: core and net joined, for both roles. It holds the state that screens draw and a method for every
 * command; it draws nothing, and decides nothing that the server decides.
 *
 *   const call = createCall({ role, socket_url, keep, ticket });
 *   call.on("change", (state) => draw(state));   // returns a function that stops it
 *   call.open();                                 // connects; resumes whatever was open in this tab
 * Shopper:   await call.request({ mode, language, page, ... }) -> then state.screen follows the call: waiting, ringing, live, ended.
 *            The connection is offered as soon as it rings; devices opened with `call.media(...)` before are attached when answered.
 * Associate: call.commands.setPresence("available"); a ring is `state.current` in phase ringing; call.commands.accept(mic, cam).
 * Either:    call.media({microphone, camera}) opens, mutes, closes devices and tells the other side;
 *            call.commands.* for the rest; call.hint / call.typing are unstored signs;
 *            call.close("page_change") on pagehide, call.close("closed") at the end.
 *
 * Paintings: a command is painted in `state.screen` at once (pending), travels by data channel and socket with one id, and is settled by
 * the server's event, or wiped out by its refusal (`state.refused`, event "refused"). `call.forget(id)` wipes out one of something unknown.
 */

import type { Painting } from "./core/paint.js";
import { EMPTY_VIEW, apply, find, positions, type View } from "./core/view.js";
import { CHANNEL_COMMANDS, type ChannelFrame, type CommandBody, type Entry, type Refusal, type ServerFrame, type SignalBody } from "./protocol/index.js";
import { clientId, newId } from "./net/keep.js";
import { Socket, type CommandResult, type Sent } from "./net/socket.js";
import type { SentLook } from "./net/stats.js";
import { CallMedia } from "./call/media.js";
import { Emitter } from "./call/emitter.js";
import { composeState, type Parts } from "./call/compose.js";
import { Paintings } from "./call/paintings.js";
import { TellMedia } from "./call/tell_media.js";
import { iceOf } from "./call/ice.js";
import { leaveKept, takeKept } from "./call/kept.js";
import { Signals } from "./call/signals.js";
import { socketTo } from "./call/early.js";
import { Typing } from "./call/typing.js";
import { makeCommands, type Commands, type RequestBody } from "./call/commands.js";
import type { CallEvents, CallOptions, CallState } from "./call/state.js";

const CALM_MS = 200;

export type { CallEvents, CallOptions, CallState, Commands, RequestBody };

/** A client of calls; see the head of this file. */
export const createCall = (options: CallOptions): CallClient => new CallClient(options);

export class CallClient {
  state: CallState;
  readonly commands: Commands;
  readonly #options: CallOptions;
  readonly #socket: Socket;
  readonly #media: CallMedia;
  readonly #events = new Emitter<CallEvents>();
  readonly #signals: Signals;
  #view: View;
  readonly #paintings = new Paintings(() => this.#changed());
  #stopped: Refusal | null = null;
  readonly #typing = new Typing(() => this.#changed());
  #scheduled = false;
  /** What being a guest needs (call/guest_seat.ts): how to connect, and signals to one side of the call; a set check's go to its job. */
  readonly guest = {
    ice: () => iceOf(this.#view, this.#options.keep),
    signal: (...signal: Parameters<Socket["signal"]>) => this.#socket.signal(...signal),
  };
  readonly #tell = new TellMedia((body) => this.send(body));
  #draining = false;
  /** What the state is put together from and stays the same. */
  readonly #parts: Pick<Parts, "role" | "client_id" | "socket" | "media" | "paintings">;

  constructor(options: CallOptions) {
    this.#options = options;
    const { role, keep } = options;
    const client_id = clientId(keep);
    this.#view = { ...EMPTY_VIEW, calls: takeKept(keep) };
    this.#socket = new Socket({
      connect: () => socketTo(options),
      client_id,
      keep,
      ticket: options.ticket,
      positions: () => positions(this.#view),
      onGreeted: () => this.#signals.greeted(),
      onFrame: (frame) => this.#take(frame),
      onState: (state, refusal) => {
        this.#stopped = refusal;
        if (state === "online" && !this.#signals.welcomed()) this.#media.peer?.poke();
        this.#paintings.online(state === "online" ? this.#now() : Infinity);
        this.#changed();
      },
    });
    this.#signals = new Signals(this.#socket);
    this.#media = new CallMedia({
      role,
      client_id,
      ice: this.guest.ice,
      keep,
      early: options.early,
      send: (...signal) => this.#signals.send(...signal),
      onChannel: (call_id, frame) => {
        if (frame.type === "signal") this.#sensed(frame.body);
        else this.#heard(call_id, frame);
      },
      onChange: () => this.#changed(),
    });
    this.commands = makeCommands((body) => this.send(body));
    for (const sent of this.#socket.unanswered) this.#follow(sent);
    Object.assign(this.#media, keep.get<{ microphone: boolean; camera: boolean }>("media"));
    this.#parts = { role, client_id, socket: this.#socket, media: this.#media, paintings: this.#paintings };
    this.state = this.#compose();
  }

  /** Listen; the returned function stops it. */
  on = <E extends keyof CallEvents>(event: E, listener: (value: CallEvents[E]) => void): (() => void) => this.#events.on(event, listener);

  /** Connect and stay so; also the way back after `fenced` or `stopped`. Starts the connection of a resumed call at once. */
  open(): void {
    this.#socket.open();
    this.#changed();
  }

  /** Leave: for the next page (everything is kept for it) or for good. */
  close(reason: "page_change" | "closed"): void {
    this.hidden(reason === "page_change");
    this.#socket.close(reason);
    this.#options.early?.socket.close();
    this.#media.close();
  }

  /** The page is hidden, or seen again. A hidden one may be thrown away without a word: what its next life needs is kept. */
  hidden(hidden: boolean): void {
    leaveKept(this.#options.keep, this.#view, this.#socket, hidden);
  }

  /** After `close`, the page came back out of the browser's memory: what the pages in between have left is what counts. */
  comeBack(): void {
    this.#view = { ...this.#view, calls: takeKept(this.#options.keep) };
    for (const sent of this.#socket.readAgain()) this.#follow(sent);
    this.#changed();
  }

  /** Ask for a call. Its id is made here; resolves with the server's answer. */
  request(body: RequestBody): Promise<CommandResult> {
    return this.send({ type: "call_request", ...body }, newId());
  }

  /** Send any command for the current call (or the one named), painting it where that makes sense. */
  send(body: CommandBody, call_id = this.state.current?.call_id ?? ""): Promise<CommandResult> {
    const id = newId();
    if (body.type === "presence_set") call_id = "";
    if (body.type === "ring_accept") this.#media.answering = call_id;
    if (body.type in CHANNEL_COMMANDS) this.#media.peer?.say({ type: "command", id, body });
    const answer = this.#socket.command(id, call_id, body);
    this.#follow({ id, call_id, body }, answer);
    this.#changed();
    return answer;
  }

  /** What is to be on. Opens devices, mutes without closing, closes the camera, tells the other side, is kept over pages. */
  async media(wish: { readonly microphone: boolean; readonly camera: boolean }): Promise<void> {
    this.#options.keep.set("media", { microphone: wish.microphone, camera: wish.camera });
    await this.#media.want(wish.microphone, wish.camera);
  }

  /** Resolves once no offer or answer is under way or awaited, or after a moment: what screens wait for, so that a picture comes first. */
  calm(): Promise<unknown> {
    return Promise.race([this.#media.peer?.idle, new Promise((resolve) => setTimeout(resolve, CALM_MS))]);
  }

  /** Own devices, for a menu: `list`, `choose`, `flip`. */
  get devices(): CallMedia["devices"] {
    return this.#media.devices;
  }

  /** Show this screen instead of the camera until it ends; null shows the camera again. */
  share(screen: MediaStreamTrack | null): void {
    this.#media.share(screen);
  }

  /** What of our sound leaves; null where there is no connection. */
  async lookSent(): Promise<SentLook | null> {
    return (await this.#media.peer?.lookSent()) ?? null;
  }

  /** Associate: this product may be shown next. */
  hint(product_id: string, variant_id = ""): void {
    this.#sign({ type: "product_hint", product_id, variant_id });
  }

  /** I am writing (sent at most every 2 s). */
  typing(): void {
    if (this.#typing.due()) this.#sign({ type: "typing" });
  }

  /** Wipe out a painting: it names something that does not exist. */
  forget(id: string): void {
    this.#paintings.drop(id);
    this.#changed();
  }

  /** The refusals have been read. */
  forgetRefused(id?: string): void {
    this.#paintings.forgetRefused(id);
    this.#changed();
  }

  /** Commands that nobody has answered yet, those of an earlier page among them. */
  get unanswered(): Socket["unanswered"] {
    return this.#socket.unanswered;
  }

  #follow({ id, call_id, body }: Sent, answer = this.#socket.answered(id)): void {
    const painting: Painting = { id, call_id, body, by: this.#options.role, origin: "mine", at_ms: this.#now() };
    this.#paintings.add(painting);
    void answer.then(({ refusal }) => {
      this.#paintings.answered(painting, refusal);
      if (refusal !== null) this.#events.emit("refused", { ...painting, refusal });
      if (refusal !== null && body.type === "ring_accept") this.#media.answering = "";
      this.#changed();
    });
  }

  #take(frame: ServerFrame): void {
    this.#events.emit("frame", frame);
    if (frame.type === "signal") {
      if (frame.guest_id) {
        this.#media.guests?.take(frame.guest_id, frame.body);
        this.#events.emit("guest_signal", frame);
      } else if (!this.#sensed(frame.body)) this.#media.take(frame.call_id, frame.body);
      return;
    }
    if (frame.type === "draining" || frame.type === "welcome") this.#draining = frame.type === "draining";
    const before = this.#view;
    this.#view = apply(before, frame, Date.now());
    if (frame.type === "events") this.#entered(frame.call_id, frame.entries, find(before, frame.call_id)?.seq ?? 0);
    if (frame.type === "snapshot") this.#paintings.snapshot(frame.call);
    if (this.#view.replay_wanted !== before.replay_wanted) {
      for (const position of this.#view.replay_wanted) this.#socket.replay(position);
    }
    this.#changed();
  }

  #entered(call_id: string, entries: readonly Entry[], from_seq: number): void {
    const upto = find(this.#view, call_id)?.seq ?? 0;
    const fresh = entries.filter((entry) => entry.seq > from_seq && entry.seq <= upto);
    this.#paintings.confirm(fresh);
    if (fresh.length > 0) this.#changed();
    for (const entry of fresh) {
      if (entry.event.type === "ring_started") performance.mark("coshop:ring");
      if (entry.event.type === "call_accepted") performance.mark("coshop:accepted");
      this.#events.emit("entry", { call_id, entry });
    }
  }

  /** A frame by the shortest way: painted, never believed. */
  #heard(call_id: string, frame: Extract<ChannelFrame, { type: "command" }>): void {
    const { id, body } = frame;
    const by = this.#options.role === "shopper" ? "associate" : "shopper";
    const painting: Painting = { id, call_id, by, origin: "theirs", body, at_ms: this.#now() };
    if (!this.#paintings.add(painting)) return;
    this.#events.emit("painting", painting);
    this.#changed();
  }

  /** A sign of the other side, by whichever way; false where it is none. */
  #sensed(body: SignalBody): boolean {
    if (body.type === "typing") this.#typing.heard();
    else if (body.type === "product_hint") this.#events.emit("hint", { variant_id: "", ...body });
    else return false;
    return true;
  }

  #sign(body: Extract<SignalBody, { type: "typing" | "product_hint" }>): void {
    const call_id = this.state.current?.call_id ?? "";
    if (this.#media.peer?.say({ type: "signal", body }) !== true) this.#socket.signal(call_id, body);
  }

  #now(): number {
    return Date.now() + this.#view.clock_ahead_ms;
  }

  #changed(): void {
    this.state = this.#compose();
    // Closed, or the call goes on in another tab: nothing is to be connected from here.
    const here = this.#socket.state !== "idle" && this.#socket.state !== "fenced";
    this.#media.tend(here && !this.state.leaving ? this.state.current : null);
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.state = this.#compose();
      this.#tell.tend(this.state, this.#media.on);
      this.#events.emit("change", this.state);
    });
  }

  #compose(): CallState {
    const seen = { view: this.#view, stopped: this.#stopped, other_typing: this.#typing.other, draining: this.#draining };
    return composeState({ ...this.#parts, ...seen });
  }
}
