/** Typing signs: when one is worth sending, and whether the other side writes now (forgotten after 4 s). */

const FORGOTTEN_MS = 4_000;
const EVERY_MS = 2_000;

export class Typing {
  #heard_at = -FORGOTTEN_MS;
  #sent_at = -EVERY_MS;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Whether the other side writes now. */
  get other(): boolean {
    return performance.now() - this.#heard_at < FORGOTTEN_MS;
  }

  /** The other side's sign arrived. */
  heard(): void {
    this.#heard_at = performance.now();
    setTimeout(this.#onChange, FORGOTTEN_MS + 50);
    this.#onChange();
  }

  /** Whether to send a sign now; counts as sent. */
  due(): boolean {
    if (performance.now() - this.#sent_at < EVERY_MS) return false;
    this.#sent_at = performance.now();
    return true;
  }
}
