/** Every refusal that the server knows is either said in the console's own words, in both languages, or named here as one it never shows. */

import { expect, it } from "vitest";
import { LIMITS, type Refusal } from "../../protocol/index.js";
import { console_de } from "../../ui/texts/console.de.js";
import { console_en } from "../../ui/texts/console.en.js";
import { refusalSentence } from "./sentences.js";
import { stepped } from "./stepper.js";

/** `said`: in the table. `elsewhere`: its screen has words for it. `never`: no console can be told of it. New codes stop the type check here. */
const CODES: Readonly<Record<Refusal["code"], "said" | "elsewhere" | "never">> = {
  malformed: "never", unknown_type: "never", unknown_address: "never", unknown_method: "never", invalid_field: "said",
  price_not_accepted: "never", frame_too_large: "never", too_slow: "never", too_many_frames: "said", unsupported_protocol: "elsewhere",
  ticket_invalid: "never", origin_not_allowed: "never", unknown_store: "never", not_signed_in: "said", wrong_password: "elsewhere",
  not_allowed: "said", revoked: "said", unknown_call: "said", call_exists: "never", call_ended: "said", call_not_live: "said",
  call_not_waiting: "said", call_not_ringing: "said", call_taken: "said", already_in_call: "said", not_ended: "said",
  already_wrapped_up: "said", unknown_product: "said", unknown_variant: "said", variant_of_another_product: "said", sold_out: "said",
  not_shown: "said", too_many_shown: "said", unknown_line: "said", unknown_change: "said", change_settled: "said", change_pending: "said",
  too_many_pending: "said", cannot_undo: "said", checkout_step: "said", chat_full: "said", unknown_guest: "said", guest_exists: "said",
  too_many_guests: "said", recording_off: "said", nothing_to_record: "said", recording_asked_before: "said", not_asked: "said",
  consent_text: "said", not_recording: "said", checkout_open: "said", unknown_recording: "elsewhere", still_recording: "elsewhere",
  recording_unreadable: "elsewhere", export_running: "elsewhere", no_other_participant: "said", unknown_job: "elsewhere",
  unknown_rehearsal: "elsewhere", unknown_story: "elsewhere", story_broken: "elsewhere", rehearsal_running: "elsewhere",
  unknown_canary: "elsewhere", canary_running: "elsewhere", line_full: "never", rate_limited: "said", command_id_reused: "never",
  conflict: "said", retry_later: "said",
};

it("is total over the codes that a console can be told, in both languages", () => {
  const said = Object.entries(CODES).filter(([, how]) => how === "said").map(([code]) => code).sort();
  expect(Object.keys(console_en.refusals).sort()).toEqual(said);
  expect(Object.keys(console_de.refusals).sort()).toEqual(said);
});

it("says its own words, not the server's", () => {
  const refusal: Refusal = { code: "call_not_waiting", message: "The call is not waiting in the line any more.", detail: "", allowed: [] };
  expect(refusalSentence(refusal, console_de)).toBe("Der Anruf wartet nicht mehr.");
});

it("a tap changes a line of the store's cart by one, whatever it holds", () => {
  const { QUANTITY_MAX, LINE_QUANTITY_MAX } = LIMITS;
  expect([stepped(150, -1, LINE_QUANTITY_MAX), stepped(150, 1, LINE_QUANTITY_MAX), stepped(150, -1, QUANTITY_MAX)]).toEqual([149, 151, 149]);
  expect([stepped(1, -1, QUANTITY_MAX), stepped(98, 1, QUANTITY_MAX), stepped(99, 1, QUANTITY_MAX), stepped(120, 1, QUANTITY_MAX)]).toEqual([1, 99, 99, 120]);
  expect(stepped(LINE_QUANTITY_MAX, 1, LINE_QUANTITY_MAX)).toBe(LINE_QUANTITY_MAX);
});
