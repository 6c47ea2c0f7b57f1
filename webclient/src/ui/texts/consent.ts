/**
 * What people are told before a recording, in every language, and the version of these words. The version stands in the journal with
 * each answer, so words that change get a new one (consent.test.ts notices), and whoever is asked about other words than these is not
 * shown these.
 */

import { consent_de } from "./consent.de.js";
import { consent_en } from "./consent.en.js";

/** The version of the words in consent.*.ts. */
export const CONSENT_VERSION = "2026-11";

/** `days`: how long a recording is kept. */
export interface ConsentTexts {
  readonly shopper: {
    readonly title: string;
    readonly asked_by: (name: string) => string;
    readonly what: string;
    readonly who: (store: string) => string;
    readonly kept: (days: number) => string;
    readonly rights: string;
    readonly yes: string;
    readonly no: string;
  };
  readonly associate: {
    readonly title: string;
    readonly what: string;
    readonly who: (store: string) => string;
    readonly kept: (days: number) => string;
    readonly rights: string;
    readonly yes: string;
    readonly no: string;
  };
}

/** The whole version that is asked about and answered: the words, and how long is kept, which they say. */
export function consentVersion(days: number): string {
  return `${CONSENT_VERSION}/${days}`;
}

/** How many days the text of this version says; null where it is not of these words. */
export function daysOf(version: string): number | null {
  const [words, days = "", ...more] = version.split("/");
  return words === CONSENT_VERSION && more.length === 0 && /^\d{1,5}$/.test(days) ? Number(days) : null;
}

/** The words for a language tag, English where we have none, and the tag of the language they are in. */
export function consentTexts(language: string): { readonly texts: ConsentTexts; readonly language: string } {
  return /^de\b/i.test(language) ? { texts: consent_de, language: "de" } : { texts: consent_en, language: "en" };
}
