/** How the shopper talks: what they wish, and what is marked. What of a wish is possible is decided in ways.ts, which is loaded later. */

import type { CallClient } from "../call.js";
import type { CallMode } from "../protocol/index.js";

export class Way {
  /** What the next call will be: the choice that is marked. */
  mode: CallMode = "video";
  /** What the shopper chose last. */
  wish: CallMode = "video";
  /** The same was wished for once more, with the reason read why it could not be. */
  insists = false;
  /** Choices whose devices have not been asked for yet. */
  pending = 0;
  readonly #call: Pick<CallClient, "media">;
  readonly #changed: () => void;

  constructor(call: Pick<CallClient, "media">, changed: () => void) {
    this.#call = call;
    this.#changed = changed;
  }

  /** Wish for a way to talk. `by_hand`: the choice itself was tapped. */
  async choose(wish: CallMode, by_hand = false): Promise<void> {
    this.insists = by_hand && wish === this.wish;
    this.wish = wish;
    this.pending++;
    await this.open(wish);
    this.pending--;
    this.#changed();
  }

  /** Mark a way to talk, open what it needs and close what it does not. */
  open(mode: CallMode): Promise<void> {
    this.mode = mode;
    this.#changed();
    return this.#call.media({ microphone: mode !== "text", camera: mode === "video" });
  }
}
