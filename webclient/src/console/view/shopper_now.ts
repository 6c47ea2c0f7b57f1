/** What the associate is told about the shopper's side at this moment. Pure: states and numbers in, kinds out; words come from ui/texts. */

import type { Call } from "../../protocol/index.js";

/** How the shopper's side is. Only the first that holds is said over the picture. */
export type ShopperNow =
  | { kind: "changing_page" }
  | { kind: "page_away"; deadline_ms: number }
  | { kind: "coming_back"; deadline_ms: number }
  | { kind: "text_only" }
  | { kind: "voice_only" }
  | { kind: "camera_off" }
  | { kind: "picture_coming" }
  | { kind: "here" };

/** A page that takes longer than this was perhaps closed: from then on it is said how long the call still waits. */
export const PAGE_MS = 8_000;

/** `frames` tells whether the shopper's picture is running; `now_ms` is the server's time. */
export function shopperNow(call: Call, frames: boolean, now_ms: number): ShopperNow {
  const { shopper, mode } = call;
  if (shopper.lost_at_ms > 0) {
    const deadline_ms = shopper.lost_deadline_ms;
    if (shopper.lost_reason !== "page_change") return { kind: "coming_back", deadline_ms };
    return now_ms - shopper.lost_at_ms < PAGE_MS ? { kind: "changing_page" } : { kind: "page_away", deadline_ms };
  }
  if (mode === "text") return { kind: "text_only" };
  if (mode === "voice") return { kind: "voice_only" };
  if (!shopper.camera) return { kind: "camera_off" };
  return frames ? { kind: "here" } : { kind: "picture_coming" };
}

/** Whether the shopper hears the associate, as far as can be known from this side. */
export type Hears = "yes" | "muted" | "not_yet" | "silent" | "text_only";

/** `flowing`: sound leaves this side and arrives. `level`: own microphone, 0 to 1, the loudest of the last seconds. */
export function hears(mode: Call["mode"], own_microphone: boolean, flowing: boolean, level: number): Hears {
  if (mode === "text") return "text_only";
  if (!own_microphone) return "muted";
  if (!flowing) return "not_yet";
  return level < 0.0005 ? "silent" : "yes";
}
