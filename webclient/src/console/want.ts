/** What the person at the console wants: one event from any element up to the desk, which does it. It does nothing itself. */

import type { Role } from "../core/guests.js";
import type { CallMode, CallSummary, RehearsalView } from "../protocol/index.js";
import type { CallOutcome } from "../ui/texts/console_shapes.js";

export type Want =
  | { readonly do: "go_available" | "go_available_anyway" | "check_first" | "not_now" }
  | { readonly do: "go_away" | "devices_again" | "sound_on" | "notifications" }
  | { readonly do: "answer" | "decline" | "take_over" | "wrap_later"; readonly call_id: string }
  | { readonly do: "end" | "flip" | "share" | "share_stop" | "offer_checkout" | "typing" | "full_screen" }
  | { readonly do: "microphone" | "camera"; readonly on: boolean }
  | { readonly do: "device"; readonly kind: "microphone" | "camera" | "speaker"; readonly device_id: string }
  | { readonly do: "show" | "hint"; readonly product_id: string; readonly variant_id: string }
  | { readonly do: "hide"; readonly product_id: string }
  | { readonly do: "add"; readonly product_id: string; readonly variant_id: string; readonly quantity: number }
  | { readonly do: "set_line"; readonly line_id: string; readonly quantity: number }
  | { readonly do: "remove_line"; readonly line_id: string }
  | { readonly do: "undo"; readonly change_id: string }
  | { readonly do: "say"; readonly text: string }
  | { readonly do: "find"; readonly query: string; readonly product_id: string }
  | { readonly do: "wrap_open"; readonly call: CallSummary }
  | { readonly do: "wrap_up"; readonly call_id: string; readonly outcome: CallOutcome; readonly note: string }
  | { readonly do: "record" }
  | { readonly do: "record_pause" | "record_resume" | "record_stop" }
  /** Ask the shopper where nobody was asked yet, and answer oneself. */
  | { readonly do: "record_answer"; readonly agreed: boolean }
  | { readonly do: "sign_out"; readonly everywhere: boolean }
  | { readonly do: "rehearse"; readonly story: string; readonly mode: CallMode }
  | { readonly do: "rehearse_stop" | "rehearse_done" }
  | { readonly do: "rehearse_show"; readonly rehearsal: RehearsalView }
  | { readonly do: "use_here" | "guest_leave" | "guest_hear" | "guest_see" }
  | { readonly do: "guest"; readonly call_id: string; readonly role: Role }
  | { readonly do: "reload" };

/** The event that carries a want; it crosses shadow roots. */
export class WantEvent extends CustomEvent<Want> {
  constructor(want: Want) {
    super("want", { detail: want, bubbles: true, composed: true });
  }
}

/** Say from `element` what is wanted. */
export function want(element: EventTarget, wanted: Want): void {
  element.dispatchEvent(new WantEvent(wanted));
}

declare global {
  interface HTMLElementEventMap {
    want: WantEvent;
  }
}
