/** Listeners by event name, typed. It calls them in the order in which they came. */

export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>();

  /** Listen; the returned function stops it. */
  on<E extends keyof Events>(event: E, listener: (value: Events[E]) => void): () => void {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all);
    all.add(listener);
    return () => void all.delete(listener);
  }

  emit<E extends keyof Events>(event: E, value: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (value: Events[E]) => void)(value);
  }
}
