/** Tests of what people are told before a recording: the words have a version, in every language. */

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CONSENT_VERSION, consentTexts, consentVersion, daysOf } from "./consent.js";
import { recordingTexts } from "./recording.js";

/** What each version says, as a digest. A version that was shown to anybody stays here as it is: add a line for new words. */
const SAID: Readonly<Record<string, string>> = {
  "2026-11": "c3b3d8694654fa40",
};

/** Every word of every language, with the same names and numbers put in. */
function everything(): string {
  return JSON.stringify(
    ["en", "de"].map((language) =>
      Object.values(consentTexts(language).texts).map((side: Record<string, unknown>) =>
        Object.entries(side).map(([name, words]) =>
          typeof words === "function" ? [name, ...[0, 1, 30].map((given) => (words as (given: unknown) => string)(given))] : [name, words],
        ),
      ),
    ),
  );
}

describe("the text of consent", () => {
  it("[REC9] has a version that changes with the words", () => {
    const digest = createHash("sha256").update(everything()).digest("hex").slice(0, 16);
    expect(SAID[CONSENT_VERSION], "The words of consent.*.ts have changed: give CONSENT_VERSION a new value, and SAID a line for it").toBe(digest);
  });

  it("[REC9] says how long is kept, as its version does", () => {
    const version = consentVersion(14);
    expect(version.length).toBeLessThanOrEqual(32);
    const days = daysOf(version);
    expect(days).toBe(14);
    for (const language of ["en", "de"]) {
      const { texts } = consentTexts(language);
      for (const side of [texts.shopper, texts.associate]) {
        expect(side.kept(days ?? -1)).toContain("14");
        expect(side.who("Harbour")).toContain("Harbour");
        expect(side.kept(1)).not.toMatch(/\d/);
        expect(side.kept(0)).not.toMatch(/\d/);
      }
    }
  });

  it("does not take the words of another version for its own", () => {
    for (const other of ["2020-01/30", CONSENT_VERSION, `${CONSENT_VERSION}/`, `${CONSENT_VERSION}/x`, `${CONSENT_VERSION}/30/1`, `${CONSENT_VERSION}/-1`]) {
      expect(daysOf(other), other).toBeNull();
    }
  });

  it("is there in both languages, English where we have none", () => {
    expect(consentTexts("de-AT").language).toBe("de");
    expect(consentTexts("fr").language).toBe("en");
    expect(recordingTexts("de").on).toBe("Aufnahme");
    expect(recordingTexts("nl").on).toBe("Recording");
  });
});
