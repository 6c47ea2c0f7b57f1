/** Chooses the language of rehearsals. It holds no words itself. */

import { practice_de } from "./practice.de.js";
import { practice_en, type PracticeTexts } from "./practice.en.js";

export type { PracticeTexts };

/** The texts for the first of `languages` (BCP 47, most wanted first) that the console speaks; English where it speaks none. */
export function practiceTexts(languages: readonly string[]): PracticeTexts {
  return languages.map((each) => ({ de: practice_de, en: practice_en })[each.toLowerCase().split("-")[0] ?? ""]).find(Boolean) ?? practice_en;
}
