/** What people are told before a recording, in German. A change here needs a new CONSENT_VERSION. */

import type { ConsentTexts } from "./consent.js";

const kept = (days: number): string =>
  days === 0 ? "Sie wird gelöscht, sobald das Gespräch vorbei ist." : days === 1 ? "Sie wird nach einem Tag gelöscht." : `Sie wird nach ${days} Tagen gelöscht.`;

export const consent_de: ConsentTexts = {
  shopper: {
    title: "Darf dieses Gespräch aufgenommen werden?",
    asked_by: (name) => `${name} fragt.`,
    what: "Aufgenommen werden Bild und Ton derer, die Ja sagen, und was gezeigt und geschrieben wird. Wenn Sie Nein sagen, bleiben Sie außen vor, und das Gespräch geht weiter.",
    who: (store) => `Wer bei ${store} die Verantwortung hat, kann die Aufnahme ansehen und herunterladen.`,
    kept,
    rights: "Solange die Kasse offen ist, wird nichts aufgenommen. Sie können jederzeit anhalten oder ganz beenden.",
    yes: "Ja, mich aufnehmen",
    no: "Nein, mich nicht",
  },
  associate: {
    title: "Darf dieses Gespräch aufgenommen werden?",
    what: "Aufgenommen werden Bild und Ton derer, die Ja sagen, und was gezeigt und geschrieben wird. Wenn Sie Nein sagen, bleiben Sie außen vor, und das Gespräch geht weiter.",
    who: (store) => `Die Leitung von ${store} kann die Aufnahme ansehen und herunterladen.`,
    kept,
    rights: "Solange die Kasse offen ist, wird nichts aufgenommen. Sie beide können jederzeit anhalten oder ganz beenden.",
    yes: "Ja, mich aufnehmen",
    no: "Nein, mich nicht",
  },
};
