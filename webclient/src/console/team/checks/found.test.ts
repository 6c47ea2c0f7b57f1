/** What a kept check says, and that what is not understood says nothing. */

import { expect, it } from "vitest";
import { check_en } from "../../../ui/texts/check.en.js";
import { foundIn } from "./found.js";

it("says what failed and what could be better, and nothing of what is good", () => {
  const verdicts = [
    { code: "too_dark", level: "fail", measured: 31, wanted: 75 },
    { code: "sharp", level: "ok", measured: 1, wanted: 2 },
    { code: "noisy", level: "warn", measured: -40, wanted: -46 },
  ];
  expect(foundIn({ verdicts }, check_en)).toEqual({
    failed: [check_en.verdicts.too_dark.says],
    better: [check_en.verdicts.noisy.says],
  });
});

it("takes what it does not know for nothing", () => {
  const verdicts = [{ code: "aura", level: "fail" }, { level: "fail" }, { code: 7, level: "warn" }, { what: "light", good: false }, {}];
  expect(foundIn({ verdicts }, check_en)).toEqual({ failed: [], better: [] });
});
