/** What happens to the page the widget stands on, as six wishes. It decides nothing about the call. */

import { COME_BACK_MS } from "./bridge.js";

export interface PageWishes {
  /** The page goes away. */
  leave(): void;
  /** The page is hidden, and may be thrown away; or it is seen again. */
  hide(hidden: boolean): void;
  /** The page came back out of the browser's memory: at once, and again some times until what the page in between leaves is there. */
  comeBack(first: boolean): void;
  /** The page is ready, or shows something else now. */
  look(): void;
  /** The store's cart may have changed. */
  cartMayDiffer(): void;
  /** A link within the store is about to be followed. */
  followLink(): void;
}

export function followPage(wishes: PageWishes): void {
  addEventListener("pagehide", () => wishes.leave());
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const ms of COME_BACK_MS) setTimeout(() => wishes.comeBack(ms === 0), ms);
  });
  document.addEventListener("DOMContentLoaded", () => wishes.look(), { once: true });
  addEventListener("popstate", () => wishes.look());
  document.addEventListener("coshop:cart", () => wishes.cartMayDiffer());
  document.addEventListener("visibilitychange", () => {
    wishes.hide(document.hidden);
    if (!document.hidden) wishes.cartMayDiffer();
  });
  document.addEventListener("pointerdown", (event) => {
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    if (link?.origin === location.origin) wishes.followLink();
  });
}
