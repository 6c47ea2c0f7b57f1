/**
 * One set check of this tablet: asks for it, offers picture and sound to whoever does it, and follows the notes to the end. It opens no
 * device and draws nothing.
 */

import type { CallClient } from "../../call.js";
import type { ConsoleHttp } from "../../net/console_http.js";
import { newId } from "../../net/keep.js";
import { Link, type Tracks } from "../../net/link.js";
import type { IceServer, ServerFrame, SetChecksView, Verdict } from "../../protocol/index.js";
import { BEGUN, broken, ended, heard, type Progress } from "./progress.js";

const KIND = "mirror";
const LOOK_MS = 1_000;
/** An offer that nobody answers is made again; the mirror takes six of them. */
const ANSWER_MS = 4_000;
const OFFERS_MAX = 5;
/** Notes come three times a second: after this silence the end may have been missed. */
const SILENT_MS = 6_000;
const GIVEN_UP_MS = 25_000;
/** The server gives a check up after 20 s without a worker; this is for a server that says nothing. */
const NOBODY_MS = 30_000;

export interface RunOptions {
  readonly client: CallClient;
  readonly http: ConsoleHttp;
  readonly tracks: Tracks;
  /** The person agreed to a short tune. */
  readonly tone: boolean;
  onChange(): void;
}

/** Whether there is a relay that could be tried. */
export function hasRelay(servers: readonly IceServer[]): boolean {
  return servers.some(({ urls }) => urls.some((url) => url.startsWith("turn")));
}

export class CheckRun {
  progress: Progress = BEGUN;
  /** What came back from the mirror. */
  back: MediaStream | null = null;
  readonly tone: boolean;
  private readonly options: RunOptions;
  private readonly relay: boolean;
  private readonly deaf: () => void;
  private readonly timer: ReturnType<typeof setInterval>;
  private job_id = "";
  private links: Link[] = [];
  private offers = 0;
  private offered_ms = 0;
  private heard_ms = Date.now();
  private asking = false;
  private over = false;
  /** The server has answered `check_start`. */
  private begun = false;

  constructor(options: RunOptions) {
    this.options = options;
    this.tone = options.tone;
    this.relay = hasRelay(this.servers);
    this.deaf = options.client.on("frame", (frame) => this.take(frame));
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    void this.ask();
  }

  /** Enough of it: the server is told, and everything is let go of. */
  stop(): void {
    if (this.over) return;
    if (this.job_id !== "") void this.options.client.send({ type: "check_stop", job_id: this.job_id }, "");
    this.become(broken(this.progress, "stopped"));
  }

  private get servers(): readonly IceServer[] {
    return this.options.client.state.view.welcome?.ice_servers ?? [];
  }

  private async ask(): Promise<void> {
    const { client } = this.options;
    const { refusal } = await client.send({ type: "check_start", tone: this.tone, relay: this.relay }, "");
    this.begun = true;
    if (this.over) {
      // Stopped before there was anything to stop: nobody is to look for a picture, and find that none came.
      if (refusal === null && this.job_id !== "") void client.send({ type: "check_stop", job_id: this.job_id }, "");
      this.deaf();
    } else if (refusal !== null) this.become(broken(this.progress, refusal.code === "rate_limited" ? "time_over" : "refused"));
  }

  private take(frame: ServerFrame): void {
    if (this.over) {
      if (!this.begun && frame.type === "job_note" && frame.kind === KIND) this.job_id = frame.job_id;
      return;
    }
    if (frame.type === "signal" && frame.call_id === this.job_id && this.job_id !== "") {
      void this.answered(frame.body);
    } else if (frame.type === "job_note" && frame.kind === KIND) {
      const { state } = frame.note;
      if (this.job_id === "" && (state === "queued" || state === "running")) this.job_id = frame.job_id;
      if (frame.job_id !== this.job_id) return;
      this.heard_ms = Date.now();
      if (state === "queued") this.let_go();
      if (state === "running") {
        this.offers = 0;
        this.offer();
      }
      this.become(heard(this.progress, frame.note));
    }
  }

  /** A new connection, and one through the relay alone where there is one; those before are let go of. */
  private offer(): void {
    this.let_go();
    this.offers += 1;
    this.offered_ms = Date.now();
    const relay_only = this.options.client.state.view.welcome?.relay_only ?? false;
    const link = this.connect(relay_only, (stream) => {
      this.back = stream;
      this.options.onChange();
    });
    for (const kind of ["audio", "video"]) link.pc.addTransceiver(kind, { direction: "sendrecv" });
    void link.use(this.options.tracks).then(() => link.offer(false)).catch(() => undefined);
    if (this.relay) void this.connect(true, () => undefined).offer(false).catch(() => undefined);
  }

  private connect(relay_only: boolean, onRemote: (stream: MediaStream) => void): Link {
    const link: Link = new Link({
      role: "associate",
      connection_id: newId(),
      ice_servers: this.servers,
      relay_only,
      media: false,
      send: (body) => void this.options.client.guest.signal(this.job_id, body),
      onState: (state) => {
        if (state === "failed" && link === this.links[0] && this.offers < OFFERS_MAX) this.offer();
      },
      onRemote,
      onChannel: () => undefined,
      onChannelState: () => undefined,
    });
    this.links.push(link);
    return link;
  }

  private async answered(body: Extract<ServerFrame, { type: "signal" }>["body"]): Promise<void> {
    if (body.type === "negotiate") {
      if (this.offers < OFFERS_MAX) this.offer();
      return;
    }
    if (body.type !== "answer" && body.type !== "candidates") return;
    const link = this.links.find((each) => each.connection_id === body.connection_id);
    if (!link) return;
    try {
      if (body.type === "answer") await link.answered(body.sdp);
      else await link.candidates(body.candidates);
    } catch {
      // An answer that this browser cannot take: the next offer may do better, and without one the mirror says what is missing.
    }
  }

  /** Once a second: is there still somebody? */
  private async look(): Promise<void> {
    if (this.over) return;
    const now = Date.now();
    const silent_ms = now - this.heard_ms;
    const unanswered = this.links[0]?.pc.signalingState === "have-local-offer" && now - this.offered_ms > ANSWER_MS;
    if (unanswered && this.offers < OFFERS_MAX) this.offer();
    if (this.progress.stage === "asked") {
      if (silent_ms > NOBODY_MS) this.become(broken(this.progress, this.options.client.state.socket === "online" ? "no_worker" : "no_connection"));
    } else if (silent_ms > SILENT_MS && !this.asking) {
      this.asking = true;
      await this.missed();
      this.asking = false;
      if (silent_ms > GIVEN_UP_MS) this.become(broken(this.progress, "no_connection"));
    }
  }

  /** The end may have been told while there was no line: the server keeps the result. */
  private async missed(): Promise<void> {
    try {
      const { checks } = await this.options.http.ask<SetChecksView>("GET", "/v1/console/checks?limit=20");
      const mine = checks.find(({ check_id }) => check_id === this.job_id);
      if (mine) this.become(ended(this.progress, { passed: mine.passed, verdicts: mine.verdicts as unknown as Verdict[] }));
    } catch {
      // Asked again in a second.
    }
  }

  private become(progress: Progress): void {
    if (this.over) return;
    this.progress = progress;
    if (progress.stage === "done" || progress.stage === "failed") {
      this.over = true;
      clearInterval(this.timer);
      if (this.begun) this.deaf();
      this.let_go();
    }
    this.options.onChange();
  }

  private let_go(): void {
    for (const link of this.links) link.close();
    this.links = [];
    this.back = null;
  }
}
