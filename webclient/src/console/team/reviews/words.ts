/** The words of reviews in the language this tablet speaks. */

import { teamReviewsTexts } from "../../../ui/texts/team_reviews.js";

export const texts = teamReviewsTexts(navigator.languages);
