/**
 * The list before going live as the server keeps it, ticks on their way, and whether going available waits for a word on the set
 * check. What is passed and what is asked the server says.
 */

import type { ConsoleHttp } from "../net/console_http.js";
import type { GoLiveChange, GoLiveView } from "../protocol/index.js";

const PATH = "/v1/console/go-live";
/** Nobody waits longer than this to go available because of a question. */
const QUESTION_MS = 1_500;

export class GoLive {
  view: GoLiveView | null = null;
  /** Going available waits for an answer. */
  asking = false;
  /** The last tick did not reach the server, or there is no list to show. */
  failed = false;
  private readonly http: ConsoleHttp;
  private readonly onChange: () => void;
  private sending = 0;
  /** What the server has, as far as it is known. */
  private kept: readonly string[] = [];
  private queue: Promise<void> = Promise.resolve();

  constructor(http: ConsoleHttp, onChange: () => void) {
    this.http = http;
    this.onChange = onChange;
  }

  /** Ask the server how things stand. Keeps what is known where there is no answer. */
  async read(): Promise<boolean> {
    return await this.hear(this.http.ask<GoLiveView>("GET", PATH), 0);
  }

  /** Tick a line off, or take the tick back. Shown at once, and taken back where the server does not hear of it. */
  tick(item_id: string, on: boolean): void {
    const before = this.view;
    if (before === null) return;
    const others = before.ticked.filter((each) => each !== item_id);
    const ticked = on ? [...others, item_id] : others;
    this.view = { ...before, ticked: [...ticked] };
    this.sending += 1;
    this.onChange();
    this.queue = this.queue.then(async () => {
      const heard = await this.change({ ticked }, 1);
      this.sending -= 1;
      if (heard || this.sending > 0 || this.view === null) return;
      this.view = { ...this.view, ticked: [...this.kept] };
      this.onChange();
    });
  }

  /** Whether going available should wait for an answer. No answer in time is a no: it holds nobody up. */
  async asks(): Promise<boolean> {
    const heard = await Promise.race([this.read(), new Promise<false>((resolve) => setTimeout(() => resolve(false), QUESTION_MS))]);
    return heard && this.view?.asks === true;
  }

  /** Put the question. Asked is asked: it is not put again today. */
  ask(): void {
    this.asking = true;
    void this.change({ asked: true }, 0);
    this.onChange();
  }

  answered(): void {
    this.asking = false;
    this.onChange();
  }

  forget(): void {
    this.view = null;
    this.kept = [];
    this.asking = this.failed = false;
  }

  private change(change: GoLiveChange, ticks: 0 | 1): Promise<boolean> {
    return this.hear(this.http.ask<GoLiveView>("POST", PATH, change), ticks);
  }

  /** False where nothing was heard. While more ticks are on their way than this answer tells of (`ticks`), it changes none. */
  private async hear(asked: Promise<GoLiveView>, ticks: 0 | 1): Promise<boolean> {
    let heard = true;
    try {
      const view = await asked;
      this.kept = view.ticked;
      this.view = this.sending > ticks && this.view ? { ...view, ticked: this.view.ticked } : view;
      this.failed = false;
    } catch {
      heard = false;
      this.failed ||= ticks === 1 || this.view === null;
    }
    this.onChange();
    return heard;
  }
}
