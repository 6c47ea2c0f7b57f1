/** The widget's words about a recording, in German. Words only. */

import type { RecordingTexts } from "./recording.js";

export const recording_de: RecordingTexts = {
  asked: (name) => `${name} fragt, ob dieses Gespräch aufgenommen werden darf.`,
  asked_short: "Aufnahme?",
  read_question: "Frage lesen",
  said_yes: (name) => `Sie haben Ja gesagt. Die Antwort von ${name} fehlt noch.`,
  said_no: (name) => `Sie haben Nein gesagt. Die Antwort von ${name} fehlt noch.`,
  change: "Antwort ändern",
  other_version: (name) =>
    `${name} fragt, ob dieses Gespräch aufgenommen werden darf. Diese Seite ist zu alt, um die Frage zu zeigen. Laden Sie sie neu; das Gespräch geht weiter.`,
  reload: "Neu laden",
  not_this_call: "Dieses Gespräch nicht aufnehmen",
  starting: "Aufnahme beginnt",
  on: "Aufnahme",
  paused: "Aufnahme angehalten",
  interrupted: "Aufnahme unterbrochen",
  now_starting: "Die Aufnahme beginnt gleich.",
  started: "Dieses Gespräch wird jetzt aufgenommen.",
  now_paused: "Die Aufnahme ist angehalten.",
  goes_on: "Die Aufnahme geht weiter.",
  now_interrupted: "Die Aufnahme ist unterbrochen. Sie geht von selbst weiter.",
  stopped: "Die Aufnahme ist beendet. In diesem Gespräch beginnt sie nicht wieder.",
  refused: "Niemand wird aufgenommen.",
  failed: "Die Aufnahme ist wegen eines Fehlers beendet. Das Gespräch geht weiter.",
  pause: "Aufnahme anhalten",
  resume: "Aufnahme fortsetzen",
  stop: "Aufnahme ganz beenden",
  at_checkout: "Solange die Kasse offen ist, ist die Aufnahme angehalten.",
  left_out: "Sie bleiben bei der Aufnahme außen vor.",
};
