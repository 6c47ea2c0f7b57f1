/** When somebody answers again, in a person's language. A file of its own: the widget fetches it when it is needed. */

/** The time where that is today, else weekday and time. */
export function opening(at_ms: number, now_ms: number, language: string): string {
  const today = new Date(at_ms).toDateString() === new Date(now_ms).toDateString();
  const weekday = today ? {} : ({ weekday: "long" } as const);
  return new Intl.DateTimeFormat(language, { ...weekday, hour: "2-digit", minute: "2-digit" }).format(at_ms);
}
