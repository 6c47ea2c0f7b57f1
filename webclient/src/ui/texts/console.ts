/** Chooses the console's language. It holds no words itself. */

import { console_de } from "./console.de.js";
import { console_en, type ConsoleTexts } from "./console.en.js";

export type { ConsoleTexts };

/** The texts for the first of `languages` (BCP 47, most wanted first) that the console speaks; English where it speaks none. */
export function consoleTexts(languages: readonly string[]): { texts: ConsoleTexts; language: string } {
  for (const wanted of languages) {
    const base = wanted.toLowerCase().split("-")[0];
    if (base === "de") return { texts: console_de, language: wanted };
    if (base === "en") return { texts: console_en, language: wanted };
  }
  return { texts: console_en, language: "en" };
}
