/** What is new in the call: said aloud, each piece once, and marked where the panel is made small. It draws nothing and moves no focus. */

import { money } from "../core/words.js";
import type { Panel } from "./panel.js";
import { variantOf } from "./screens/cards.js";

/** Said, it is taken away again: nobody is to come across it later. */
const SAID_MS = 60_000;

export interface Said {
  readonly id: number;
  readonly words: string;
}

export class News {
  /** What a screen reader is to say, oldest first. Each piece is drawn as an element of its own: only what comes anew is read out, equal words among it. */
  said: readonly Said[] = [];
  /** Something came while the panel was small. */
  unseen = false;
  #call_id = "";
  #count = 0;
  readonly #known = new Set<string>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Look again; called before the panel draws a live call. */
  look(panel: Panel): void {
    const { session, name } = panel;
    const { texts: t, state, language } = session;
    const { screen } = state;
    if (screen === null) return;
    // What was there when the page came is no news.
    const old = this.#call_id !== screen.call.call_id && session.resumed;
    this.#call_id = screen.call.call_id;
    /** `say`: the words, undefined while they are not known; none for what is said elsewhere. */
    const tell = (id: string, say: () => string | undefined): void => {
      if (this.#known.has(id)) return;
      const words = old ? "" : say();
      if (words === undefined) return;
      this.#known.add(id);
      if (old) return;
      this.unseen ||= panel.is_small;
      if (words !== "") this.say(words);
    };
    for (const item of [...screen.shown].reverse()) {
      tell(`${item.product_id} ${item.command_id}`, () => {
        const product = session.catalogue.get(item.product_id, !item.pending);
        if (!product) return undefined;
        const variant = variantOf(panel, item, product);
        return t.announce(name, product.title, variant ? money(variant.price_minor, variant.currency, language) : "");
      });
    }
    for (const item of [...screen.ledger].reverse()) {
      if (item.state === "pending" || item.state === "undone") continue;
      tell(`${item.change_id} ${item.state}`, () => panel.later?.ledger.news(item));
    }
    // Messages that are on the screen are said by their own log.
    for (const line of screen.chat) {
      if (line.by === "associate" && !line.pending) tell(line.message_id, () => (panel.reads_chat ? "" : `${name}: ${line.text}`));
    }
    if (!panel.is_small) this.unseen = false;
  }

  /** Say this, after what is to be said already. */
  say(words: string): void {
    const said = { id: ++this.#count, words };
    this.said = [...this.said, said];
    setTimeout(() => {
      this.said = this.said.filter((each) => each !== said);
      this.#onChange();
    }, SAID_MS);
  }
}
