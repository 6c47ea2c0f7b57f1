/** Chooses the language of reviews. It holds no words itself. */

import { team_reviews_de } from "./team_reviews.de.js";
import { team_reviews_en, type TeamReviewsTexts } from "./team_reviews.en.js";

export type { TeamReviewsTexts };

/** The texts for the first of `languages` (BCP 47, most wanted first) that the console speaks; English where it speaks none. */
export function teamReviewsTexts(languages: readonly string[]): TeamReviewsTexts {
  const known = { de: team_reviews_de, en: team_reviews_en };
  return languages.map((each) => known[each.toLowerCase().split("-")[0] as keyof typeof known]).find(Boolean) ?? team_reviews_en;
}
