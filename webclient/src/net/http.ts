/** The server's HTTP routes: one function each, with a time-out. It holds no state but the address and the shopper's token. */

import type {
  Availability,
  CallSummaries,
  CanaryRunsView,
  ProductView,
  Refusal,
  RehearsalsView,
  RehearsalView,
  SearchResults,
  ShopperToken,
  SignedIn,
  StoriesView,
  Ticket,
} from "../protocol/index.js";

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
  availability(public_key: string): Promise<Availability>;
  shopperToken(public_key: string): Promise<ShopperToken>;
  shopperTicket(): Promise<Ticket>;
  consoleTicket(): Promise<Ticket>;
  signIn(email: string, password: string): Promise<SignedIn>;
  signOut(): Promise<void>;
  signOutEverywhere(): Promise<void>;
  me(): Promise<SignedIn>;
  calls(): Promise<CallSummaries>;
  stories(): Promise<StoriesView>;
  rehearsals(limit: number, team: boolean): Promise<RehearsalsView>;
  rehearse(story: string, client_id: string): Promise<RehearsalView>;
  stopRehearsal(rehearsal_id: string): Promise<void>;
  canary(limit: number): Promise<CanaryRunsView>;
  product(product_id: string): Promise<ProductView>;
  search(query: string, limit: number, signal?: AbortSignal): Promise<SearchResults>;
  /** Any other route. Throws HttpRefused or HttpFailed, as all do. */
  ask<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T>;
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

  const id = encodeURIComponent;
  return {
    availability: (key) => request("GET", `/v1/stores/${id(key)}/availability`),
    shopperToken: (public_key) => request("POST", "/v1/shopper/tokens", { public_key }),
    shopperTicket: () => request("POST", "/v1/shopper/tickets"),
    consoleTicket: () => request("POST", "/v1/console/tickets"),
    signIn: (email, password) => request("POST", "/v1/console/sign-in", { email, password }),
    signOut: () => request("POST", "/v1/console/sign-out"),
    signOutEverywhere: () => request("POST", "/v1/console/sign-out-everywhere"),
    me: () => request("GET", "/v1/console/me"),
    calls: () => request("GET", "/v1/console/calls"),
    stories: () => request("GET", "/v1/console/stories"),
    rehearsals: (limit, team) => request("GET", `/v1/console/rehearsals?limit=${limit}&team=${team}`),
    rehearse: (story, client_id) => request("POST", "/v1/console/rehearsals", { story, client_id }),
    stopRehearsal: (rehearsal_id) => request("POST", `/v1/console/rehearsals/${id(rehearsal_id)}/stop`),
    canary: (limit) => request("GET", `/v1/console/canary?limit=${limit}`),
    product: (product_id) => request("GET", `/v1/products/${id(product_id)}`),
    search: (query, limit, signal) => request("GET", `/v1/products?q=${id(query)}&limit=${limit}`, undefined, signal),
    ask: request,
    useToken: (token) => {
      bearer = token;
    },
  };
}
