/** Why the server did not do what a shopper asked, in both languages. It comes with the later screens, not with the call. Words only. */

import type { RefusalCode } from "../../protocol/index.js";

type Words = Partial<Record<RefusalCode, string>>;

const BUSY = { en: "Too much at once. Please wait a moment and try again.", de: "Das war zu viel auf einmal. Bitte warten Sie einen Moment und versuchen Sie es noch einmal." };

const en: Words = {
  line_full: "The line is full right now. Please try again in a few minutes.",
  already_in_call: "You are in a call already, perhaps in another tab. End that one first.",
  call_exists: "This call was asked for before. Please try again.",
  rate_limited: BUSY.en,
  too_many_frames: BUSY.en,
  retry_later: "The shop cannot take this right now. Please try again in a moment.",
  conflict: "Something else happened at the same moment. Please try again.",
  command_id_reused: "This got mixed up with something else. Please try again.",
  call_ended: "The call has ended.",
  unknown_call: "This call is not there any more.",
  call_not_live: "This works only while both of you are in the call.",
  call_not_waiting: "The call is not waiting in the line any more.",
  sold_out: "Sold out.",
  unknown_product: "The shop does not have this any more.",
  unknown_variant: "The shop does not have this any more.",
  variant_of_another_product: "This choice belongs to another product. Please choose again.",
  not_shown: "This is not shown any more.",
  unknown_line: "This is not in the bag any more.",
  unknown_change: "This change is not known any more.",
  change_pending: "This change is still on its way. Please try again in a moment.",
  change_settled: "This change is done already.",
  too_many_pending: "Several changes are still on their way. Please try again in a moment.",
  cannot_undo: "This cannot be undone any more.",
  checkout_step: "The checkout has gone on meanwhile. Please look at the shop’s own page.",
  chat_full: "This call has as many messages as it takes.",
  frame_too_large: "This is too long. Please make it shorter.",
  invalid_field: "This cannot be sent as it is written. Please write it differently.",
  not_allowed: "Only the shop can do this.",
  revoked: "This shop has ended your access. Please reload the page.",
  origin_not_allowed: "Calls are not switched on for this page. Please tell the shop.",
};

const de: Words = {
  line_full: "Die Reihe ist gerade voll. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
  already_in_call: "Sie sind schon in einem Gespräch, vielleicht in einem anderen Tab. Beenden Sie zuerst das andere.",
  call_exists: "Um dieses Gespräch wurde schon gebeten. Bitte versuchen Sie es noch einmal.",
  rate_limited: BUSY.de,
  too_many_frames: BUSY.de,
  retry_later: "Der Laden kann das gerade nicht annehmen. Bitte versuchen Sie es gleich noch einmal.",
  conflict: "Im selben Moment ist etwas anderes geschehen. Bitte versuchen Sie es noch einmal.",
  command_id_reused: "Das wurde mit etwas anderem verwechselt. Bitte versuchen Sie es noch einmal.",
  call_ended: "Das Gespräch ist beendet.",
  unknown_call: "Dieses Gespräch gibt es nicht mehr.",
  call_not_live: "Das geht nur, solange beide im Gespräch sind.",
  call_not_waiting: "Das Gespräch wartet nicht mehr in der Reihe.",
  sold_out: "Ausverkauft.",
  unknown_product: "Das hat der Laden nicht mehr.",
  unknown_variant: "Das hat der Laden nicht mehr.",
  variant_of_another_product: "Diese Auswahl gehört zu einem anderen Artikel. Bitte wählen Sie noch einmal.",
  not_shown: "Das wird nicht mehr gezeigt.",
  unknown_line: "Das ist nicht mehr in der Tasche.",
  unknown_change: "Diese Änderung ist nicht mehr bekannt.",
  change_pending: "Diese Änderung ist noch unterwegs. Bitte versuchen Sie es gleich noch einmal.",
  change_settled: "Diese Änderung ist schon getan.",
  too_many_pending: "Mehrere Änderungen sind noch unterwegs. Bitte versuchen Sie es gleich noch einmal.",
  cannot_undo: "Das lässt sich nicht mehr rückgängig machen.",
  checkout_step: "An der Kasse ging es inzwischen weiter. Bitte sehen Sie auf der Seite des Ladens nach.",
  chat_full: "In diesem Gespräch gibt es so viele Nachrichten, wie es fasst.",
  frame_too_large: "Das ist zu lang. Bitte kürzen Sie es.",
  invalid_field: "So lässt sich das nicht senden. Bitte schreiben Sie es anders.",
  not_allowed: "Das kann nur der Laden.",
  revoked: "Der Laden hat Ihren Zugang beendet. Bitte laden Sie die Seite neu.",
  origin_not_allowed: "Gespräche sind für diese Seite nicht eingeschaltet. Bitte sagen Sie es dem Laden.",
};

interface ChatTexts {
  readonly send_again: string;
  readonly send_again_named: (text: string) => string;
}

const CHAT: Readonly<Record<"en" | "de", ChatTexts>> = {
  en: { send_again: "Send again", send_again_named: (text) => `Send again: ${text}` },
  de: { send_again: "Noch einmal senden", send_again_named: (text) => `Noch einmal senden: ${text}` },
};

/** What may be sent again as it is: nothing was wrong with it. */
const AGAIN: readonly RefusalCode[] = ["retry_later", "rate_limited", "too_many_frames", "conflict", "command_id_reused", "call_not_live"];

const spoken = (language: string): "en" | "de" => (/^de\b/i.test(language) ? "de" : "en");

/** The sentence for a refusal; none for one that no shopper gets. */
export function refusalWords(code: RefusalCode, language: string): string | undefined {
  return { en, de }[spoken(language)][code];
}

/** The words of a line that may be sent again as it is; null where that would help nobody. */
export function againTexts(code: RefusalCode, language: string): ChatTexts | null {
  return AGAIN.includes(code) ? CHAT[spoken(language)] : null;
}
