/** What a kept set check says in sentences: what failed, and what could be better. Pure; the words come as an argument. */

import type { SetCheckView } from "../../../protocol/index.js";
import type { CheckTexts, VerdictCode } from "../../../ui/texts/check.js";

export interface Found {
  readonly failed: readonly string[];
  readonly better: readonly string[];
}

/** A verdict that has no words here, from another version of the mirror, says nothing. */
export function foundIn(check: Pick<SetCheckView, "verdicts">, words: Pick<CheckTexts, "verdicts">): Found {
  const said = (level: string): string[] =>
    check.verdicts
      .filter((each) => each.level === level && typeof each.code === "string" && each.code in words.verdicts)
      .map(({ code }) => words.verdicts[code as VerdictCode].says);
  return { failed: said("fail"), better: said("warn") };
}
