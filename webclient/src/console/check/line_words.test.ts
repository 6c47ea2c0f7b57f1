/** Tests of the words of the list before going live. */

import { expect, it } from "vitest";
import type { GoLiveItemView } from "../../protocol/index.js";
import { lineWords } from "./line_words.js";

const usual: GoLiveItemView = { item_id: "backdrop", kind: "backdrop", text: "" };
const own: GoLiveItemView = { item_id: "own_1", kind: "own", text: "Schlüssel zur Kasse griffbereit" };

it.each([
  ["de", ["en-GB"], { words: "Hintergrund aufgeräumt", language: "de" }],
  ["de-AT", ["en"], { words: "Hintergrund aufgeräumt", language: "de" }],
  ["en", ["de-DE"], { words: "Backdrop tidy", language: "en" }],
  ["fr", ["de-DE", "en"], { words: "Hintergrund aufgeräumt", language: "de" }],
  ["fr", ["nl"], { words: "Backdrop tidy", language: "en" }],
])("a usual line is in the store's language (%s), else in the tablet's (%s)", (store, tablet, said) => {
  expect(lineWords(usual, store, tablet)).toEqual(said);
});

it("an own line is in the store's words", () => {
  expect(lineWords(own, "de", ["en"])).toEqual({ words: "Schlüssel zur Kasse griffbereit", language: "de" });
});
