/**
 * The rehearsal this associate is in: begins it, asks how it stands while it is open, and shows what came of it once its call is over.
 * It plays nothing and judges nothing; the call itself is a call like any other.
 */

import type { ConsoleHttp } from "../net/console_http.js";
import { HttpRefused } from "../net/http.js";
import type { Keep } from "../net/keep.js";
import type { RehearsalView, ServerFrame } from "../protocol/index.js";
import { NOTHING, noted, type Noted } from "./practice/stages.js";

const LOOK_MS = 1_500;
const KEPT = "rehearsal";
const KIND = "rehearse";

export class Rehearsing {
  /** The one that is open, or the last one of this tab until it is put away. */
  now: RehearsalView | null = null;
  /** Why none could be begun: a refusal's code, or "offline". */
  problem = "";
  /** The story that is being begun, by name. */
  starting = "";
  stopping = false;
  /** Its call was answered. */
  answered = false;
  private told: { readonly job_id: string; readonly noted: Noted } = { job_id: "", noted: NOTHING };
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly http: ConsoleHttp;
  private readonly keep: Keep;
  private readonly onChange: () => void;
  private readonly onEnd: () => void;

  constructor(http: ConsoleHttp, keep: Keep, onChange: () => void, onEnd: () => void) {
    this.http = http;
    this.keep = keep;
    this.onChange = onChange;
    this.onEnd = onEnd;
  }

  get open(): boolean {
    return this.now !== null && this.now.ended_at_ms === 0;
  }

  /** What its worker has said of it, as far as this page was there to hear. */
  get noted(): Noted {
    return this.told.job_id === this.now?.rehearsal_id ? this.told.noted : NOTHING;
  }

  /** A frame of the socket: notes of rehearsals are kept, for they may come before the answer that names the rehearsal. */
  take(frame: ServerFrame): void {
    if (frame.type !== "job_note" || frame.kind !== KIND) return;
    const before = this.told.job_id === frame.job_id ? this.told.noted : NOTHING;
    this.told = { job_id: frame.job_id, noted: noted(before, frame.note) };
    this.onChange();
  }

  async begin(story: string, client_id: string): Promise<void> {
    if (this.starting !== "" || this.open) return;
    this.starting = story;
    this.problem = "";
    this.onChange();
    try {
      this.now = await this.http.rehearse(story, client_id);
      this.answered = false;
      this.keep.set(KEPT, this.now.rehearsal_id);
      this.later();
    } catch (error) {
      this.problem = error instanceof HttpRefused ? error.refusal.code : "offline";
      if (this.problem === "rehearsal_running") await this.look();
    }
    this.starting = "";
    this.onChange();
  }

  async stop(): Promise<void> {
    if (!this.now || this.stopping) return;
    this.stopping = true;
    this.onChange();
    try {
      await this.http.stopRehearsal(this.now.rehearsal_id);
    } catch {
      // the next look says how it stands
    }
    this.stopping = false;
    await this.look();
  }

  /** After a reload: go on with the one that was open in this tab. */
  resume(): void {
    if (this.keep.get<string>(KEPT) !== null) void this.look();
  }

  /** Show what came of an earlier one. */
  show(rehearsal: RehearsalView): void {
    this.now = rehearsal;
    this.problem = "";
    this.onChange();
  }

  putAway(): void {
    if (this.open) return;
    this.now = null;
    this.problem = "";
    this.onChange();
  }

  forget(): void {
    clearTimeout(this.timer);
    this.now = null;
    this.problem = this.starting = "";
    this.answered = false;
    this.keep.drop(KEPT);
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), LOOK_MS);
  }

  private async look(): Promise<void> {
    const was = this.open;
    const kept = this.keep.get<string>(KEPT);
    try {
      const { rehearsals } = await this.http.rehearsals(5, false);
      const mine = rehearsals.find((each) => each.ended_at_ms === 0) ?? rehearsals.find((each) => each.rehearsal_id === (this.now?.rehearsal_id ?? kept));
      if (mine) this.now = mine;
    } catch (error) {
      if (error instanceof HttpRefused && error.status === 401) return;
    }
    if (this.now !== null && this.open) {
      this.keep.set(KEPT, this.now.rehearsal_id);
      this.later();
    } else this.keep.drop(KEPT);
    this.onChange();
    if (!this.open && (was || kept !== null)) this.onEnd();
  }
}
