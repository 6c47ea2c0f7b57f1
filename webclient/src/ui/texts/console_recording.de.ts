/** The console's words about recording a call, in German. Words only. */

import type { ConsoleRecordingTexts, refusals_recording_en } from "./console_recording.en.js";

export const console_recording_de: ConsoleRecordingTexts = {
  record_ask: "Um Aufnahme bitten",
  record_ask_title: "Den Gast fragen, ob dieses Gespräch aufgenommen werden darf",
  record_ask_hint: "Der Gast wird im Gespräch dasselbe gefragt. Zuerst Ihre eigene Antwort:",
  record_your_answer: "Ihre Antwort zur Aufnahme fehlt noch.",
  record_answer: "Antworten",
  record_cancel: "Abbrechen",
  record_waiting: "Die Antwort des Gasts zur Aufnahme fehlt noch",
  record_take_back: "Nicht mehr fragen",
  record_starting: "Aufnahme beginnt",
  record_on: "Aufnahme läuft",
  record_on_only_them: "Nur der Gast wird aufgenommen",
  record_on_only_you: "Nur Sie werden aufgenommen",
  record_on_only_associate: "Nur die Beratung wird aufgenommen",
  record_interrupted: "Aufnahme unterbrochen. Sie geht von selbst weiter.",
  record_paused: "Aufnahme angehalten",
  record_paused_by_them: "Aufnahme vom Gast angehalten",
  record_paused_checkout: "Aufnahme angehalten, solange die Kasse offen ist",
  record_pause: "Anhalten",
  record_resume: "Fortsetzen",
  record_stop: "Beenden",
  record_stop_sure: "Aufnahme ganz beenden? In diesem Gespräch beginnt sie nicht wieder.",
  record_keep: "Weiter aufnehmen",
  record_stopped: "Die Aufnahme ist beendet. In diesem Gespräch beginnt sie nicht wieder.",
  record_refused: "Niemand hat zugestimmt, darum wird nichts aufgenommen.",
  record_failed: "Die Aufnahme ist wegen eines Fehlers beendet. Das Gespräch geht weiter.",
  record_close: "Schließen",
};

export const refusals_recording_de: typeof refusals_recording_en = {
  recording_off: "Dieser Laden nimmt keine Gespräche auf.",
  nothing_to_record: "Das ist ein geschriebenes Gespräch: Es gibt weder Bild noch Ton aufzunehmen.",
  recording_asked_before: "In diesem Gespräch wurde schon gefragt. Gefragt wird einmal.",
  not_asked: "Gerade ist niemand nach einer Aufnahme gefragt.",
  consent_text: "Der Text zur Aufnahme hat sich geändert. Laden Sie die Seite neu und fragen Sie im nächsten Gespräch.",
  not_recording: "Dieses Gespräch wird nicht aufgenommen.",
  checkout_open: "Solange die Kasse offen ist, bleibt die Aufnahme angehalten.",
};
