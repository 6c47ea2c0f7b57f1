/** How the shopper talks: what they wish, and what is marked. What of a wish is possible is decided in ways.ts, which is loaded later. */

import type { CallClient } from "../call.js";
import type { CallMode } from "../protocol/index.js";

export class Way {
  /** What the next call will be: the choice that is marked. */
  mode: CallMode = "video";
  /** What the shopper chose last. */
  wish: CallMode = "video";
  /** Choices whose devices have not been asked for yet. */
  pending = 0;
  readonly #call: Pick<CallClient, "media">;
  readonly #changed: () => void;

  constructor(call: Pick<CallClient, "media">, changed: () => void) {
    this.#call = call;
    this.#changed = changed;
  }

  /** Wish for a way to talk. */
  async choose(wish: CallMode): Promise<void> {
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
