/**
 * The widget without its looks: one call client, the page it stands on, the store's cart, the products of the cards. It says
 * which stage the shopper is at and carries out what the shopper asks for; it draws nothing.
 */

import { createCall, type CallClient, type CallState } from "../call.js";
import { makeHttp, type Http } from "../net/http.js";
import { makeKeep, tabStorage, type Keep } from "../net/keep.js";
import { shopperTickets, type ShopperTickets } from "../net/tickets.js";
import type { CallMode, Entry, Refusal, StoreView } from "../protocol/index.js";
import { ENGLISH, textsFor, type Texts } from "../ui/texts/texts.js";
import { keepPrefix, type Bridge } from "./bridge.js";
import { CartLink } from "./cart_link.js";
import { Catalogue } from "./catalogue.js";
import { readCheckout, readLanguage, readPage } from "./page.js";
import { tellPageScripts } from "./page_scripts.js";
import { followPage } from "./page_events.js";
import { checkoutUrl } from "./store_cart.js";
import { FIRST_PANEL, type PanelState } from "./ui_state.js";

export type Stage = "closed" | "before" | "waiting" | "ringing" | "live" | "ended" | "elsewhere" | "stopped";

const IDLE_MS = 120_000;

export class Session {
  readonly call: CallClient;
  readonly catalogue: Catalogue;
  readonly keep: Keep;
  readonly bridge: Bridge;
  panel: PanelState;
  mode: CallMode = "video";
  question = "";
  /** The product named by `coshop.open({product})`: it counts more than the page's own. */
  asked_product = "";
  starting = false;
  texts: Texts = ENGLISH;
  /** Why the last request was refused, for the before screen. */
  refused: Refusal | null = null;
  /** Messages read so far, for the dot on the chat button. */
  read_messages = 0;
  readonly #http: Http;
  readonly #tickets: ShopperTickets;
  readonly #cart: CartLink;
  readonly #listeners = new Set<() => void>();
  #before = false;
  #call_id: string;
  #dismissed = "";
  #idle: ReturnType<typeof setTimeout> | undefined;
  #told_page = "";
  #spoken = "";
  #told_step = "";

  constructor(bridge: Bridge) {
    this.bridge = bridge;
    this.keep = makeKeep(keepPrefix(bridge.key), tabStorage());
    this.panel = { ...FIRST_PANEL, ...this.keep.get<Partial<PanelState>>("panel") };
    this.#http = makeHttp(bridge.server);
    this.#tickets = shopperTickets(this.#http, this.keep, bridge.key);
    let first = bridge.ticket;
    this.call = createCall({
      role: "shopper",
      socket_url: `${bridge.server.replace(/^http/, "ws")}/v1/socket`,
      keep: this.keep,
      ticket: async () => {
        const asked = first;
        first = null;
        const ticket = (await asked?.catch(() => "")) ?? "";
        return ticket === "" ? this.#tickets.take() : ticket;
      },
    });
    this.catalogue = new Catalogue(this.#http, this.keep, () => this.changed());
    this.#cart = new CartLink({
      keep: this.keep,
      functions: () => bridge.cart(),
      settling: (change_id) =>
        this.call.unanswered.some(({ body }) => body.type === "cart_settle" && body.change_id === change_id),
      settle: (outcome) => this.call.commands.settle(outcome),
      report: (cart) => void this.call.commands.reportCart(cart),
    });
    this.#call_id = this.call.state.current?.call_id ?? "";
    this.call.on("change", () => this.#tend());
    this.call.on("entry", ({ call_id, entry }) => this.#entered(call_id, entry));
    this.call.on("hint", ({ product_id }) => this.catalogue.expect(product_id));
    this.call.on("painting", ({ body }) => {
      if (body.type === "product_show") this.catalogue.expect(body.product_id);
    });
    this.call.on("refused", ({ body, refusal }) => {
      if (body.type !== "call_request") return;
      this.refused = refusal;
      this.#before = true;
      this.changed();
    });
    followPage({
      leave: () => this.call.close("page_change"),
      comeBack: () => {
        if (this.#call_id !== "" || this.state.requesting) this.#resume();
      },
      look: () => this.#tend(),
      cartMayDiffer: () => this.cartIsHere(),
      followLink: () => {
        if (this.#open) this.#tickets.prepare();
      },
    });
    if (this.#call_id !== "" || this.call.state.requesting) this.#resume();
  }

  get state(): CallState {
    return this.call.state;
  }

  get store(): StoreView | null {
    return this.state.view.welcome?.store ?? this.#tickets.store();
  }

  get language(): string {
    return readLanguage(this.bridge.language, this.store?.language ?? "");
  }

  /** The words in the language of page and store; resolves once they are there. */
  async speak(): Promise<void> {
    const { language } = this;
    if (language === this.#spoken) return;
    this.#spoken = language;
    this.texts = await textsFor(language).catch(() => ENGLISH);
    this.changed();
  }

  get stage(): Stage {
    const { socket, current, requesting, view } = this.state;
    if (socket === "fenced") return "elsewhere";
    const phase = current?.call_id === this.#dismissed ? undefined : current?.call.phase.phase;
    if (socket === "stopped" && (this.#before || phase !== undefined)) return "stopped";
    // A call that is open comes first: another tab may have begun it.
    if (this.#before && (phase === undefined || phase === "ended")) return "before";
    if (phase !== undefined) return phase;
    if (requesting) return "waiting";
    const gone = this.#call_id !== "" && this.#call_id !== this.#dismissed && view.closed.includes(this.#call_id);
    return gone ? "ended" : "closed";
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  setPanel(change: Partial<PanelState>): void {
    this.panel = { ...this.panel, ...change };
    this.keep.set("panel", this.panel);
    if (this.panel.drawer === "chat") this.read_messages = this.state.screen?.chat.length ?? 0;
    this.changed();
  }

  /** Get token and socket ready; let go again if nothing comes of it. */
  warm(wanted = false): void {
    if (this.state.socket === "fenced" && !wanted) return; // a stray pointer takes no call away from another tab
    this.call.open();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.stage === "closed") this.call.close("closed");
    }, IDLE_MS);
  }

  /** The shopper wants to talk: the screen before the call, or back to the call there is. */
  open(): void {
    this.warm(true);
    if (this.stage === "closed" || this.stage === "ended") {
      this.dismiss();
      this.#before = true;
      void this.choose(this.mode);
    }
    this.setPanel({ size: "large", height: this.panel.height === "picture" ? "half" : this.panel.height, drawer: "cards" });
  }

  /** Video, voice or text. Opens what it needs, closes what it does not. */
  async choose(mode: CallMode): Promise<void> {
    this.mode = mode;
    this.changed();
    await this.call.media({ microphone: mode !== "text", camera: mode === "video" });
    this.changed();
  }

  async start(): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    this.refused = null;
    this.changed();
    const { tracks, opening } = this.state.devices;
    const read = readPage(() => this.bridge.product());
    const page = this.asked_product ? { ...read, product_id: this.asked_product, variant_id: "" } : read;
    this.asked_product = "";
    this.#told_page = page.url;
    const answer = this.call.request({
      mode: this.mode,
      language: this.language,
      page,
      name: "",
      question: this.question.trim(),
      microphone: this.mode !== "text" && (opening || tracks.audio !== null),
      camera: this.mode === "video" && (opening || tracks.video !== null),
    });
    this.#before = false;
    this.changed();
    await answer;
    this.starting = false;
    this.changed();
  }

  /** Close the panel where no call is open. */
  dismiss(): void {
    this.#before = false;
    this.refused = null;
    this.#dismissed = this.#call_id;
    if (this.state.current === null || this.state.current.call.phase.phase === "ended") {
      void this.call.media({ microphone: false, camera: false });
      this.keep.drop("still");
    }
    this.changed();
  }

  end(): void {
    const { stage } = this;
    if (stage === "waiting" || stage === "ringing") void this.call.commands.withdraw();
    else if (stage === "live") void this.call.commands.end();
    else this.dismiss();
  }

  async checkout(): Promise<void> {
    const url = await checkoutUrl(this.bridge.cart()).catch(() => "");
    if (url === "") return;
    if (this.state.current?.call.checkout?.step !== "started") void this.call.commands.reportCheckout({ step: "started" });
    this.setPanel({ size: "small", height: "picture" });
    location.assign(url);
  }

  /** The page has registered its cart functions, or says that its cart has changed. */
  cartIsHere(): void {
    if (this.#open) this.#cart.read();
  }

  get #open(): boolean {
    return ["waiting", "ringing", "live"].includes(this.state.current?.call.phase.phase ?? "");
  }

  #resume(): void {
    const kept = this.keep.get<{ microphone: boolean; camera: boolean }>("media");
    this.call.open();
    if (kept !== null) void this.call.media(kept);
    if (readCheckout() !== null) this.setPanel({ size: "small", height: "picture" });
  }

  #tend(): void {
    const { current } = this.state;
    void this.speak();
    if (current !== null) {
      if (current.call_id !== this.#call_id) {
        this.#call_id = current.call_id;
        this.read_messages = 0;
        this.#cart.known(current.call.cart.store);
        this.#cart.read();
      }
      if (this.state.mine && this.#open) this.#tellPage();
      if (this.state.mine && current.call.phase.phase === "live") {
        this.#cart.tend(current.call.cart.changes);
        this.#tellCheckout();
      }
    }
    this.changed();
  }

  #entered(call_id: string, { event }: Entry): void {
    tellPageScripts(this.bridge.emit, call_id, event, this.state.current?.call.cart);
    if (event.type === "call_ended") {
      void this.call.media({ microphone: false, camera: false });
      if (event.reason === "withdrawn") this.dismiss();
      else this.setPanel({ size: "large" });
    }
  }

  /** Tell where the shopper is, once per page. */
  #tellPage(): void {
    const { current } = this.state;
    const page = readPage(() => this.bridge.product());
    if (document.readyState === "loading" || page.url === this.#told_page) return;
    this.#told_page = page.url;
    const known = current?.call.page;
    if (known?.url === page.url && known.product_id === page.product_id) return;
    void this.call.commands.openPage(page);
  }

  #tellCheckout(): void {
    const mark = readCheckout();
    if (mark === null || mark.step === this.#told_step) return;
    this.#told_step = mark.step;
    if (this.state.current?.call.checkout?.step === mark.step) return;
    void this.call.commands.reportCheckout({ step: mark.step, order_number: mark.order_number });
  }
}
