/** Tickets for the socket: a shopper's by the store's public key and a token kept in the tab, an associate's by cookie. */

import type { StoreView } from "../protocol/index.js";
import { HttpRefused, type Http } from "./http.js";
import type { Keep } from "./keep.js";

interface Spare {
  readonly ticket: string;
  readonly until_ms: number;
}

export interface ShopperTickets {
  /** A fresh ticket. Throws HttpRefused or HttpFailed. */
  take(): Promise<string>;
  /** Fetch one ahead, kept for the next page: called when a link is about to be followed. Failing costs nothing. */
  prepare(): void;
  /** The store as the server described it, once known. */
  store(): StoreView | null;
}

/** The tickets of a shopper of the store with this key. The first `take` makes the shopper's token. */
export function shopperTickets(http: Http, keep: Keep, public_key: string): ShopperTickets {
  const token = keep.get<string>("token");
  if (token !== null) http.useToken(token);

  /** The one fetched ahead, while it is good. */
  const spareNow = (): string | null => {
    const spare = keep.get<Spare>("spare_ticket");
    return spare !== null && spare.until_ms > Date.now() ? spare.ticket : null;
  };

  async function fresh(): Promise<string> {
    if (keep.get<string>("token") !== null) {
      try {
        return (await http.shopperTicket()).ticket;
      } catch (error) {
        // An expired token: begin anew, as another shopper. Anything else is for the caller.
        if (!(error instanceof HttpRefused) || error.status !== 401 || error.refusal.code === "revoked") throw error;
        keep.drop("token");
      }
    }
    http.useToken("");
    const made = await http.shopperToken(public_key);
    http.useToken(made.token);
    keep.set("token", made.token);
    keep.set("store", made.store);
    return made.ticket;
  }

  return {
    take: async () => {
      const spare = spareNow();
      keep.drop("spare_ticket");
      return spare ?? fresh();
    },
    prepare: () => {
      if (spareNow() !== null || keep.get("token") === null) return;
      http.shopperTicket().then(
        ({ ticket, expires_s }) => keep.set("spare_ticket", { ticket, until_ms: Date.now() + (expires_s - 5) * 1000 }),
        () => undefined,
      );
    },
    store: () => keep.get<StoreView>("store"),
  };
}
