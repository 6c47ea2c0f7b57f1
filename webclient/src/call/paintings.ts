/** The paintings of one client, as they come and go: own commands, copies from the other side, answers, events. Times are the server's. */

import { REFUSED_MAX, THEIRS_MS, confirm, drop, expire, paint, paintable, type Painting, type RefusedCommand } from "../core/paint.js";
import type { Call, Entry, Refusal } from "../protocol/index.js";

const RECENT_MAX = 200;

export class Paintings {
  all: readonly Painting[] = [];
  refused: readonly RefusedCommand[] = [];
  /** Command ids that the server has numbered lately: a copy that comes later by the data channel is not painted. */
  #recent: string[] = [];
  /** Since when the server has been there; infinite while it is away. */
  #online_ms = Infinity;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Paint; false where it is known already. */
  add(painting: Painting): boolean {
    if (this.#recent.includes(painting.id)) return false;
    const before = this.all;
    this.all = paint(before, painting);
    if (this.all === before) return false;
    if (painting.origin === "theirs") this.#expireLater(painting.at_ms);
    return true;
  }

  /** The server is there (since now), or away (Infinity). Only one that could have confirmed a painting makes it old [CHAN5]. */
  online(since_ms: number): void {
    this.#online_ms = since_ms;
    if (since_ms !== Infinity) this.#expireLater(since_ms);
  }

  #expireLater(now_ms: number): void {
    setTimeout(() => {
      this.all = expire(this.all, now_ms + THEIRS_MS, this.#online_ms);
      this.#onChange();
    }, THEIRS_MS);
  }

  /** The server numbered these. */
  confirm(entries: readonly Entry[]): void {
    this.all = confirm(this.all, entries);
    this.#recent = [...this.#recent, ...entries.map((entry) => entry.command_id)].slice(-RECENT_MAX);
  }

  /** A snapshot arrived: what it has is no painting any more. */
  snapshot(call: Call): void {
    const known = new Set([
      ...call.chat.map((message) => message.message_id),
      ...call.cart.changes.map((change) => change.change_id),
    ]);
    this.all = this.all.filter((each) => each.origin === "mine" || !known.has(each.id));
  }

  /** Our command was answered. */
  answered(painting: Painting, refusal: Refusal | null): void {
    this.all = drop(this.all, painting.id);
    if (refusal !== null && paintable(painting.body)) {
      this.refused = [...this.refused, { ...painting, refusal }].slice(-REFUSED_MAX);
    }
  }

  drop(id: string): void {
    this.all = drop(this.all, id);
  }

  forgetRefused(id: string | undefined): void {
    this.refused = id === undefined ? [] : this.refused.filter((each) => each.id !== id);
  }
}
