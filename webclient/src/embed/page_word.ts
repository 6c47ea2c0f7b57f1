/** Tells the call where in the store the shopper is, once per page, and which step of the checkout that page is. */

import type { CallClient } from "../call.js";
import type { PageWord } from "../protocol/index.js";
import { readCheckout } from "./page.js";

export class PageTeller {
  #told_url = "";
  #told_step = "";
  readonly #call: CallClient;
  readonly #read: () => PageWord;

  constructor(call: CallClient, read: () => PageWord) {
    this.#call = call;
    this.#read = read;
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

  checkout(): void {
    const mark = readCheckout();
    if (mark === null || mark.step === this.#told_step) return;
    this.#told_step = mark.step;
    if (this.#call.state.current?.call.checkout?.step === mark.step) return;
    void this.#call.commands.reportCheckout({ step: mark.step, order_number: mark.order_number });
  }
}
