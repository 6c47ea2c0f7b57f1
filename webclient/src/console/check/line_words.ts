/** In which words a line of the list before going live is shown. Pure. */

import type { GoLiveItemView } from "../../protocol/index.js";
import { checkLanguage, checkTexts } from "../../ui/texts/check.js";

/**
 * In the store's language, its usual lines and its own ones alike: it is one list, and everybody in the shop reads the same. `language`
 * is what the words are in, for screen readers. A usual line in a language that the console does not speak is in the tablet's.
 */
export function lineWords(item: GoLiveItemView, store: string, tablet: readonly string[]): { readonly words: string; readonly language: string } {
  if (item.kind === "own") return { words: item.text, language: store };
  const wanted = [store, ...tablet];
  return { words: checkTexts(wanted).items[item.kind], language: checkLanguage(wanted) };
}
