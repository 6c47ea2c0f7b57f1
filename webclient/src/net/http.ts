/** Requests to the server, with a time-out, and the routes that shoppers need. It holds no state but the address and the shopper's token. */

import type { ProductView, Refusal, ShopperToken, Ticket } from "../protocol/index.js";

const TIMEOUT_MS = 10_000;

/** The server answered with a refusal. */
export class HttpRefused extends Error {
  readonly status: number;
  readonly refusal: Refusal;
  /** Seconds to wait, 0 where the server did not say. */
  readonly retry_after_s: number;

  constructor(status: number, refusal: Refusal, retry_after_s: number) {
    super(refusal.message);
    this.status = status;
    this.refusal = refusal;
    this.retry_after_s = retry_after_s;
  }
}

/** The server could not be reached, was too slow, or answered something that is not ours. */
export class HttpFailed extends Error {}

export interface Http {
  shopperToken(public_key: string): Promise<ShopperToken>;
  shopperTicket(): Promise<Ticket>;
  product(product_id: string): Promise<ProductView>;
  /** Any other route. Throws HttpRefused or HttpFailed, as all do; and what the signal was aborted with. */
  ask<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown, signal?: AbortSignal): Promise<T>;
  /** The shopper's bearer token for all later requests. */
  useToken(token: string): void;
}

/** Requests to `server` (an origin without slash at the end, or empty for the page's own). Cookies go only to the page's own. */
export function makeHttp(server: string): Http {
  let bearer = "";

  async function request<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown, outer?: AbortSignal): Promise<T> {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const init: RequestInit = {
      method,
      credentials: server === "" ? "same-origin" : "omit",
      signal: outer ? AbortSignal.any([outer, limit]) : limit,
      headers: {
        Accept: "application/json",
        ...(method === "POST" ? { "Content-Type": "application/json" } : {}),
        ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}),
      },
      ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
      cache: "no-store",
    };
    let response: Response;
    try {
      response = await fetch(server + path, init);
    } catch (error) {
      if (outer?.aborted === true) throw error;
      throw new HttpFailed(`no answer from ${path}`, { cause: error });
    }
    let text: string;
    try {
      text = await response.text();
    } catch (error) {
      // Cut off, by a page that goes for instance: no answer, not an empty one.
      throw new HttpFailed(`the answer from ${path} broke off`, { cause: error });
    }
    if (response.ok && text === "") return undefined as T;
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch (error) {
      throw new HttpFailed(`${path} answered ${response.status} without JSON`, { cause: error });
    }
    if (response.ok) return answer as T;
    const refusal = (answer as { refusal?: Refusal } | null)?.refusal;
    if (typeof refusal?.code !== "string") throw new HttpFailed(`${path} answered ${response.status}`);
    throw new HttpRefused(response.status, refusal, Number(response.headers.get("Retry-After")) || 0);
  }

  return {
    shopperToken: (public_key) => request("POST", "/v1/shopper/tokens", { public_key }),
    shopperTicket: () => request("POST", "/v1/shopper/tickets"),
    product: (product_id) => request("GET", `/v1/products/${encodeURIComponent(product_id)}`),
    ask: request,
    useToken: (token) => {
      bearer = token;
    },
  };
}
