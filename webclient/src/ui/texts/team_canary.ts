/** Chooses the language of the canary's section. It holds no words itself. */

import { team_canary_de } from "./team_canary.de.js";
import { team_canary_en, type TeamCanaryTexts } from "./team_canary.en.js";

export type { TeamCanaryTexts };

/** The texts for the first of `languages` (BCP 47, most wanted first) that the console speaks; English where it speaks none. */
export function teamCanaryTexts(languages: readonly string[]): TeamCanaryTexts {
  return languages.map((each) => ({ de: team_canary_de, en: team_canary_en })[each.toLowerCase().split("-")[0] ?? ""]).find(Boolean) ?? team_canary_en;
}
