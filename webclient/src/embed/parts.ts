/** Makes the call client of a page. It decides nothing. */

import { createCall, type CallClient } from "../call.js";
import type { Keep } from "../net/keep.js";
import type { ShopperTickets } from "../net/tickets.js";
import type { Bridge } from "./bridge.js";

/** The call client. Its first ticket is the one that the loader may have asked for already. */
export function callOf(bridge: Bridge, keep: Keep, tickets: ShopperTickets): CallClient {
  let first = bridge.early?.ticket;
  return createCall({
    role: "shopper",
    socket_url: `${bridge.server.replace(/^http/, "ws")}/v1/socket`,
    keep,
    early: bridge.early,
    ticket: async () => {
      const asked = first;
      first = null;
      const ticket = (await asked?.catch(() => "")) ?? "";
      return ticket === "" ? tickets.take() : ticket;
    },
  });
}
