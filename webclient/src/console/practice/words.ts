/** The words of rehearsals in the language this tablet speaks. */

import { practiceTexts } from "../../ui/texts/practice.js";

export const texts = practiceTexts(navigator.languages);
