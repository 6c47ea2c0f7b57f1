/** How times and moments are written. Pure: now is an argument. */

/** Whole seconds left until `deadline_ms`, never negative. */
export function secondsLeft(deadline_ms: number, now_ms: number): number {
  return Math.max(0, Math.ceil((deadline_ms - now_ms) / 1000));
}

/** The share of a span that is left at `now_ms`, from 1 down to 0. */
export function shareLeft(from_ms: number, deadline_ms: number, now_ms: number): number {
  if (deadline_ms <= from_ms) return 0;
  return Math.min(1, Math.max(0, (deadline_ms - now_ms) / (deadline_ms - from_ms)));
}

/** A day with weekday, in the reader's own manner. */
export function dayOf(at_ms: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(at_ms);
}

/** A language's own name in the reader's language: "German" for "de"; the tag itself where it is not known. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
