/** The words of the widget's bag in both languages: who changed what, and what came of it. They come with the drawer, not with the call. Words only. */

import type { OutcomeReason } from "../../core/cart.js";

/** What a change was to do: put in, take out, or undo another one. */
export type Deed = "added" | "taken" | "undone";

export interface BagTexts {
  readonly discount: string;
  readonly total: string;
  readonly by_you: string;
  readonly by_them: (name: string) => string;
  readonly removed_by_you: string;
  readonly removed_by_them: (name: string) => string;
  readonly changed_by_you: string;
  readonly changed_by_them: (name: string) => string;
  readonly undone_by_you: string;
  readonly undone_by_them: (name: string) => string;
  readonly nothing_yet: string;
  readonly a_product: string;
  readonly undo: string;
  readonly undo_named: (title: string) => string;
  readonly pending: string;
  readonly undone: string;
  /** All of it is done. `changed`: a quantity was set. */
  readonly done: Readonly<Record<Deed | "changed", string>>;
  readonly partly: Readonly<Record<Deed, (applied: number, asked: number) => string>>;
  /** The rest of what was to be taken out: the shop kept it in the bag. */
  readonly rest_stays: string;
  readonly nothing: Readonly<Record<Deed, string>>;
  readonly call_ended: Readonly<Record<Deed | "changed", string>>;
  readonly reasons: Readonly<Record<Exclude<OutcomeReason, "call_ended">, string>>;
  /** Where a part was done, and the usual words of a reason would deny it. */
  readonly rest: Readonly<Partial<Record<OutcomeReason, string>>> & { readonly call_ended: string };
}

const en: BagTexts = {
  discount: "Discount",
  total: "Total",
  by_you: "Added by you",
  by_them: (name) => `Added by ${name}`,
  removed_by_you: "Taken out by you",
  removed_by_them: (name) => `Taken out by ${name}`,
  changed_by_you: "Changed by you",
  changed_by_them: (name) => `Changed by ${name}`,
  undone_by_you: "Undone by you",
  undone_by_them: (name) => `Undone by ${name}`,
  nothing_yet: "Nothing has been added in this call yet.",
  a_product: "A product",
  undo: "Undo",
  undo_named: (title) => `Undo: ${title}`,
  pending: "On its way",
  undone: "Undone",
  done: { added: "In the bag", taken: "Taken out", changed: "The bag is changed", undone: "Undone" },
  partly: {
    added: (applied, asked) => `Only ${applied} of ${asked} could be added.`,
    taken: (applied, asked) => `Only ${applied} of ${asked} could be taken out.`,
    undone: (applied, asked) => `Only ${applied} of ${asked} could be undone.`,
  },
  rest_stays: "The rest is still in the bag.",
  nothing: { added: "Nothing was added.", taken: "Nothing was taken out.", undone: "Nothing was undone." },
  call_ended: {
    added: "The call ended before it was added.",
    taken: "The call ended before it was taken out.",
    changed: "The call ended before the bag was changed.",
    undone: "The call ended before it was undone.",
  },
  reasons: {
    sold_out: "Sold out.",
    limited_stock: "The shop has no more of these.",
    unknown_variant: "The shop does not have this any more.",
    unknown_line: "This is not in the bag any more.",
    store_refused: "The shop’s bag did not take the change.",
    store_error: "The shop’s bag did not work. Please try again.",
    store_no_answer: "The shop’s bag did not answer. Please look into the bag before you try again.",
    no_cart: "This page cannot change the bag. Please use the shop’s own button.",
  },
  rest: {
    sold_out: "The rest is sold out.",
    store_refused: "The shop’s bag did not take the rest.",
    call_ended: "The call ended before the rest was done.",
  },
};

const de: BagTexts = {
  discount: "Rabatt",
  total: "Summe",
  by_you: "Von Ihnen hinzugefügt",
  by_them: (name) => `Von ${name} hinzugefügt`,
  removed_by_you: "Von Ihnen herausgenommen",
  removed_by_them: (name) => `Von ${name} herausgenommen`,
  changed_by_you: "Von Ihnen geändert",
  changed_by_them: (name) => `Von ${name} geändert`,
  undone_by_you: "Von Ihnen rückgängig gemacht",
  undone_by_them: (name) => `Von ${name} rückgängig gemacht`,
  nothing_yet: "In diesem Gespräch ist noch nichts dazugekommen.",
  a_product: "Ein Artikel",
  undo: "Rückgängig",
  undo_named: (title) => `Rückgängig: ${title}`,
  pending: "Unterwegs",
  undone: "Rückgängig gemacht",
  done: { added: "In der Tasche", taken: "Herausgenommen", changed: "Die Tasche ist geändert", undone: "Rückgängig gemacht" },
  partly: {
    added: (applied, asked) => `Nur ${applied} von ${asked} kamen dazu.`,
    taken: (applied, asked) => `Nur ${applied} von ${asked} kamen heraus.`,
    undone: (applied, asked) => `Nur ${applied} von ${asked} wurden rückgängig gemacht.`,
  },
  rest_stays: "Der Rest ist noch in der Tasche.",
  nothing: {
    added: "Es wurde nichts hinzugefügt.",
    taken: "Es wurde nichts herausgenommen.",
    undone: "Es wurde nichts rückgängig gemacht.",
  },
  call_ended: {
    added: "Das Gespräch endete, bevor es hinzukam.",
    taken: "Das Gespräch endete, bevor es herausgenommen war.",
    changed: "Das Gespräch endete, bevor die Tasche geändert war.",
    undone: "Das Gespräch endete, bevor es rückgängig gemacht war.",
  },
  reasons: {
    sold_out: "Ausverkauft.",
    limited_stock: "Mehr davon hat der Laden nicht.",
    unknown_variant: "Das hat der Laden nicht mehr.",
    unknown_line: "Das ist nicht mehr in der Tasche.",
    store_refused: "Die Tasche des Ladens hat die Änderung nicht angenommen.",
    store_error: "Die Tasche des Ladens hat nicht funktioniert. Bitte versuchen Sie es noch einmal.",
    store_no_answer: "Die Tasche des Ladens hat nicht geantwortet. Bitte sehen Sie in die Tasche, bevor Sie es noch einmal versuchen.",
    no_cart: "Diese Seite kann die Tasche nicht ändern. Bitte benutzen Sie den Knopf des Ladens.",
  },
  rest: {
    sold_out: "Der Rest ist ausverkauft.",
    store_refused: "Die Tasche des Ladens hat den Rest nicht angenommen.",
    call_ended: "Das Gespräch endete, bevor der Rest getan war.",
  },
};

/** The words for a language (BCP 47); English where it is not spoken. */
export function bagTexts(language: string): BagTexts {
  return /^de\b/i.test(language) ? de : en;
}
