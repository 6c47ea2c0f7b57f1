/** What the shopper is writing and how many messages were read, both kept over page changes. */

import type { Keep } from "../net/keep.js";

export class Writing {
  draft: string;
  /** Messages read so far, for the dot on the chat button. */
  read = 0;
  #call_id = "";
  readonly #keep: Keep;

  constructor(keep: Keep) {
    this.#keep = keep;
    this.draft = keep.get<string>("draft") ?? "";
  }

  /** These are the messages of this call from now on. */
  begin(call_id: string): void {
    this.#call_id = call_id;
    const [read_in, read] = this.#keep.get<[string, number]>("read") ?? ["", 0];
    this.read = read_in === call_id ? read : 0;
  }

  /** So many messages are on the screen. */
  saw(count: number): void {
    if (count === this.read) return;
    this.read = count;
    this.#keep.set("read", [this.#call_id, count]);
  }

  /** The page goes. */
  leave(): void {
    if (this.draft === "") this.#keep.drop("draft");
    else this.#keep.set("draft", this.draft);
  }
}
