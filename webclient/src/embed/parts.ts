/** Makes the two parts of a session that need the page's bridge: the call client and the link to the store's cart. It decides nothing. */

import { createCall, type CallClient } from "../call.js";
import type { Keep } from "../net/keep.js";
import type { ShopperTickets } from "../net/tickets.js";
import type { Bridge } from "./bridge.js";
import { CartLink } from "./cart_link.js";

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

/** The store's cart, with its outcomes and reports going into the call. */
export function cartOf(call: CallClient, bridge: Bridge, keep: Keep): CartLink {
  return new CartLink({
    keep,
    functions: () => bridge.cart(),
    settling: (change_id) => call.unanswered.some(({ body }) => body.type === "cart_settle" && body.change_id === change_id),
    settle: (outcome) => call.commands.settle(outcome),
    report: (cart) => void call.commands.reportCart(cart),
  });
}
