/** Money, counts and times in a person's language, by Intl. It shows figures and never changes them. */

/** An amount in minor units of its currency, for example 12900 EUR -> "129,00 €". Empty where there is no currency. */
export function money(minor: number, currency: string, language: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return "";
  try {
    const format = new Intl.NumberFormat(language, { style: "currency", currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return format.format(minor / 10 ** digits);
  } catch {
    return `${(minor / 100).toFixed(2)} ${currency}`;
  }
}

/** Minutes and seconds of a duration, "2:05"; hours where there are some, "1:02:05". */
export function duration(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** The time of day, "14:30". */
export function timeOfDay(at_ms: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }).format(at_ms);
}

/** Whole minutes for a wait: at least 1. */
export function waitMinutes(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}
