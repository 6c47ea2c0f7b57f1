/** The wire's words that the console's texts must cover completely. Types only. */

import type { CartChange, CallWrapUp } from "../../protocol/index.js";

export type OutcomeReason = NonNullable<CartChange["reason"]>;
export type CallOutcome = CallWrapUp["outcome"];
