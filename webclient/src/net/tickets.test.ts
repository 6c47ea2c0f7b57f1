import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HttpFailed, HttpRefused, makeHttp } from "./http.js";
import { makeKeep, type Keep } from "./keep.js";
import { shopperTickets, type ShopperTickets } from "./tickets.js";

const store = { public_key: "pk", name: "Store", language: "de" };
let keep: Keep;
/** What the server answers, by path; what was asked is written down with the token it was asked with. */
let answers: Record<string, () => Response | Promise<Response>>;
const asked: string[] = [];

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const refusal = (code: string, status: number): Response => json({ refusal: { code, message: "", detail: "", allowed: [] } }, status);
const ticketsOf = (): ShopperTickets => shopperTickets(makeHttp("https://coshop.example"), keep, "pk");
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  keep = makeKeep("", null);
  asked.length = 0;
  let number = 0;
  answers = {
    "/v1/shopper/tokens": () => json({ token: `token-${++number}`, shopper_id: "s", store, ticket: "first-ticket" }),
    "/v1/shopper/tickets": () => json({ ticket: `ticket-${++number}`, expires_s: 30 }),
  };
  vi.stubGlobal("fetch", (address: string, { headers }: { headers: Record<string, string> }) => {
    const path = new URL(address).pathname;
    asked.push(`${path} ${headers.Authorization ?? "-"}`);
    return Promise.resolve().then(answers[path]);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("HTTP5, HTTP6: a shopper's tickets", () => {
  it("the first comes with the token, which is kept with the store; the next ones are asked for with it, on later pages too", async () => {
    const tickets = ticketsOf();
    expect(tickets.store()).toBeNull();
    expect(await tickets.take()).toBe("first-ticket");
    expect(tickets.store()).toMatchObject({ language: "de" });
    expect(await tickets.take()).toBe("ticket-2");
    expect(await ticketsOf().take()).toBe("ticket-3");
    expect(asked).toEqual(["/v1/shopper/tokens -", "/v1/shopper/tickets Bearer token-1", "/v1/shopper/tickets Bearer token-1"]);
  });

  it("a token that is gone is replaced by another one; one that was revoked is not, nor where nobody answers", async () => {
    keep.set("token", "old");
    answers["/v1/shopper/tickets"] = () => refusal("ticket_invalid", 401);
    expect(await ticketsOf().take()).toBe("first-ticket");
    expect([keep.get("token"), asked.at(-1)]).toEqual(["token-1", "/v1/shopper/tokens -"]);
    answers["/v1/shopper/tickets"] = () => refusal("revoked", 401);
    await expect(ticketsOf().take()).rejects.toBeInstanceOf(HttpRefused);
    answers["/v1/shopper/tickets"] = () => Promise.reject(new TypeError("no network"));
    await expect(ticketsOf().take()).rejects.toBeInstanceOf(HttpFailed);
    expect(keep.get("token")).toBe("token-1");
  });
});

describe("one fetched ahead", () => {
  beforeEach(() => keep.set("token", "mine"));

  it("is used once, by the next page", async () => {
    ticketsOf().prepare();
    await settle();
    const next = ticketsOf();
    expect(await next.take()).toBe("ticket-1");
    expect(await next.take()).toBe("ticket-2");
    expect(asked).toHaveLength(2);
  });

  it("is not asked for twice while it is good, and not without a token", async () => {
    const tickets = ticketsOf();
    tickets.prepare();
    await settle();
    await vi.advanceTimersByTimeAsync(24_000);
    tickets.prepare();
    await settle();
    expect(asked).toHaveLength(1);
    keep.drop("token");
    keep.drop("spare_ticket");
    tickets.prepare();
    expect(asked).toHaveLength(1);
  });

  it("that has expired is not used, and makes room for a fresh one", async () => {
    const tickets = ticketsOf();
    tickets.prepare();
    await settle();
    await vi.advanceTimersByTimeAsync(25_000);
    tickets.prepare();
    await settle();
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(await tickets.take()).toBe("ticket-3");
  });

  it("whose answer is cut off by the page that leaves costs nothing", async () => {
    answers["/v1/shopper/tickets"] = () => new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("gone")) }));
    ticketsOf().prepare();
    await settle();
    answers["/v1/shopper/tickets"] = () => Promise.reject(new TypeError("gone"));
    ticketsOf().prepare();
    await settle();
    expect(keep.get("spare_ticket")).toBeNull();
  });
});
