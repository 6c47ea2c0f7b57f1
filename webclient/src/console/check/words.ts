/** The words of the set check in the language this tablet speaks. */

import { checkTexts } from "../../ui/texts/check.js";

export const words = checkTexts(navigator.languages);
