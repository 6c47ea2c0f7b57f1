/** The words of the team's view in the language this tablet speaks. */

import { teamTexts } from "../../ui/texts/team.js";

export const texts = teamTexts(navigator.languages);
