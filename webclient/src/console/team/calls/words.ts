/** The words of "Calls now" in the language this tablet speaks. */

import { teamCallsTexts } from "../../../ui/texts/team_calls.js";

export const texts = teamCallsTexts(navigator.languages);
