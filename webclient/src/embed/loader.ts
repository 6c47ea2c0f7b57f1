/**
 * The script that stores paste: the button, the page's `window.coshop`, and the widget on intent. Before idle or intent it asks
 * the network nothing; where a call is open in this tab it loads the widget at once, so that the call goes on.
 */

import type { Availability, Call as CallNow, IceServer, Problem } from "../protocol/index.js";
import { COME_BACK_MS, keepPrefix, type Bridge, type CartFunctions, type Begun, type EventName, type PageProduct, type WidgetHandle, type WidgetModule } from "./bridge.js";
import { configuration, dataChannel, offerMedia } from "../net/connection.js";
import type { EarlyConnection } from "../net/link.js";
import { languageOf } from "../ui/texts/language.js";
import { makeButton, place, type TalkButton } from "./button.js";

type Call = readonly [method: string, ...args: unknown[]];
type Listener = (detail: unknown) => void;

interface KeptCall {
  readonly call: Pick<CallNow, "mode" | "phase">;
}

const REFRESH_MS = 60_000;
const TIMEOUT_MS = 10_000;

function stored(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

function load(script: HTMLScriptElement): void {
  const global = globalThis as unknown as { coshop?: { q?: unknown; on?: unknown } };
  if (typeof global.coshop?.on === "function") return; // the tag stands here twice
  const key = script.dataset.store ?? "";
  const server = new URL(script.src).origin;
  const prefix = keepPrefix(key);
  const listeners = new Map<string, Set<Listener>>();
  const { language: store_language = "" } = (stored(`${prefix}store`) ?? {}) as { language?: string };
  const language = languageOf(script.dataset.lang ?? "", document.documentElement.lang, store_language, navigator.language);
  let cart: CartFunctions | null = null;
  let product: (() => PageProduct | null) | null = null;
  let widget: Promise<WidgetHandle> | null = null;
  let handle: WidgetHandle | null = null;
  let button: TalkButton | null = null;
  let availability: Availability | null = null;
  /** Above 1 the server refuses this page for certain, or has twice in a row kept its answer from it: then no place is held. */
  let refusals = 0;
  let told = false;
  let resumed: unknown = null;

  const bridge = (early: Begun | null): Bridge => ({
    server,
    key,
    theme: script.dataset.theme ?? "",
    language: script.dataset.lang ?? "",
    early,
    cart: () => cart,
    product: () => product?.() ?? null,
    emit,
  });

  /** What the page gave us must not stop the call. */
  function guarded(then: () => void): void {
    try {
      then();
    } catch (error) {
      reportError(error);
    }
  }

  function emit(event: EventName, detail: unknown): void {
    for (const listener of listeners.get(event) ?? []) guarded(() => listener(detail));
    if (event === "call_resumed") resumed = detail;
    if (event === "call_ended") resumed = null;
    if (event.startsWith("call_")) show();
  }

  /** The widget, loaded once; a failed load may be tried again. */
  function summon(early: Begun | null = null): Promise<WidgetHandle> {
    widget ??= (import(/* @vite-ignore */ new URL(__COSHOP_WIDGET__, script.src).href) as Promise<WidgetModule>).then(
      (module) => (handle = module.start(bridge(early))),
      (error: unknown) => {
        widget = null;
        throw error;
      },
    );
    return widget;
  }

  /** Wanted by a person: where it cannot be, that is said. */
  const open = (wish: { readonly product?: string }): void => {
    summon().then((loaded) => loaded.open(wish), () => button?.failed());
  };

  function show(): void {
    button?.show(availability, ["waiting", "ringing", "live", "elsewhere"].includes(handle?.state ?? ""), refusals > 1 && !availability);
  }

  async function look(): Promise<void> {
    if (document.visibilityState === "hidden") return;
    const ask = (mode: RequestMode): Promise<Response> =>
      fetch(`${server}/v1/stores/${encodeURIComponent(key)}/availability`, { credentials: "omit", mode });
    let why = "";
    try {
      const answer = await ask("cors").catch(async (error: unknown) => {
        await ask("no-cors"); // whether there is an answer that this page must not read
        why = `${server} has no answer for ${location.origin}. If it does run, allow this address: coshop stores allow`;
        throw error;
      });
      if (answer.ok) availability = (await answer.json()) as Availability;
      else if ([400, 403, 404].includes(answer.status)) {
        why = ((await answer.json()) as Problem).refusal.message;
        refusals = 1; // this is certain
      }
    } catch {
      // the shop's page must not notice; the button stays as it was
    }
    refusals = why ? refusals + 1 : 0;
    // eslint-disable-next-line no-console -- the page's developer is who can mend it
    if (why && !told) console.warn(`coshop: ${why} (data-store="${key}")`);
    told ||= why !== "";
    show();
  }

  function stand(): void {
    const where = place(document);
    if (where === null) return;
    button = makeButton(language, {
      intent: () => void summon().then((loaded) => loaded.warm(), () => undefined),
      press: () => open({}),
    });
    where.parent.insertBefore(button.host, where.before);
    show();
    // Safari has no requestIdleCallback.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => void look(), { timeout: 2_000 });
    else setTimeout(() => void look(), 200);
    setInterval(() => void look(), REFRESH_MS);
    document.addEventListener("visibilitychange", () => void look());
  }

  const api = {
    on: (event: string, listener: Listener): (() => void) => {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all);
      all.add(listener);
      const late = event === "ready" ? {} : event === "call_resumed" ? resumed : null;
      if (late) guarded(() => listener(late));
      return () => void all.delete(listener);
    },
    open: (wish: { product?: string } = {}): void => open(wish),
    cart: (functions: CartFunctions): void => {
      cart = functions;
      handle?.cartIsHere();
    },
    product: (read: () => PageProduct | null): void => void (product = read),
    end: (): void => handle?.end(),
    get state(): string {
      return handle?.state ?? "closed";
    },
    q: { push: (...calls: Call[]): void => calls.forEach(run) },
  };

  function run([method, ...args]: Call): void {
    const found = (api as unknown as Record<string, unknown>)[method];
    if (typeof found === "function") guarded(() => (found as (...rest: unknown[]) => unknown)(...args));
  }

  const waiting = Array.isArray(global.coshop?.q) ? (global.coshop.q as Call[]) : [];
  global.coshop = api;
  waiting.forEach(run);

  /** The page before has left a call open: go on with it. */
  function resume(): void {
    if (stored(`${prefix}calls`) === null) return;
    summon(widget ? null : begin(server, prefix)).then(show, () => undefined);
  }
  resume();
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const ms of COME_BACK_MS) setTimeout(resume, ms);
    show();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", stand, { once: true });
  else stand();
}

/**
 * A call is open: ask for the socket, its ticket and the devices while the widget is on its way. Null where the browser refuses
 * something at once; the widget then asks for all of it itself, and says what is wrong.
 */
function begin(server: string, prefix: string): Begun | null {
  const token = stored(`${prefix}token`);
  if (typeof token !== "string") return null;
  let connection: EarlyConnection | null;
  let socket: WebSocket;
  try {
    connection = beginConnection(prefix);
    socket = new WebSocket(`${server.replace("http", "ws")}/v1/socket`);
  } catch {
    return null;
  }
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const spare = stored(`${prefix}spare_ticket`) as { until_ms?: number } | null;
  const ticket =
    spare?.until_ms && spare.until_ms > Date.now()
      ? null
      : fetch(`${server}/v1/shopper/tickets`, { method: "POST", credentials: "omit", headers, body: "{}", signal: AbortSignal.timeout(TIMEOUT_MS) })
          .then(async (answer) => ((await answer.json()) as { ticket: string }).ticket);
  ticket?.catch(() => undefined);
  const { microphone = false, camera = false } = (stored(`${prefix}media`) ?? {}) as { microphone?: boolean; camera?: boolean };
  const kept = stored(`${prefix}constraints`) as MediaStreamConstraints | null;
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  const media =
    kept && devices && (microphone || camera)
      ? devices.getUserMedia({ audio: microphone && (kept.audio ?? true), video: camera && (kept.video ?? true) })
      : null;
  media?.catch(() => undefined);
  return { ticket, media, socket, connection };
}

/** Connections are slow to make in a new page, and this one is certain to be wanted. */
function beginConnection(prefix: string): EarlyConnection | null {
  const { call } = ((stored(`${prefix}calls`) as KeptCall[]).at(-1) ?? {}) as Partial<KeptCall>;
  const { servers } = (stored(`${prefix}ice`) ?? {}) as { servers?: IceServer[] };
  if (!servers || !call || call.mode === "text" || !["ringing", "live"].includes(call.phase.phase)) return null;
  const pc = new RTCPeerConnection(configuration(servers, false));
  const channel = dataChannel(pc);
  offerMedia(pc);
  const offer = pc.createOffer();
  offer.catch(() => undefined); // it may be closed before anybody waits for it
  return { pc, channel, offer };
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.dataset.store) load(script);
