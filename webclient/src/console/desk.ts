/**
 * The associate's desk: the account, one client of calls, the bell, the devices, and what is wanted done with them. It holds what the
 * screens draw and draws nothing; what may happen in a call the server decides.
 */

import { createCall, type CallClient, type CallState } from "../call.js";
import type { GuestSeat } from "../call/guest_seat.js";
import { makeConsoleHttp } from "../net/console_http.js";
import { makeKeep, tabStorage, type Keep } from "../net/keep.js";
import type { CallSummary, Entry, StoreView } from "../protocol/index.js";
import { Account } from "./account.js";
import { Awake } from "./awake.js";
import { Bell } from "./bell.js";
import { GoLive } from "./go_live.js";
import { PageHistory } from "./history.js";
import { hearGuest, keepGuest, resumeGuest } from "./guest_deeds.js";
import { OwnMedia } from "./own_media.js";
import { seeRecorder } from "./recorder_seen.js";
import { Rehearsing } from "./rehearsing.js";
import { Shelf } from "./shelf.js";
import { texts } from "./speech.js";
import { pageName } from "./view/pages.js";
import { liveCall, waitingRing, type Ring } from "./view/standing.js";
import { answeredOf, type Answered } from "./view/wraps.js";

const TOAST_MS = 6_000;

export class Desk {
  readonly keep: Keep = makeKeep("coshop:console:", tabStorage());
  readonly http = makeConsoleHttp();
  readonly bell = new Bell();
  readonly history = new PageHistory(this.keep);
  readonly account: Account;
  readonly shelf: Shelf;
  readonly awake: Awake;
  readonly rehearsing: Rehearsing;
  readonly go_live: GoLive;
  client: CallClient | null = null;
  media: OwnMedia | null = null;
  state: CallState | null = null;
  ring: Ring | null = null;
  /** When the socket was lost; 0 while it is there. */
  lost_at_ms = 0;
  toast = "";
  /** A state asked for and not yet answered. */
  wished: "available" | "away" | null = null;
  /** The ring or wrap-up on its way, by call id, and what became of it where it was refused. */
  answering = "";
  ring_problem = "";
  saving = "";
  wrap_problem = "";
  readonly later = new Set<string>();
  /** Counts outcomes noted here, so that the list of past calls is read again. */
  noted = 0;
  /** An earlier call that is to be wrapped up after all. */
  reopened: CallSummary | null = null;
  /** When the call that is on, or was last, was answered. */
  answered: Answered | null = this.keep.get<Answered>("answered");
  /** The last call in which a recorder was seen: one's own, or one in which this person is a guest. */
  recorder_in = this.keep.get<string>("recorder_in") ?? "";
  /** The call of others in which this person is a guest, or has just been. */
  guest: GuestSeat | null = null;
  /** Whether that call is on the screen. */
  guest_seen = false;
  /** What kept them from whispering or joining. */
  guest_problem = "";
  private toast_timer: ReturnType<typeof setTimeout> | undefined;
  /** Stop listening to the client of whoever is here. */
  private deaf: (() => void)[] = [];
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    this.onChange = onChange;
    this.account = new Account(this.http, () => this.accountChanged());
    this.shelf = new Shelf(this.http, onChange);
    this.awake = new Awake(onChange);
    this.rehearsing = new Rehearsing(this.http, this.keep, onChange, () => this.practised());
    this.go_live = new GoLive(this.http, onChange);
    addEventListener("pagehide", () => {
      keepGuest(this);
      this.client?.close("page_change");
    });
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      this.client?.open();
      this.openDevices();
      void resumeGuest(this);
    });
    for (const name of ["online", "offline"]) addEventListener(name, onChange);
    // Any touch frees the sound; after a reload nobody need press the button again.
    for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => void this.unlock(), { capture: true });
    addEventListener("pointerup", () => hearGuest(this), { capture: true }); // a finger counts as a tap once it is lifted
  }

  /** Ask who is here, and go on where this tab was. */
  start(): void {
    void this.account.ask();
  }

  get now_ms(): number {
    return Date.now() + this.ahead_ms;
  }

  /** The store as the server last told of it. */
  get store(): StoreView | null {
    return this.state?.view.welcome?.store ?? this.account.signed_in?.store ?? null;
  }

  /** The server's clock minus ours. */
  get ahead_ms(): number {
    return this.state?.view.clock_ahead_ms ?? 0;
  }

  /** Open microphone and camera as the present call, or the next one, needs them. */
  openDevices(mode = this.state?.current?.call.phase.phase === "live" ? this.state.current.call.mode : "video"): void {
    void this.client?.media({ microphone: mode !== "text", camera: mode === "video" });
  }

  say(words: string): void {
    this.toast = words;
    clearTimeout(this.toast_timer);
    this.toast_timer = setTimeout(() => {
      this.toast = "";
      this.onChange();
    }, TOAST_MS);
    this.onChange();
  }

  changed(): void {
    this.onChange();
  }

  readonly pastCalls = async (): Promise<readonly CallSummary[]> => (await this.http.calls()).calls;

  /** Let go of everything that belongs to the person who was here. */
  leave(): void {
    // First, for a client that closes still tells of it, and what it tells would ring here again.
    for (const stop of this.deaf) stop();
    this.deaf = [];
    this.guest?.close();
    this.guest = null;
    this.client?.close("closed");
    this.media?.close();
    this.bell.stop();
    this.awake.keep(false);
    this.rehearsing.forget();
    this.go_live.forget();
    for (const name of ["calls", "unanswered", "media", "pages", "who", "ice", "guest", "answered", "recorder_in"]) this.keep.drop(name);
    this.client = this.media = this.state = this.ring = null;
    this.wished = this.reopened = this.answered = null;
    this.recorder_in = this.answering = this.ring_problem = this.saving = this.wrap_problem = this.toast = "";
  }

  private async unlock(): Promise<void> {
    if (this.account.state !== "in" || this.bell.unlocked) return;
    if (await this.bell.unlock()) this.onChange();
  }

  private accountChanged(): void {
    const who = this.account.signed_in?.associate.associate_id ?? "";
    if (this.account.state === "in") {
      if (this.client && this.keep.get<string>("who") !== who) this.leave();
      if (this.client) {
        if (this.client.state.socket === "stopped") this.client.open();
      } else this.enter(who);
    } else if (this.account.state === "out") this.leave();
    this.onChange();
  }

  private enter(who: string): void {
    if (this.keep.get<string>("who") !== who) this.leave();
    this.keep.set("who", who);
    const resumes = this.keep.get("media") !== null;
    const { protocol, host } = location;
    const client = createCall({
      role: "associate",
      socket_url: `${protocol === "https:" ? "wss" : "ws"}://${host}/v1/socket`,
      keep: this.keep,
      ticket: async () => (await this.http.consoleTicket()).ticket,
    });
    this.client = client;
    this.state = client.state;
    this.media = new OwnMedia(client, this.keep, this.onChange);
    this.deaf = [client.on("change", (state) => this.follow(state)), client.on("frame", (frame) => this.rehearsing.take(frame)), client.on("entry", ({ call_id, entry }) => this.tell(call_id, entry))];
    client.open();
    this.rehearsing.resume();
    void this.go_live.read();
    if (resumes) this.openDevices();
    void resumeGuest(this);
  }

  /** A rehearsal is over: its report is shown, and the devices of somebody who is away are closed. */
  private practised(): void {
    if (this.state && liveCall(this.state)) return;
    if (this.state?.view.presence?.state === "away") {
      this.client?.devices.close();
      this.keep.drop("media");
    }
    location.hash = "practise";
  }

  private follow(state: CallState): void {
    const before = this.state;
    this.state = state;
    this.media?.tend(state);
    const live = liveCall(state)?.view.call ?? null;
    this.rehearsing.answered ||= live?.kind === "rehearsal";
    const answered = answeredOf(live);
    if (answered && answered.call_id !== this.answered?.call_id) this.keep.set("answered", (this.answered = answered));
    seeRecorder(this, live);
    if (state.socket === "stopped" && before?.socket !== "stopped") void this.account.ask();
    if (state.socket !== "reconnecting") this.lost_at_ms = 0;
    else if (this.lost_at_ms === 0) this.lost_at_ms = Date.now();
    const rang = this.ring?.call.call_id;
    this.ring = waitingRing(state);
    if (this.ring && this.ring.call.call_id !== rang) this.toast = "";
    if (this.ring?.here === true) this.bell.ring(this.shelf.product(this.ring.call.page.product_id)?.title ?? pageName(this.ring.call.page));
    else this.bell.stop();
    if (this.ring?.call.call_id !== this.answering) this.answering = "";
    if (!this.ring) this.ring_problem = "";
    const { presence } = state.view;
    this.awake.keep((presence !== null && presence.state !== "away" && presence.here) || state.mine);
    const left = before?.mine === true && before.current?.call.phase.phase === "live" ? before.current.call : null;
    if (left && left.mode !== "video" && presence?.state !== "away" && state.current?.call.phase.phase !== "live") this.openDevices("video");
    this.onChange();
  }

  /** What happened elsewhere and should be said. */
  private tell(call_id: string, { event }: Entry): void {
    const { state } = this;
    const me = state?.view.welcome?.person_id;
    const rang = this.ring?.call.call_id === call_id;
    if (event.type === "ring_ended" && event.associate_id === me && event.reason === "unanswered") this.say(texts.ring_gone_unanswered);
    if (event.type === "call_accepted" && event.associate_id === me && event.client_id !== state?.client_id && rang) {
      this.say(texts.ring_gone_elsewhere);
    }
    if (event.type === "call_ended" && event.reason === "withdrawn" && rang) this.say(texts.ring_gone_withdrawn);
    if (event.type === "call_ended") this.client?.share(null);
  }
}
