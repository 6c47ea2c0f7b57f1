/** What people read says nothing in the words of those who built it. */

import { expect, it } from "vitest";
import { buttonTexts } from "../ui/texts/button.js";
import { checkTexts } from "../ui/texts/check.js";
import { consentTexts } from "../ui/texts/consent.js";
import { consoleTexts } from "../ui/texts/console.js";
import { guestTexts } from "../ui/texts/guests.js";
import { practiceTexts } from "../ui/texts/practice.js";
import { recordingTexts } from "../ui/texts/recording.js";
import { teamTexts } from "../ui/texts/team.js";
import { teamCallsTexts } from "../ui/texts/team_calls.js";
import { teamCanaryTexts } from "../ui/texts/team_canary.js";
import { teamReviewsTexts } from "../ui/texts/team_reviews.js";
import { textsFor } from "../ui/texts/texts.js";

/** Every text and its name; of one that is put together, its source. */
function said(found: unknown, name: string): [string, string][] {
  if (typeof found === "string" || typeof found === "function") return [[name, String(found)]];
  if (typeof found !== "object" || found === null) return [];
  return Object.entries(found).flatMap(([key, each]) => said(each, `${name}.${key}`));
}

it.each(["en", "de"])("nobody reads of workers, sessions, peers or ICE (%s)", async (language) => {
  const all = {
    widget: await textsFor(language), button: buttonTexts(language), consent: consentTexts(language).texts, recording: recordingTexts(language),
    guests: guestTexts(language), console: consoleTexts([language]).texts, check: checkTexts([language]), practice: practiceTexts([language]),
    team: teamTexts([language]), calls: teamCallsTexts([language]), canary: teamCanaryTexts([language]), reviews: teamReviewsTexts([language]),
  };
  const texts = said(all, language);
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter(([, text]) => /\b(workers?|sessions?|peers?|ICE)\b/i.test(text))).toEqual([]);
});
