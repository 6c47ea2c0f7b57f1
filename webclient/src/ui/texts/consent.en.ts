/** What people are told before a recording, in English. A change here needs a new CONSENT_VERSION. */

import type { ConsentTexts } from "./consent.js";

const kept = (days: number): string => (days === 0 ? "It is erased when the call is over." : days === 1 ? "It is erased after one day." : `It is erased after ${days} days.`);

export const consent_en: ConsentTexts = {
  shopper: {
    title: "May this call be recorded?",
    asked_by: (name) => `${name} asks.`,
    what: "Picture and sound of those who say yes are recorded, with what is shown and written. If you say no, you are left out and the call goes on.",
    who: (store) => `Those in charge at ${store} can watch and download it.`,
    kept,
    rights: "Nothing is recorded while the checkout is open. You can pause it or stop it for good at any time.",
    yes: "Yes, record me",
    no: "No, leave me out",
  },
  associate: {
    title: "May this call be recorded?",
    what: "Picture and sound of those who say yes are recorded, with what is shown and written. If you say no, you are left out and the call goes on.",
    who: (store) => `Supervisors of ${store} can watch and download it.`,
    kept,
    rights: "Nothing is recorded while the checkout is open. Either of you can pause it or stop it for good at any time.",
    yes: "Yes, record me",
    no: "No, leave me out",
  },
};
