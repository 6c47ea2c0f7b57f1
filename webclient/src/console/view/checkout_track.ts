/** The steps of the checkout as a small track: offered, started, paid or failed; or left. Pure. */

import type { Checkout } from "../../protocol/index.js";

export interface TrackStep {
  readonly step: "offered" | "started" | "left" | "paid" | "failed";
  readonly state: "done" | "now" | "open" | "failed";
}

const ORDER = ["offered", "started", "paid"] as const;

/** Three steps; the last one reads `failed` where the payment did. `pending` marks an offer still on its way. */
export function checkoutTrack(checkout: Checkout | null, pending: boolean): TrackStep[] {
  const failed = checkout?.step === "failed";
  const left = checkout?.step === "left";
  const reached = !checkout ? (pending ? 0 : -1) : failed ? 2 : left ? 1 : ORDER.indexOf(checkout.step as (typeof ORDER)[number]);
  return ORDER.map((step, index) => {
    if (failed && step === "paid") return { step: "failed", state: "failed" };
    if (left && step === "started") return { step: "left", state: "now" };
    if (index < reached) return { step, state: "done" };
    if (index === reached) return { step, state: step === "paid" ? "done" : "now" };
    return { step, state: "open" };
  });
}
