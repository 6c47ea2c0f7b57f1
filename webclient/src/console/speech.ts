/** The language this tablet speaks, chosen once from the browser's own wishes. */

import { consoleTexts } from "../ui/texts/console.js";

export const { texts, language } = consoleTexts(navigator.languages);
