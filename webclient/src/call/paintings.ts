/** The paintings of one client, as they come and go: own commands, copies from the other side, answers, events. Times are the server's. */

import { REFUSED_MAX, confirm, drop, expire, paint, paintable, type Painting, type RefusedCommand } from "../core/paint.js";
import type { Call, Entry, Refusal } from "../protocol/index.js";

const RECENT_MAX = 200;

export class Paintings {
  all: readonly Painting[] = [];
  refused: readonly RefusedCommand[] = [];
  /** Command ids that the server has numbered lately: a copy that comes later by the data channel is not painted. */
  #recent: string[] = [];

  /** Paint; false where it is known already. */
  add(painting: Painting): boolean {
    if (this.#recent.includes(painting.id)) return false;
    const before = this.all;
    this.all = paint(before, painting);
    return this.all !== before;
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

  expire(now_ms: number): void {
    this.all = expire(this.all, now_ms);
  }

  forgetRefused(id: string | undefined): void {
    this.refused = id === undefined ? [] : this.refused.filter((each) => each.id !== id);
  }
}
