/** What reviews ask of the server: one function for each route. It keeps nothing. */

import type { Http } from "../../../net/http.js";
import type { ExportView, ReviewsView, ReviewView } from "../../../protocol/index.js";

const PATH = "/v1/console/reviews";
const id = encodeURIComponent;

/** Newest first; those asked for before `before_ms`, where that is not 0. */
export function reviews(http: Http, before_ms: number): Promise<ReviewsView> {
  return http.ask("GET", before_ms === 0 ? PATH : `${PATH}?before_ms=${before_ms}`);
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
