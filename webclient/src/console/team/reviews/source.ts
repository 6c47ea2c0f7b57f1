/** What reviews ask of the server: one function for each route, with a time-out. It keeps nothing. */

import { HttpFailed, HttpRefused } from "../../../net/http.js";
import type { ExportView, Refusal, ReviewsView, ReviewView } from "../../../protocol/index.js";

const TIMEOUT_MS = 15_000;
const PATH = "/v1/console/reviews";
const id = encodeURIComponent;

async function ask<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
  const init: RequestInit = {
    method,
    headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  try {
    const response = await fetch(path, init);
    if (response.status === 204) return undefined as T;
    const answer = (await response.json()) as unknown;
    if (response.ok) return answer as T;
    const { refusal } = answer as { refusal: Refusal };
    throw new HttpRefused(response.status, refusal, Number(response.headers.get("Retry-After")) || 0);
  } catch (error) {
    if (error instanceof HttpRefused) throw error;
    throw new HttpFailed(`no answer from ${path}`, { cause: error });
  }
}

/** Newest first; those asked for before `before_ms`, where that is not 0. */
export function reviews(before_ms: number): Promise<ReviewsView> {
  return ask("GET", before_ms === 0 ? PATH : `${PATH}?before_ms=${before_ms}`);
}

export function review(call_id: string): Promise<ReviewView> {
  return ask("GET", `${PATH}/${id(call_id)}`);
}

export function orderFilm(call_id: string, client_id: string): Promise<ExportView> {
  return ask("POST", `${PATH}/${id(call_id)}/export`, { client_id });
}

export function filmOf(call_id: string): Promise<ExportView> {
  return ask("GET", `${PATH}/${id(call_id)}/export`);
}

export function erase(call_id: string): Promise<void> {
  return ask("DELETE", `${PATH}/${id(call_id)}/recording`);
}
