/** A page of a store for the tests of sessions. The browser's parts are made up; call, socket, devices and tickets are the real ones. It is part of no bundle. */

import { afterEach, beforeEach, vi } from "vitest";
import { aCall } from "../core/fixtures.js";
import { fakeConnections } from "../net/fake_connection.js";
import { FakeSocket, fakeSockets } from "../net/fake_socket.js";
import type { Begun, Bridge } from "./bridge.js";
import { Session } from "./session.js";

export const asked: string[] = [];
export const opened: MediaStreamConstraints[] = [];
export const tracks: ReturnType<typeof track>[] = [];
export let kept: Map<string, string>;
/** What the page's own scripts were told. */
export let told: [name: string, detail: unknown][];
/** By selector: the data of the element that is found on the page. */
export let marks: Record<string, Record<string, string>>;
export let page: EventTarget & { hidden: boolean };
export let window_: EventTarget;

export const after = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
export const keeps = (name: string, value: unknown): unknown => kept.set(`coshop:pk:${name}`, JSON.stringify(value));
export const has = (name: string): unknown => JSON.parse(kept.get(`coshop:pk:${name}`) ?? "null");
export const track = (kind: string) => ({ kind, readyState: "live", stop: vi.fn(), onended: null });

export function last(): FakeSocket {
  const found = FakeSocket.made.at(-1);
  if (found === undefined) throw new Error("nothing has connected");
  return found;
}

/** So much time, in which the server beats and nothing else happens. */
export async function quiet(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 20_000) {
    await after(Math.min(left, 20_000));
    last().says({ type: "heartbeat", server_time_ms: 0, streams: [] });
  }
}

/** A call of this tab that is open, as the page before has left it. */
export function open(client_id = "tab-00000001"): void {
  const call = aCall("call-1");
  const associate = { ...call.shopper, person_id: "a", client_id: "tablet-01" };
  keeps("client_id", "tab-00000001");
  keeps("token", "st_mine");
  keeps("calls", [{ call_id: "call-1", epoch: 1, seq: 4, shown_by: {}, call: { ...call, shopper: { ...call.shopper, client_id }, phase: { phase: "live", accepted_at_ms: 2, associate } } }]);
}

export function sessionOf(early: Begun | null = null): Session {
  const bridge: Bridge = { server: "https://coshop.example", key: "pk", theme: "", language: "en", early, cart: () => null, product: () => null, emit: (name, detail) => void told.push([name, detail]) };
  return new Session(bridge);
}

/** What the loader has begun. */
export function begun(ticket: Promise<string>): Begun {
  const pc = new RTCPeerConnection({});
  return { ticket, socket: new WebSocket("wss://coshop.example/v1/socket"), media: null, connection: { pc, channel: pc.createDataChannel("coshop"), offer: pc.createOffer() } };
}

/** Each test of the file has a page and a tab of its own. */
export function eachPage(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    fakeConnections();
    fakeSockets();
    asked.length = opened.length = tracks.length = 0;
    kept = new Map();
    [told, marks] = [[], {}];
    page = Object.assign(new EventTarget(), { hidden: false, readyState: "complete", title: "Coat", documentElement: { lang: "en" }, querySelector: (what: string) => (marks[what] ? { dataset: marks[what] } : null), querySelectorAll: () => [] });
    window_ = new EventTarget();
    vi.stubGlobal("document", page);
    vi.stubGlobal("addEventListener", window_.addEventListener.bind(window_));
    vi.stubGlobal("removeEventListener", window_.removeEventListener.bind(window_));
    vi.stubGlobal("location", new URL("https://shop.example/coat#top"));
    vi.stubGlobal("HTMLAnchorElement", class extends EventTarget {
      readonly origin = "https://shop.example";
    });
    vi.stubGlobal("sessionStorage", {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
      removeItem: (name: string) => kept.delete(name),
    });
    vi.stubGlobal("navigator", {
      language: "en",
      mediaDevices: {
        addEventListener: () => undefined,
        getUserMedia: (wish: MediaStreamConstraints) => {
          opened.push(wish);
          const made = [...(wish.audio ? [track("audio")] : []), ...(wish.video ? [track("video")] : [])];
          tracks.push(...made);
          return Promise.resolve({ getTracks: () => made });
        },
      },
    });
    let number = 0;
    vi.stubGlobal("fetch", (address: string) => {
      asked.push(new URL(address).pathname);
      const answer = address.endsWith("tokens") ? { token: "st_new", store: { public_key: "pk", language: "en" }, ticket: "tk_first" } : { ticket: `tk_${++number}`, expires_s: 30 };
      return Promise.resolve(new Response(JSON.stringify(answer)));
    });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}
