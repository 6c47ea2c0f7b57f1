/** One fewer or one more, within 1 and what the thing may have at most. Pure. */

/** A number beyond `max` is not thrown back to it by a tap on fewer: only more is closed there. */
export function stepped(value: number, by: 1 | -1, max: number): number {
  return by === 1 ? Math.max(value, Math.min(max, value + 1)) : Math.max(1, value - 1);
}
