/** What the people of a call are told of its guests, in both languages; it comes with the screens that say it, not with the call. Words only. */

import type { Guest, Side } from "../../protocol/index.js";

interface GuestTexts {
  somebody: string;
  /** `other` is the associate, for the shopper's screen. */
  shopper: Record<Guest["role"], (name: string, other: string) => string>;
  associate: Record<Guest["role"], (name: string) => string>;
  picture: (name: string) => string;
}

const en: GuestTexts = {
  somebody: "Somebody",
  shopper: {
    listener: (name) => `${name} from the shop is listening`,
    whisperer: (name, other) => `${name} from the shop is listening and talks to ${other}`,
    speaker: (name) => `${name} from the shop is in the call`,
    recorder: () => "",
  },
  associate: {
    listener: (name) => `${name} is listening`,
    whisperer: (name) => `Only you hear ${name}`,
    speaker: (name) => `${name} is in the call`,
    recorder: () => "",
  },
  picture: (name) => `Picture of ${name}`,
};

const de: GuestTexts = {
  somebody: "Jemand",
  shopper: {
    listener: (name) => `${name} aus dem Laden hört zu`,
    whisperer: (name, other) => `${name} aus dem Laden hört zu und spricht mit ${other}`,
    speaker: (name) => `${name} aus dem Laden ist im Gespräch`,
    recorder: () => "",
  },
  associate: {
    listener: (name) => `${name} hört zu`,
    whisperer: (name) => `Nur Sie hören ${name}`,
    speaker: (name) => `${name} ist im Gespräch`,
    recorder: () => "",
  },
  picture: (name) => `Bild von ${name}`,
};

/** The words for a language (BCP 47); English where it is not spoken. */
export function guestTexts(language: string): GuestTexts {
  return language.toLowerCase().split("-")[0] === "de" ? de : en;
}

/** One guest in a sentence, for a side's screen. */
export function guestSentence({ role, name }: Pick<Guest, "role" | "name">, side: Side, language: string, other = ""): string {
  const texts = guestTexts(language);
  return texts[side][role](name === "" ? texts.somebody : name, other);
}
