/** What is said to a shopper in the line while nobody takes calls, both languages: it comes when it is needed. Words only. */

export interface NobodyTexts {
  readonly now: string;
  readonly until: (when: string) => string;
}

const en: NobodyTexts = {
  now: "Nobody is here right now. You can keep waiting, or come back later.",
  until: (when) => `Nobody is here right now. You can keep waiting, or come back. Calls are answered again from ${when}.`,
};

const de: NobodyTexts = {
  now: "Gerade ist niemand da. Sie können weiter warten oder später wiederkommen.",
  until: (when) => `Gerade ist niemand da. Sie können weiter warten oder wiederkommen. Wieder besetzt: ${when}.`,
};

export function nobodyTexts(language: string): NobodyTexts {
  return /^de\b/i.test(language) ? de : en;
}
