/** What is new in the call: said aloud once, and marked where the panel is made small. It draws nothing and moves no focus. */

import { money } from "../core/words.js";
import type { Panel } from "./panel.js";
import { variantOf } from "./screens/cards.js";
import { outcomeWords, titleOf } from "./screens/ledger.js";

export class News {
  /** What a screen reader is to say. */
  said = "";
  /** Something came while the panel was small. */
  unseen = false;
  #call_id = "";
  readonly #known = new Set<string>();

  /** Look again; called before the panel draws a live call. */
  look(panel: Panel): void {
    const { session, name } = panel;
    const { texts: t, state, language } = session;
    const { screen } = state;
    if (screen === null) return;
    // What was there when the page came is no news.
    const old = this.#call_id !== screen.call.call_id && session.resumed;
    this.#call_id = screen.call.call_id;
    const tell = (id: string, words: () => string): void => {
      if (this.#known.has(id)) return;
      const said = old ? "" : words();
      if (!old && said === "") return;
      this.#known.add(id);
      if (old) return;
      this.said = said;
      this.unseen ||= panel.is_small;
    };
    for (const item of [...screen.shown].reverse()) {
      tell(`${item.product_id} ${item.command_id}`, () => {
        const product = session.catalogue.get(item.product_id, !item.pending);
        if (!product) return "";
        const variant = variantOf(panel, item, product);
        return t.announce(name, product.title, variant ? money(variant.price_minor, variant.currency, language) : "");
      });
    }
    for (const item of screen.ledger) {
      if (item.state === "pending" || item.state === "undone") continue;
      tell(`${item.change_id} ${item.state}`, () => `${titleOf(panel, item).title}: ${outcomeWords(panel, item)}`);
    }
    // Messages that are on the screen are said by their own log.
    for (const line of screen.chat) {
      if (line.by === "associate" && !line.pending) tell(line.message_id, () => (panel.reads_chat ? " " : `${name}: ${line.text}`));
    }
    if (!panel.is_small) this.unseen = false;
  }
}
