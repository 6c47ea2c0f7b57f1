/** Chooses the language of "Calls now". It holds no words itself. */

import { team_calls_de } from "./team_calls.de.js";
import { team_calls_en, type TeamCallsTexts } from "./team_calls.en.js";

export type { TeamCallsTexts };

/** The texts for the first of `languages` (BCP 47, most wanted first) that the console speaks; English where it speaks none. */
export function teamCallsTexts(languages: readonly string[]): TeamCallsTexts {
  return languages.map((each) => ({ de: team_calls_de, en: team_calls_en })[each.toLowerCase().split("-")[0] ?? ""]).find(Boolean) ?? team_calls_en;
}
