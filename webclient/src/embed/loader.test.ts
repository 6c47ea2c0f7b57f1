/** What the script on every page of a store asks for, and when. The browser's parts are made up; the script is the real one. */

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { aCall } from "../core/fixtures.js";
import { FakeConnection, fakeConnections } from "../net/fake_connection.js";
import { FakeSocket, fakeSockets } from "../net/fake_socket.js";
import type { Begun, Bridge } from "./bridge.js";
import { elements, fakePage } from "./fake_page.js";

const SERVER = "https://coshop.example";
const start = vi.fn();
const asked: string[] = [];
const devices: MediaStreamConstraints[] = [];
let kept: Map<string, string>;
let idle: (() => void)[];
let listeners: EventTarget;
let fetches: (address: string, init: RequestInit) => Promise<Response>;
let opens: () => Promise<MediaStream>;

const page = (): EventTarget & { visibilityState: string } => (globalThis as unknown as { document: EventTarget & { visibilityState: string } }).document;
const keeps = (name: string, value: unknown): unknown => kept.set(`coshop:pk:${name}`, JSON.stringify(value));
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const begun = (): Begun | null => (start.mock.calls[0]?.[0] as Bridge).early;

/** A call of this tab that is open, as the page before has left it. */
function open(change: Parameters<typeof aCall>[1] = {}): void {
  const associate = { ...aCall("").shopper, person_id: "a" };
  keeps("calls", [{ call_id: "call-1", call: aCall("call-1", { phase: { phase: "live", associate, accepted_at_ms: 1 }, ...change }) }]);
  keeps("ice", { servers: [{ urls: ["turn:relay.example"], username: "u", credential: "c" }], relay_only: false });
  keeps("token", "st_mine");
  keeps("media", { microphone: true, camera: true });
  keeps("constraints", { audio: { echoCancellation: true }, video: { deviceId: { exact: "cam" } } });
}

async function load(): Promise<void> {
  vi.resetModules();
  await import("./loader.js");
  await vi.dynamicImportSettled();
  await settle();
}

beforeAll(async () => {
  vi.stubGlobal("HTMLScriptElement", EventTarget);
  vi.stubGlobal("document", { currentScript: null });
  await import("./loader.js"); // read once, for the tests' time is for the tests
  vi.unstubAllGlobals();
}, 60_000);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  fakeConnections();
  fakeSockets();
  start.mockReset().mockReturnValue({ warm: () => undefined, open: () => undefined, end: () => undefined, cartIsHere: () => undefined, state: "live" });
  vi.doMock(`${SERVER}/widget/widget-test.js`, () => ({ start }));
  [kept, idle, listeners] = [new Map<string, string>(), [], new EventTarget()];
  asked.length = devices.length = 0;
  fetches = () => Promise.resolve(new Response('{"ticket": "tk_early"}'));
  opens = () => Promise.resolve({ getTracks: () => [] } as unknown as MediaStream);
  fakePage(`${SERVER}/embed.js`);
  vi.stubGlobal("coshop", undefined);
  vi.stubGlobal("location", new URL("https://shop.example/coat"));
  vi.stubGlobal("sessionStorage", { getItem: (name: string) => kept.get(name) ?? null });
  vi.stubGlobal("addEventListener", listeners.addEventListener.bind(listeners));
  vi.stubGlobal("requestIdleCallback", (then: () => void) => idle.push(then));
  vi.stubGlobal("navigator", {
    language: "en",
    mediaDevices: {
      getUserMedia: (wish: MediaStreamConstraints) => {
        devices.push(wish);
        return opens();
      },
    },
  });
  vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
    asked.push(`${init.method ?? "GET"} ${address}`);
    return fetches(address, init);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const nothing = (): void => expect([asked, devices, FakeSocket.made, FakeConnection.made]).toEqual([[], [], [], []]);

describe("a page without an open call", () => {
  it("asks for nothing before idle, then whether somebody is there, and again every minute while it is seen", async () => {
    await load();
    nothing();
    expect(start).not.toHaveBeenCalled();
    idle.forEach((then) => then());
    await settle();
    expect(asked).toEqual([`GET ${SERVER}/v1/stores/pk/availability`]);
    page().visibilityState = "hidden";
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
    page().visibilityState = "visible";
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(2);
  });

  it("loads the widget on intent, once, and begins nothing for it", async () => {
    await load();
    const button = elements.find(({ name }) => name === "button");
    button?.dispatchEvent(new Event("pointerenter"));
    await vi.dynamicImportSettled();
    button?.dispatchEvent(new Event("focus"));
    await vi.dynamicImportSettled();
    await settle();
    expect(start).toHaveBeenCalledOnce();
    expect(begun()).toBeNull();
    nothing();
  });

  it("whatever the server answers, or does not, stays out of the store's page", async () => {
    await load();
    for (const answer of [() => Promise.reject(new TypeError("gone")), () => Promise.resolve(new Response("<html>")), () => Promise.resolve(new Response("", { status: 502 }))]) {
      fetches = answer;
      await vi.advanceTimersByTimeAsync(60_000);
    }
    const address = `GET ${SERVER}/v1/stores/pk/availability`;
    expect(asked).toEqual([address, address, address, address]); // the first one twice: it may be CORS that kept the answer
  });
});

it("who listens late is told at once that the call goes on here, while it does", async () => {
  open();
  await load();
  const coshop = (globalThis as unknown as { coshop: { on(event: string, listener: (detail: unknown) => void): void } }).coshop;
  const { emit } = start.mock.calls[0]?.[0] as Bridge;
  const heard: unknown[] = [];
  const listen = (as: string): void => coshop.on("call_resumed", (detail) => heard.push([as, detail]));
  listen("early");
  expect(heard).toEqual([]);
  emit("call_resumed", { call_id: "call-1" });
  listen("late");
  expect(heard).toEqual([["early", { call_id: "call-1" }], ["late", { call_id: "call-1" }]]);
  emit("call_ended", { reason: "ended_by_shopper" });
  listen("too late");
  expect(heard).toHaveLength(2);
});

describe("a page in a call", () => {
  it("begins socket, ticket, devices and connection while the widget is on its way, and hands them over", async () => {
    open();
    await load();
    expect(asked).toEqual([`POST ${SERVER}/v1/shopper/tickets`]);
    expect(devices).toEqual([{ audio: { echoCancellation: true }, video: { deviceId: { exact: "cam" } } }]);
    expect(FakeSocket.made.map(({ url, sent }) => [url, sent])).toEqual([["wss://coshop.example/v1/socket", []]]);
    const [pc] = FakeConnection.made;
    expect(pc?.configuration).toMatchObject({ iceTransportPolicy: "all", iceServers: [{ credential: "c" }] });
    expect(pc?.transceivers.map(({ direction }) => direction)).toEqual(["sendrecv", "sendrecv"]);
    expect(begun()).toMatchObject({ socket: FakeSocket.made[0], connection: { pc } });
    await expect(begun()?.ticket).resolves.toBe("tk_early");
    await expect(begun()?.connection?.offer).resolves.toMatchObject({ type: "offer" });
  });

  it("asks for the ticket with the tab's token, and not for ever", async () => {
    open();
    let init: RequestInit = {};
    fetches = (_, given) => {
      init = given;
      return new Promise((_resolve, reject) => given.signal?.addEventListener("abort", () => reject(given.signal?.reason as Error)));
    };
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      const end = new AbortController();
      setTimeout(() => end.abort(new DOMException("too late", "TimeoutError")), ms);
      return end.signal;
    });
    await load();
    expect(init.headers).toMatchObject({ Authorization: "Bearer st_mine" });
    const failed = expect(begun()?.ticket).rejects.toThrow("too late");
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
  });

  it("asks for no ticket where a good one is kept, and for one where that has expired", async () => {
    open();
    keeps("spare_ticket", { ticket: "tk_spare", until_ms: Date.now() + 1 });
    await load();
    expect([asked, begun()?.ticket]).toEqual([[], null]);
    await vi.advanceTimersByTimeAsync(1);
    vi.stubGlobal("coshop", undefined);
    await load();
    expect(asked).toEqual([`POST ${SERVER}/v1/shopper/tickets`]);
  });

  it("opens the devices that were on, and none where none was or none was ever opened", async () => {
    for (const [media, constraints, opened] of [
      [{ microphone: true, camera: false }, { audio: true, video: true }, [{ audio: true, video: false }]],
      [{ microphone: false, camera: false }, { audio: true, video: true }, []],
      [{ microphone: true, camera: true }, null, []],
    ] as const) {
      open();
      keeps("media", media);
      keeps("constraints", constraints);
      devices.length = 0;
      vi.stubGlobal("coshop", undefined);
      await load();
      expect(devices).toEqual(opened);
    }
  });

  it("begins no connection for a written call, nor for one that waits, nor without knowing the servers", async () => {
    for (const change of [{ mode: "text" } as const, { phase: { phase: "waiting", deadline_ms: 9, returned: false } } as const, null]) {
      open(change ?? {});
      if (change === null) kept.delete("coshop:pk:ice");
      vi.stubGlobal("coshop", undefined);
      await load();
    }
    expect([FakeConnection.made.length, FakeSocket.made.length]).toEqual([0, 3]);
  });

  it("without a token begins nothing, and loads the widget all the same", async () => {
    open();
    kept.delete("coshop:pk:token");
    await load();
    nothing();
    expect(begun()).toBeNull();
  });

  it("goes on where the devices are denied, or the ticket's answer is cut off by the page that leaves", async () => {
    open();
    opens = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    fetches = () => Promise.resolve(new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("gone")) })));
    await load();
    await expect(begun()?.media).rejects.toThrow("no");
    await expect(begun()?.ticket).rejects.toThrow();
  });

  it("an offer that cannot be made is nobody's unhandled rejection", async () => {
    open();
    class Refuses extends FakeConnection {
      override createOffer(): Promise<never> {
        return Promise.reject(new Error("closed"));
      }
    }
    vi.stubGlobal("RTCPeerConnection", Refuses);
    await load();
    await new Promise((resolve) => setImmediate(resolve)); // whatever nobody listens to is told of by now
    await expect(begun()?.connection?.offer).rejects.toThrow("closed");
  });

  it("where the browser has no connections or forbids the socket, the button stands and the widget comes", async () => {
    const forbid = (): never => {
      throw new Error("forbidden");
    };
    for (const name of ["RTCPeerConnection", "WebSocket"]) {
      fakeConnections();
      fakeSockets();
      vi.stubGlobal(name, forbid);
      vi.stubGlobal("coshop", undefined);
      start.mockClear();
      elements.length = 0;
      open();
      await load();
      expect([name, begun(), devices, asked]).toEqual([name, null, [], []]);
      expect(elements.map((each) => each.name)).toContain("button");
    }
  });

  it("what the tab's storage holds may be anything", async () => {
    for (const calls of ["3", "{}", "[null]", "[{}]", "{"]) {
      open();
      kept.set("coshop:pk:calls", calls);
      vi.stubGlobal("coshop", undefined);
      await load();
    }
    expect(elements.filter(({ name }) => name === "button")).toHaveLength(5);
  });
});

it("a tag that stands on the page twice is one", async () => {
  open();
  await load();
  await load();
  expect([FakeSocket.made.length, elements.filter(({ name }) => name === "button").length]).toEqual([1, 1]);
});

it("a page out of the browser's memory takes the call up that the pages in between have begun", async () => {
  await load();
  nothing();
  open();
  listeners.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
  await settle();
  nothing();
  listeners.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await settle();
  expect(FakeSocket.made).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([FakeSocket.made.length, FakeConnection.made.length, devices.length]).toEqual([1, 1, 1]);
});
