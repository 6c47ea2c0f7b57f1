/** What became of a change of the bag, in words. Pure: the words come from ui/texts. */

import { wanted } from "../core/wanted.js";
import type { LedgerItem } from "../core/paint.js";
import { bagTexts, type Deed } from "../ui/texts/bag.js";
import { refusalWords } from "../ui/texts/refusals.js";

/** Whether the change puts units into the bag (or wants none moved), else it takes some out. */
function isUp({ kind, quantity, quantity_before }: LedgerItem): boolean {
  return kind === "add" || (kind === "set" && quantity >= quantity_before);
}

/** `refused`: the words for a refusal that has none of its own. */
export function outcomeWords(item: LedgerItem, language: string, refused: string): string {
  const t = bagTexts(language);
  const up = isUp(item);
  const deed: Deed = item.undoes !== "" ? "undone" : up ? "added" : "taken";
  const whole = item.kind === "set" && deed !== "undone" ? "changed" : deed;
  const { reason } = item;
  // A shop that runs out of something keeps nobody from taking it out: then the shop's reason says nothing.
  const no_reason = !up && (reason === "sold_out" || reason === "limited_stock");
  switch (item.state) {
    case "pending":
      return t.pending;
    case "undone":
      return t.undone;
    case "applied":
      return t.done[whole];
    case "partly_applied": {
      const said = t.partly[deed](item.applied_quantity, wanted(item));
      const why = no_reason ? t.rest_stays : reason === null ? "" : { ...t.reasons, ...t.rest }[reason];
      return `${said} ${why}`.trim();
    }
    case "rejected": {
      const code = item.refusal?.code;
      if (reason === "sold_out" || reason === "limited_stock" || code === "sold_out") {
        const why = no_reason ? "" : reason === "limited_stock" ? t.reasons.limited_stock : t.reasons.sold_out;
        return `${why} ${t.nothing[deed]}`.trim();
      }
      if (reason === null) return (code && refusalWords(code, language)) ?? refused;
      return reason === "call_ended" ? t.call_ended[whole] : t.reasons[reason];
    }
  }
}
