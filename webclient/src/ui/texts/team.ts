/** Chooses the language of the team's view. It holds no words itself. */

import { team_de } from "./team.de.js";
import { team_en, type TeamTexts } from "./team.en.js";

export type { TeamTexts };

/** The texts for the first of `languages` (BCP 47, most wanted first) that the console speaks; English where it speaks none. */
export function teamTexts(languages: readonly string[]): TeamTexts {
  return languages.map((each) => ({ de: team_de, en: team_en })[each.toLowerCase().split("-")[0] ?? ""]).find(Boolean) ?? team_en;
}
