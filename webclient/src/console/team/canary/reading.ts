/** Why a canary's call failed, in the words of this screen. Pure; what it has no words for it leaves as the server said it. */

import type { CanaryRunView } from "../../../protocol/index.js";
import type { TeamCanaryTexts } from "../../../ui/texts/team_canary.en.js";

/** `code: sentence`, as [CANARY3] has it. */
const CODED = /^([a-z][a-z0-9_]*): (.*)$/s;

export function whyFailed({ reason }: Pick<CanaryRunView, "reason">, texts: Pick<TeamCanaryTexts, "reasons">): string {
  const [, code = "", sentence = reason] = CODED.exec(reason) ?? [];
  return (Object.hasOwn(texts.reasons, code) ? texts.reasons[code] : undefined) ?? sentence;
}
