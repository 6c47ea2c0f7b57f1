/** What reviews ask of the server: one function for each route. It keeps nothing. */

import type { Http } from "../../../net/http.js";
import type { ExportView, ReviewsView, ReviewView } from "../../../protocol/index.js";

const PATH = "/v1/console/reviews";
const id = encodeURIComponent;

/** Newest first; those that come after `last` in the list, where there is one. */
export function reviews(http: Http, last?: ReviewsView["reviews"][number]): Promise<ReviewsView> {
  return http.ask("GET", last ? `${PATH}?before_ms=${last.requested_at_ms}&after_call=${id(last.call_id)}` : PATH);
}

export function review(http: Http, call_id: string): Promise<ReviewView> {
  return http.ask("GET", `${PATH}/${id(call_id)}`);
}

export function orderFilm(http: Http, call_id: string, client_id: string): Promise<ExportView> {
  return http.ask("POST", `${PATH}/${id(call_id)}/export`, { client_id });
}

export function filmOf(http: Http, call_id: string): Promise<ExportView> {
  return http.ask("GET", `${PATH}/${id(call_id)}/export`);
}

export function erase(http: Http, call_id: string): Promise<void> {
  return http.ask("DELETE", `${PATH}/${id(call_id)}/recording`);
}
