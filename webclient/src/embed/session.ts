/**
 * The widget without its looks: one call client, the page it stands on, the store's cart, the products of the cards. It says
 * which stage the shopper is at and carries out what the shopper asks for; it draws nothing.
 */

import type { CallClient, CallState } from "../call.js";
import { makeHttp, type Http } from "../net/http.js";
import { makeKeep, tabStorage, type Keep } from "../net/keep.js";
import { shopperTickets, type ShopperTickets } from "../net/tickets.js";
import type { Entry, Refusal, StoreView } from "../protocol/index.js";
import { ENGLISH, textsFor, type Texts } from "../ui/texts/texts.js";
import { keepPrefix, type Bridge } from "./bridge.js";
import { CartPart } from "./cart_part.js";
import { Catalogue } from "./catalogue.js";
import { Course, type Stage } from "./course.js";
import { languageOf } from "../ui/texts/language.js";
import { readCheckout, readPage } from "./page.js";
import { PageScripts } from "./page_scripts.js";
import { followPage } from "./page_events.js";
import { PageTeller } from "./page_word.js";
import { callOf } from "./parts.js";
import { FIRST_PANEL, type PanelState } from "./ui_state.js";
import { Way } from "./way.js";
import { Writing } from "./writing.js";

const IDLE_MS = 120_000;

export class Session {
  readonly call: CallClient;
  readonly catalogue: Catalogue;
  readonly keep: Keep;
  readonly bridge: Bridge;
  panel: PanelState;
  question = "";
  /** The product named by `coshop.open({product})`: it counts more than the page's own. */
  asked_product = "";
  starting = false;
  texts: Texts = ENGLISH;
  /** Why the last request was refused, for the before screen. */
  refused: Refusal | null = null;
  /** The way to the store's checkout could not be opened. */
  no_checkout = false;
  readonly writing: Writing;
  /** Video, voice or text. */
  readonly way: Way;
  /** The call was there before this page. */
  resumed = false;
  /** Called when the page is about to go, and just before it goes. */
  leaving: () => void = () => undefined;
  readonly #http: Http;
  readonly #tickets: ShopperTickets;
  readonly #cart: CartPart;
  readonly #listeners = new Set<() => void>();
  readonly #course: Course;
  readonly #scripts: PageScripts;
  #call_id: string;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #spoken = "";
  readonly #page: PageTeller;

  constructor(bridge: Bridge) {
    this.bridge = bridge;
    this.keep = makeKeep(keepPrefix(bridge.key), tabStorage());
    this.panel = this.#keptPanel();
    this.writing = new Writing(this.keep);
    this.#http = makeHttp(bridge.server);
    this.#tickets = shopperTickets(this.#http, this.keep, bridge.key);
    this.call = callOf(bridge, this.keep, this.#tickets);
    this.catalogue = new Catalogue(this.#http, this.keep, () => this.changed());
    this.#cart = new CartPart(this.call, bridge, this.keep);
    this.#page = new PageTeller(this.call, this.keep, () => readPage(() => bridge.product()), () => this.#cart.atCheckout());
    this.#course = new Course(this.call);
    this.way = new Way(this.call, () => this.changed());
    this.#scripts = new PageScripts(bridge.emit);
    this.#call_id = this.call.state.current?.call_id ?? "";
    this.writing.begin(this.#call_id);
    this.call.on("change", () => this.#tend());
    this.call.on("entry", ({ call_id, entry }) => this.#entered(call_id, entry));
    this.call.on("hint", ({ product_id, variant_id }) => this.catalogue.expect(product_id, variant_id));
    this.call.on("painting", ({ body }) => {
      if (body.type === "product_show") this.catalogue.expect(body.product_id, body.variant_id);
    });
    this.call.on("refused", ({ call_id, body, refusal }) => {
      // Answered at the very moment in which the shopper left the line: it is left all the same.
      if (body.type === "call_withdraw" && refusal.code === "call_not_waiting") void this.call.send({ type: "call_end" }, call_id);
      if (body.type !== "call_request") return;
      if (this.#course.left(call_id)) return;
      this.refused = refusal;
      this.#course.before = true;
      this.changed();
    });
    followPage({
      leave: () => {
        this.leaving();
        this.writing.leave();
        this.call.close("page_change");
      },
      hide: (hidden) => this.call.hidden(hidden),
      comeBack: (first) => {
        if (!first && this.keep.get("calls") === null) return;
        this.call.comeBack();
        this.panel = this.#keptPanel();
        this.#page.forget();
        this.#resume();
      },
      look: () => this.#tend(),
      cartMayDiffer: () => this.cartIsHere(),
      followLink: () => {
        if (!this.#open) return;
        this.#tickets.prepare();
        this.leaving();
      },
    });
    this.#resume();
    if (document.hidden) this.call.hidden(true);
  }

  get state(): CallState {
    return this.call.state;
  }

  get store(): StoreView | null {
    return this.state.view.welcome?.store ?? this.#tickets.store();
  }

  get language(): string {
    return languageOf(this.bridge.language, document.documentElement.lang, this.store?.language ?? "", navigator.language);
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
    return this.#course.stage(this.#call_id);
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
  open(product = ""): void {
    this.warm(true);
    this.#course.away = false;
    if (this.stage === "closed" || this.stage === "ended") {
      this.dismiss();
      this.#course.before = true;
      void this.way.choose(this.way.wish);
    }
    if (product !== "") this.asked_product = product;
    this.setPanel({ size: "large", height: this.panel.height === "picture" ? "half" : this.panel.height, drawer: "cards" });
  }

  async start(): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    this.refused = null;
    this.changed();
    const { tracks, opening } = this.state.devices;
    const { mode } = this.way;
    const read = readPage(() => this.bridge.product());
    const page = this.asked_product ? { ...read, product_id: this.asked_product, variant_id: "" } : read;
    this.asked_product = "";
    this.#page.told(page.url);
    const answer = this.call.request({
      mode,
      language: this.language,
      page,
      name: "",
      question: this.question.trim(),
      microphone: mode !== "text" && (opening || tracks.audio !== null),
      camera: mode === "video" && (opening || tracks.video !== null),
    });
    this.#course.before = false;
    this.changed();
    await answer;
    this.starting = false;
    this.changed();
  }

  /** Close the panel where no call is open. */
  dismiss(): void {
    this.#course.before = false;
    this.refused = null;
    this.asked_product = "";
    this.#course.away = this.state.socket === "fenced";
    this.#course.dismiss(this.#call_id);
    if (this.state.current === null || this.state.current.call.phase.phase === "ended") {
      void this.call.media({ microphone: false, camera: false });
      this.keep.drop("still");
    }
    this.changed();
  }

  end(): void {
    const { stage } = this;
    if (stage === "waiting" || stage === "ringing") {
      const call_id = this.state.current?.call_id ?? this.#course.requested ?? "";
      this.#course.dismiss(call_id);
      void this.call.send({ type: "call_withdraw" }, call_id);
      void this.call.media({ microphone: false, camera: false });
    } else if (stage === "live") {
      void this.call.commands.end(); // whether a server hears of it or not: from now on nobody is seen or heard
      void this.call.media({ microphone: false, camera: false });
    } else this.dismiss();
  }

  async checkout(): Promise<void> {
    const url = await this.#cart.checkoutUrl().catch(() => "");
    this.no_checkout = url === "";
    this.changed();
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
    return !this.state.leaving && ["waiting", "ringing", "live"].includes(this.state.current?.call.phase.phase ?? "");
  }

  #keptPanel(): PanelState {
    return { ...FIRST_PANEL, ...this.keep.get<Partial<PanelState>>("panel") };
  }

  /** Go on where the page before was, if a call is open or asked for. */
  #resume(): void {
    if (this.state.current === null && this.call.unanswered.length === 0) {
      this.call.close("closed"); // what the loader has begun is let go
      return;
    }
    this.resumed = true;
    if (this.state.leaving) this.#course.dismiss(this.#call_id); // its end was seen on the page before
    const kept = this.keep.get<{ microphone: boolean; camera: boolean }>("media");
    this.call.open();
    if (kept !== null) void this.call.media(kept);
    if (readCheckout() !== null) this.setPanel({ size: "small", height: "picture" });
  }

  #tend(): void {
    const { current } = this.state;
    void this.speak();
    if (current !== null) {
      if (current.call_id !== this.#call_id) this.writing.begin((this.#call_id = current.call_id));
      if (this.state.mine && this.#open) {
        this.#page.page();
        if (current.call.phase.phase === "live") this.#page.checkout();
      }
      this.#cart.tend();
      this.#scripts.tend(this.state);
    }
    this.changed();
  }

  #entered(call_id: string, { event }: Entry): void {
    this.#scripts.entered(call_id, event, this.state.current?.call.cart);
    if (event.type === "call_ended") {
      void this.call.media({ microphone: false, camera: false });
      this.keep.drop("still");
      this.writing.draft = "";
      if (event.reason === "withdrawn") this.dismiss();
      else this.setPanel({ size: "large" });
    }
  }
}
