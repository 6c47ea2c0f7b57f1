/** Tells the call where in the store the shopper is, once per page, and which step of the checkout that page is. */

import type { CallClient } from "../call.js";
import type { Keep } from "../net/keep.js";
import type { PageWord } from "../protocol/index.js";
import { readCheckout } from "./page.js";

export class PageTeller {
  #told_url = "";
  #told_step = "";
  readonly #call: CallClient;
  readonly #keep: Keep;
  readonly #read: () => PageWord;
  readonly #at_till: () => boolean;

  /** `at_till`: this page is the store's checkout, whether it has a mark or not. */
  constructor(call: CallClient, keep: Keep, read: () => PageWord, at_till: () => boolean) {
    this.#call = call;
    this.#keep = keep;
    this.#read = read;
    this.#at_till = at_till;
  }

  /** This page has been told of. */
  told(url: string): void {
    this.#told_url = url;
  }

  /** Another page may have been told of meanwhile. */
  forget(): void {
    this.#told_url = this.#told_step = "";
  }

  page(): void {
    const page = this.#read();
    if (document.readyState === "loading" || page.url === this.#told_url) return;
    this.#told_url = page.url;
    const known = this.#call.state.current?.call.page;
    if (known?.url === page.url && known.product_id === page.product_id) return;
    void this.#call.commands.openPage(page);
  }

  /** A till whose pages have marks is left where a page has none. What has no mark can only be seen to begin. */
  checkout(): void {
    const mark = readCheckout();
    const now = this.#call.state.current?.call.checkout;
    const open = now?.step === "started" || now?.step === "failed";
    const left = open && document.readyState === "complete" && this.#keep.get("till") === true;
    const step = mark?.step ?? (this.#at_till() ? "started" : left ? "left" : "");
    const { order_number = "", reason = "" } = mark ?? {};
    const told = `${step} ${reason}`;
    if (mark !== null) this.#keep.set("till", step !== "paid");
    if (step === "" || told === this.#told_step) return;
    this.#told_step = told;
    if (step === "left") this.#keep.drop("till");
    if (step !== now?.step || reason !== now.reason) void this.#call.commands.reportCheckout({ step, order_number, reason });
  }
}
