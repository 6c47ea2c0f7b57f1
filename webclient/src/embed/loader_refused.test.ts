/** What becomes of the button's place, and what the store's developer is told, where the server refuses the page. */

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { elements, fakePage } from "./fake_page.js";

const SERVER = "https://coshop.example";
let fetches: (address: string, init: RequestInit) => Promise<Response>;

async function load(): Promise<void> {
  vi.resetModules();
  await import("./loader.js");
}

beforeAll(async () => {
  vi.stubGlobal("HTMLScriptElement", EventTarget);
  vi.stubGlobal("document", { currentScript: null });
  await import("./loader.js"); // read once, for the tests' time is for the tests
  vi.unstubAllGlobals();
}, 60_000);

describe("a page that the server refuses", () => {
  const state = (): unknown => elements.find(({ name }) => name === "coshop-button")?.dataset.state;
  const minute = (): Promise<unknown> => vi.advanceTimersByTimeAsync(60_000);
  const problem = (status: number, message: string): Response => new Response(JSON.stringify({ refusal: { code: "unknown_store", message, detail: "pk", allowed: [] } }), { status });
  const open_now = { available: true, line_full: false, wait_min_s: 0, wait_max_s: 0, associate_name: "Mia", opens_at_ms: 0 };
  const warned: unknown[][] = [];

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
    warned.length = 0;
    vi.stubGlobal("console", { ...console, warn: (...words: unknown[]) => warned.push(words) });
    fakePage(`${SERVER}/embed.js`);
    vi.stubGlobal("coshop", undefined);
    vi.stubGlobal("location", new URL("https://shop.example/coat"));
    vi.stubGlobal("sessionStorage", { getItem: () => null });
    vi.stubGlobal("addEventListener", () => undefined);
    vi.stubGlobal("requestIdleCallback", () => undefined);
    vi.stubGlobal("navigator", { language: "en" });
    vi.stubGlobal("fetch", (address: string, init: RequestInit) => fetches(address, init));
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each([400, 403, 404])("holds no place, and says why to its developer, once (%i)", async (status) => {
    await load();
    fetches = () => Promise.resolve(problem(status, "There is no such store."));
    await minute();
    await minute();
    expect([state(), warned]).toEqual(["refused", [['coshop: There is no such store. (data-store="pk")']]]);
    fetches = () => Promise.resolve(new Response(JSON.stringify(open_now)));
    await minute(); // mended meanwhile
    expect([state(), warned.length]).toEqual(["open", 1]);
  });

  it("and may not read why, says what it may be, and holds no place from the second time on", async () => {
    await load();
    fetches = (_, { mode }) => (mode === "no-cors" ? Promise.resolve(new Response("")) : Promise.reject(new TypeError("CORS")));
    await minute();
    expect([state(), warned.length]).toEqual(["unknown", 1]);
    expect(warned[0]?.[0]).toContain(`${SERVER} has no answer for https://shop.example.`);
    await minute();
    expect([state(), warned.length]).toEqual(["refused", 1]);
  });

  it("for a moment, or because nobody is there, keeps its place and says nothing", async () => {
    await load();
    for (const answer of [() => Promise.reject(new TypeError("gone")), () => Promise.resolve(problem(503, "Later.")), () => Promise.resolve(problem(429, "Too many.")), () => Promise.resolve(new Response("<html>", { status: 403 }))]) {
      fetches = answer;
      await minute();
      await minute();
    }
    expect([state(), warned]).toEqual(["unknown", []]);
  });

  it("after it was answered before keeps its button", async () => {
    await load();
    fetches = () => Promise.resolve(new Response(JSON.stringify(open_now)));
    await minute();
    fetches = () => Promise.resolve(problem(403, "Not on the list."));
    await minute();
    expect([state(), warned.length]).toEqual(["open", 1]);
  });
});
