/** The words of the button, both languages: the loader carries only these. Words only. */

export interface ButtonTexts {
  readonly talk: string;
  readonly resume: string;
  readonly now: (name: string) => string;
  readonly wait: (min: number, max: number) => string;
  readonly opens: (when: string) => string;
  readonly closed: string;
  readonly full: string;
  readonly failed: string;
}

const en: ButtonTexts = {
  talk: "Talk to someone in the shop",
  resume: "Back to your call",
  now: (name) => (name ? `${name} can answer now` : "Someone can answer now"),
  wait: (min, max) => (min === max ? `About ${min} min to wait` : `About ${min}–${max} min to wait`),
  opens: (when) => `Video calls are answered again ${when}`,
  closed: "Nobody can answer right now",
  failed: "The call could not be opened. Please check your connection and try again.",
  full: "The line is full right now. Please try again in a few minutes.",
};

const de: ButtonTexts = {
  talk: "Mit jemandem im Laden sprechen",
  resume: "Zurück zum Gespräch",
  now: (name) => (name ? `${name} kann jetzt antworten` : "Jemand kann jetzt antworten"),
  wait: (min, max) => (min === max ? `Etwa ${min} Min. Wartezeit` : `Etwa ${min}–${max} Min. Wartezeit`),
  opens: (when) => `Wieder besetzt: ${when}`,
  closed: "Gerade kann niemand antworten",
  failed: "Das Gespräch ließ sich nicht öffnen. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
  full: "Die Reihe ist gerade voll. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
};

/** The words in a language, English where we have none. */
export function buttonTexts(language: string): ButtonTexts {
  return /^de\b/i.test(language) ? de : en;
}
