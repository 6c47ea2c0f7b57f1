/** A named method for every command of the wire. They only build bodies; sending, painting and answers are call.ts's. */

import type { CommandResult } from "../net/socket.js";
import type { CallRequest, CallWrapUp, CartSettle, CheckoutReport, CommandBody, PageWord, StoreCartWord } from "../protocol/index.js";

export type Send = (body: CommandBody) => Promise<CommandResult>;

/** All resolve with the server's answer (`refusal` is null where it took effect) and never reject. */
export function makeCommands(send: Send) {
  return {
    // shopper
    withdraw: () => send({ type: "call_withdraw" }),
    openPage: (page: PageWord) => send({ type: "page_open", page }),
    settle: (outcome: Omit<CartSettle, "type">) => send({ type: "cart_settle", ...outcome }),
    reportCart: (cart: StoreCartWord) => send({ type: "cart_report", cart }),
    reportCheckout: (report: Omit<CheckoutReport, "type">) => send({ type: "checkout_report", ...report }),
    // associate
    accept: (microphone: boolean, camera: boolean) => send({ type: "ring_accept", microphone, camera }),
    decline: () => send({ type: "ring_decline" }),
    wrapUp: (outcome: CallWrapUp["outcome"], note: string) => send({ type: "call_wrap_up", outcome, note }),
    show: (product_id: string, variant_id = "") => send({ type: "product_show", product_id, variant_id }),
    offerCheckout: () => send({ type: "checkout_offer" }),
    setPresence: (state: "available" | "away") => send({ type: "presence_set", state }),
    // either
    end: () => send({ type: "call_end" }),
    takeOver: () => send({ type: "call_take_over" }),
    hide: (product_id: string) => send({ type: "product_hide", product_id }),
    add: (variant_id: string, quantity: number, product_id: string) =>
      send({ type: "cart_add", variant_id, quantity, product_id }),
    setQuantity: (line_id: string, quantity: number) => send({ type: "cart_set", line_id, quantity }),
    remove: (line_id: string) => send({ type: "cart_remove", line_id }),
    undo: (change_id: string) => send({ type: "cart_undo", change_id }),
    say: (text: string) => send({ type: "chat_send", text }),
  };
}

export type Commands = ReturnType<typeof makeCommands>;
export type RequestBody = Omit<CallRequest, "type">;
