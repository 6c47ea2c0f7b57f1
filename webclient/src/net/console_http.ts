/** The routes that only the console needs: one function each. They are no part of the widget's bundle. */

import type {
  CallSummaries,
  CanaryRunsView,
  RehearsalsView,
  RehearsalView,
  SearchResults,
  SignedIn,
  StoriesView,
  Ticket,
} from "../protocol/index.js";
import { makeHttp, type Http } from "./http.js";

export interface ConsoleHttp extends Pick<Http, "ask" | "product"> {
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
  search(query: string, limit: number, signal?: AbortSignal): Promise<SearchResults>;
}

/** Requests to the page's own server, known by its cookie. */
export function makeConsoleHttp(): ConsoleHttp {
  const { ask, product } = makeHttp("");
  const id = encodeURIComponent;
  return {
    ask,
    product,
    consoleTicket: () => ask("POST", "/v1/console/tickets"),
    signIn: (email, password) => ask("POST", "/v1/console/sign-in", { email, password }),
    signOut: () => ask("POST", "/v1/console/sign-out"),
    signOutEverywhere: () => ask("POST", "/v1/console/sign-out-everywhere"),
    me: () => ask("GET", "/v1/console/me"),
    calls: () => ask("GET", "/v1/console/calls"),
    stories: () => ask("GET", "/v1/console/stories"),
    rehearsals: (limit, team) => ask("GET", `/v1/console/rehearsals?limit=${limit}&team=${team}`),
    rehearse: (story, client_id) => ask("POST", "/v1/console/rehearsals", { story, client_id }),
    stopRehearsal: (rehearsal_id) => ask("POST", `/v1/console/rehearsals/${id(rehearsal_id)}/stop`),
    canary: (limit) => ask("GET", `/v1/console/canary?limit=${limit}`),
    search: (query, limit, signal) => ask("GET", `/v1/products?q=${id(query)}&limit=${limit}`, undefined, signal),
  };
}
