/** Tests of what is said of a canary's call that failed, in both languages. */

import { describe, expect, it } from "vitest";
import { team_canary_de as de } from "../../../ui/texts/team_canary.de.js";
import { team_canary_en as en } from "../../../ui/texts/team_canary.en.js";
import { whyFailed } from "./reading.js";

describe("CANARY3: why a call failed", () => {
  it("is said in the screen's words by its code", () => {
    const run = { reason: "no_tone_shopper: the tone of 660 Hz does not arrive at the shopper" };
    expect(whyFailed(run, en)).toBe("No sound arrived at the shopper.");
    expect(whyFailed(run, de)).toBe("Beim Anrufer kam kein Ton an.");
  });

  it("is the server's sentence where there are no words for it", () => {
    expect(whyFailed({ reason: "chat_full: This call has reached\nits limit." }, de)).toBe("This call has reached\nits limit.");
    expect(whyFailed({ reason: "The wheel fell off: twice" }, de)).toBe("The wheel fell off: twice");
    expect(whyFailed({ reason: "constructor: odd" }, en)).toBe("odd");
    expect(whyFailed({ reason: "" }, en)).toBe("");
  });

  it("has the same words in both languages", () => {
    for (const part of ["reasons", "steps"] as const) {
      expect(Object.keys(de[part])).toEqual(Object.keys(en[part]));
      for (const [key, words] of Object.entries(de[part])) expect(words, key).not.toBe(en[part][key]);
    }
  });
});
