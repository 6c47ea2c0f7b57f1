import { afterEach, expect, it, vi } from "vitest";
import { HttpFailed, HttpRefused, makeHttp } from "./http.js";

afterEach(() => vi.unstubAllGlobals());

function answers(response: () => Response | Promise<Response>): void {
  vi.stubGlobal("fetch", () => Promise.resolve().then(response));
}

const ask = (): Promise<unknown> => makeHttp("").ask("POST", "/v1/x");

it("gives the answer, and undefined for an empty one", async () => {
  answers(() => new Response('{"a": 1}'));
  expect(await ask()).toEqual({ a: 1 });
  answers(() => new Response(null, { status: 204 }));
  expect(await ask()).toBe(undefined);
  answers(() => new Response("", { status: 202 }));
  expect(await ask()).toBe(undefined);
});

it("an answer that breaks off is no answer, as when a page goes", async () => {
  const body = new ReadableStream({ start: (stream) => stream.error(new TypeError("gone")) });
  answers(() => new Response(body, { status: 201 }));
  await expect(ask()).rejects.toBeInstanceOf(HttpFailed);
});

it("an answer that is not ours is none", async () => {
  answers(() => new Response("<html>", { status: 200 }));
  await expect(ask()).rejects.toBeInstanceOf(HttpFailed);
  answers(() => new Response("", { status: 502 }));
  await expect(ask()).rejects.toBeInstanceOf(HttpFailed);
  answers(() => new Response('{"refusal": 3}', { status: 400 }));
  await expect(ask()).rejects.toBeInstanceOf(HttpFailed);
  answers(() => Promise.reject(new TypeError("no network")));
  await expect(ask()).rejects.toBeInstanceOf(HttpFailed);
});

it("a refusal says when to come again", async () => {
  const refusal = { code: "too_many_requests", message: "Wait." };
  answers(() => new Response(JSON.stringify({ refusal }), { status: 429, headers: { "Retry-After": "7" } }));
  await expect(ask()).rejects.toMatchObject({ status: 429, retry_after_s: 7, refusal });
  await expect(ask()).rejects.toBeInstanceOf(HttpRefused);
});
