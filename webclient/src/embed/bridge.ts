/** What the loader (on every page) and the widget (loaded on intent) say to each other. Shapes only. */

import type { Early } from "../call/early.js";

/** The store's own cart, as its page can reach it. Every function may be async and may throw (`error.reason` names why). */
export interface CartFunctions {
  get(): unknown;
  add(wish: { readonly variant_id: string; readonly quantity: number }): unknown;
  update(wish: { readonly line_id: string; readonly quantity: number }): unknown;
  remove(wish: { readonly line_id: string }): unknown;
  readonly checkout_url?: string | (() => string | Promise<string>);
}

export interface PageProduct {
  readonly product_id: string;
  readonly variant_id?: string;
}

export type EventName =
  | "ready"
  | "call_started"
  | "call_resumed"
  | "product_shown"
  | "cart_changed"
  | "checkout_started"
  | "call_ended";

/** Begun by the loader for a call that goes on. */
export interface Begun extends Early {
  /** A ticket; null where one is kept in the tab. */
  readonly ticket: Promise<string> | null;
}

/** What the widget may ask of the page. */
export interface Bridge {
  /** Origin of the coshop server. */
  readonly server: string;
  readonly key: string;
  /** `data-theme` and `data-lang` of the script tag, empty where not given. */
  readonly theme: string;
  readonly language: string;
  /** What the loader has begun already, while the widget was on its way: a call of the page before goes on here. */
  readonly early: Begun | null;
  cart(): CartFunctions | null;
  product(): PageProduct | null;
  emit(event: EventName, detail: unknown): void;
}

/** What the page may ask of the widget. */
export interface WidgetHandle {
  /** A call seems likely: get token and socket ready. */
  warm(): void;
  open(wish: { readonly product?: string }): void;
  end(): void;
  /** The page has registered its cart functions (again), or its cart has changed. */
  cartIsHere(): void;
  readonly state: string;
}

/** The widget module's one export. */
export interface WidgetModule {
  start(bridge: Bridge): WidgetHandle;
}

/** A page out of the browser's memory is shown before the page it takes the place of has been told to go: look for what that leaves. */
export const COME_BACK_MS = [0, 100, 400, 1_500];

/** Names in sessionStorage begin with this and the store's key. */
export function keepPrefix(key: string): string {
  return `coshop:${key}:`;
}
