/** Chooses the set check's language. It holds no words itself. */

import { check_de } from "./check.de.js";
import { check_en } from "./check.en.js";
import type { CheckTexts } from "./check_shapes.js";

export type { CheckTexts, VerdictCode } from "./check_shapes.js";

/** The first of `languages` (BCP 47, most wanted first) that the console speaks; English where it speaks none. */
export function checkLanguage(languages: readonly string[]): "de" | "en" {
  for (const wanted of languages) {
    const base = wanted.toLowerCase().split("-")[0];
    if (base === "de" || base === "en") return base;
  }
  return "en";
}

export function checkTexts(languages: readonly string[]): CheckTexts {
  return { de: check_de, en: check_en }[checkLanguage(languages)];
}
