/** The floating panel: one element in a shadow root that draws the stage the session is at. It carries no call logic. */

import { LitElement, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { money } from "../core/words.js";
import { mark, markPainted } from "../ui/marks.js";
import { CoshopPicture } from "../ui/picture.js";
import { controls, mayMove, themeOf, tokens, wear } from "../ui/theme.js";
import { icons } from "../ui/icons.js";
import { News } from "./news.js";
import { Note } from "./note.js";
import { beforeScreen } from "./screens/before.js";
import type { Later } from "./screens/later.js";
import { liveScreen } from "./screens/live.js";
import { waitingScreen } from "./screens/waiting.js";
import type { Stage } from "./course.js";
import type { Session } from "./session.js";
import { frameStyle } from "./styles/frame.js";
import { lowerStyle } from "./styles/lower.js";
import { pictureStyle } from "./styles/picture.js";
import { sizesStyle } from "./styles/sizes.js";

/** The ring is painted first. */
const AHEAD_MS = 100;
const PHONE = "(max-width: 600px)";
const LATER_AGAIN_MS = 5_000;
/** A still this young is taken along to the next page: making one takes time that the page change has to wait for. */
const STILL_MS = 1_500;

export class Panel extends LitElement {
  static override styles = [tokens, controls, frameStyle, pictureStyle, lowerStyle, sizesStyle];

  session!: Session;
  /** By product and the command that showed it: the variant the shopper chose on its card. */
  readonly chosen = new Map<string, string>();
  phone = matchMedia(PHONE).matches;
  still = "";
  readonly note = new Note(() => this.requestUpdate());
  /** The screens that come as a file of their own. */
  later: Later | null = null;
  readonly news = new News(() => this.requestUpdate());
  device_list: readonly MediaDeviceInfo[] = [];
  can_check_out = true;
  #still_ms = -STILL_MS;
  #own: MediaStream | null = null;
  #own_track: MediaStreamTrack | null = null;
  #stage: Stage = "closed";
  /** The live screen is drawn while it still rings, unseen: after the answer nothing but the picture is to be waited for. */
  ahead = false;
  #worn = "";
  #held_focus = false;

  /** Follow a session from now on. */
  follow(session: Session): void {
    this.session = session;
    this.still = session.keep.get<string>("still") ?? "";
    session.onChange(() => this.requestUpdate());
    session.leaving = () => this.#keepStill();
    this.#fetchLater();
    matchMedia(PHONE).addEventListener("change", (event) => {
      this.phone = event.matches;
      this.requestUpdate();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#worn = "";
      this.requestUpdate();
    });
    const seen = globalThis.visualViewport;
    seen?.addEventListener("resize", () => this.#clearKeyboard(seen));
    seen?.addEventListener("scroll", () => this.#clearKeyboard(seen));
  }

  get is_small(): boolean {
    const { panel } = this.session;
    return this.phone ? panel.height === "picture" : panel.size === "small";
  }

  /** The associate's name, or a word for them. */
  get name(): string {
    const phase = this.session.state.current?.call.phase;
    const associate = phase === undefined || phase.phase === "waiting" ? null : phase.associate;
    return associate !== null && associate.name !== "" ? associate.name : this.session.texts.someone;
  }

  /** The messages are on the screen. */
  get reads_chat(): boolean {
    const { panel, state } = this.session;
    const beside = state.current?.call.mode === "text" && panel.drawer !== "ledger";
    return !this.is_small && (beside || panel.drawer === "chat");
  }

  get unread(): number {
    const lines = this.session.state.screen?.chat ?? [];
    return this.reads_chat ? 0 : lines.slice(this.session.writing.read).filter((line) => line.by === "associate").length;
  }

  /** Own pictures are shown as in a mirror, what the other camera sees as it is. */
  get mirrored(): boolean {
    return this.session.state.devices.facing === "user";
  }

  get needs_tap(): boolean {
    return this.#remote?.needs_tap === true;
  }

  /** The own camera as a stream, the same one as long as the track is the same. */
  ownStream(): MediaStream | null {
    const { video } = this.session.state.devices.tracks;
    if (video !== this.#own_track) {
      this.#own_track = video;
      this.#own = video && new MediaStream([video]);
    }
    return this.#own;
  }

  choose(shown: string, variant_id: string): void {
    this.chosen.set(shown, variant_id);
    this.requestUpdate();
  }

  go(url: string): void {
    if (!/^https?:/.test(new URL(url, location.href).protocol)) return;
    this.session.setPanel(this.phone ? { height: "picture" } : {});
    location.assign(url);
  }

  readonly grab = (event: PointerEvent): void => this.later?.mover.grab(event);
  readonly moveByKey = (event: KeyboardEvent): void => this.later?.mover.key(event);
  readonly hear = (): void => void this.#remote?.hear();
  readonly firstFrame = (): void => {
    mark("first_frame");
    this.still = "";
    this.toggleAttribute("seen", true);
  };

  get #remote(): CoshopPicture | null {
    const found = this.renderRoot.querySelector("#remote");
    return found instanceof CoshopPicture ? found : null;
  }

  /** Keep the sheet above the keyboard of a phone, which covers the page without resizing it. */
  #clearKeyboard(seen: VisualViewport): void {
    const covered = this.phone ? Math.max(0, Math.round(innerHeight - seen.height - seen.offsetTop)) : 0;
    this.toggleAttribute("keyboard", covered > 80);
    this.style.setProperty("--keyboard", `${covered}px`);
  }

  #keepStill(): void {
    const { session } = this;
    if (session.stage !== "live" || performance.now() - this.#still_ms < STILL_MS) return;
    this.#still_ms = performance.now();
    const still = this.#remote?.keepStill() ?? "";
    if (still !== "") session.keep.set("still", still);
  }

  protected override willUpdate(): void {
    const { session } = this;
    const { stage, panel, state } = session;
    this.setAttribute("stage", stage);
    this.setAttribute("corner", panel.corner);
    this.setAttribute("height", panel.height);
    this.setAttribute("drawer", panel.drawer);
    this.setAttribute("size", this.is_small && stage === "live" ? "small" : "large");
    this.setAttribute("mode", state.current?.call.mode ?? session.way.mode);
    this.setAttribute("lang", session.language);
    this.toggleAttribute("phone", this.phone);
    const accent = session.store?.accent ?? "";
    const theme = themeOf(session.bridge.theme);
    if (this.#worn !== accent + theme) {
      this.#worn = accent + theme;
      wear(this, accent, theme);
    }
    this.can_check_out = session.bridge.cart()?.checkout_url !== undefined;
    if (stage !== "ringing") this.ahead = false;
    else if (stage !== this.#stage) this.#drawAhead();
    if (stage === "live") this.news.look(this);
    this.note.look(this);
    this.#held_focus = this.shadowRoot?.activeElement !== null;
    if (panel.drawer === "more" && this.device_list.length === 0) {
      void session.call.devices.list().then((list) => {
        this.device_list = list;
        this.requestUpdate();
      });
    }
  }

  protected override render(): TemplateResult {
    const { session } = this;
    return html`<section class="panel" part="panel" role="region" aria-label=${session.texts.call}>
        ${session.stage === "live"
          ? html`<button class="grip" aria-label=${session.texts.handle} @pointerdown=${this.grab} @keydown=${this.moveByKey}></button>`
          : nothing}
        ${this.#screen()}
        ${session.stage === "live" || this.ahead ? liveScreen(this) : nothing}
      </section>
      <div class="unseen" aria-live="polite">${repeat(this.news.said, ({ id }) => id, ({ words }) => html`<p>${words}</p>`)}</div>`;
  }

  #screen(): TemplateResult | typeof nothing {
    const { stage } = this.session;
    switch (stage) {
      case "closed":
      case "live":
        return nothing;
      case "before":
        return beforeScreen(this);
      case "waiting":
      case "ringing":
        return waitingScreen(this);
      case "ended":
      case "elsewhere":
      case "stopped":
        return this.later?.[stage]() ?? nothing;
      default:
        return stage satisfies never;
    }
  }

  protected override updated(): void {
    const { session } = this;
    const { stage } = session;
    // The shopper asked for the screen before a call, so the reading begins there; and where the focus was on a screen that is
    // gone, it goes on in the next. No other change ever moves it.
    if (stage !== this.#stage && (stage === "before" || this.#held_focus)) this.#focus(stage);
    this.#stage = stage;
    if (stage !== "live") return;
    const { screen } = session.state;
    for (const item of screen?.shown ?? []) {
      if (session.catalogue.get(item.product_id)) markPainted(`card_painted:${item.command_id}`);
    }
    for (const change of screen?.ledger ?? []) {
      markPainted(`${change.state === "pending" ? "pending" : "settled"}:${change.change_id}`);
    }
    const log = this.renderRoot.querySelector(".chat .lines");
    if (log) {
      log.scrollTop = log.scrollHeight;
      session.writing.saw(screen?.chat.length ?? 0);
    }
    if (session.state.remote === null) this.removeAttribute("seen");
  }

  #focus(stage: Stage): void {
    // A screen that was only drawn anew has kept it.
    if (stage !== "before" && this.shadowRoot?.activeElement) return;
    const button = document.querySelector("coshop-button")?.shadowRoot?.querySelector<HTMLElement>("button");
    (stage === "closed" ? button : this.renderRoot.querySelector<HTMLElement>("#title"))?.focus();
  }

  /** The rarely needed screens, while nobody waits for them; tried again should it fail. */
  #fetchLater(): void {
    import("./screens/later.js").then(
      ({ make }) => {
        this.later = make(this, { html, nothing, icons, repeat, money, mayMove, recording: () => import("./screens/recording.js") });
        this.requestUpdate();
      },
      () => setTimeout(() => this.#fetchLater(), LATER_AGAIN_MS),
    );
  }

  #drawAhead(): void {
    setTimeout(() => {
      this.ahead = this.session.stage === "ringing";
      this.requestUpdate();
    }, AHEAD_MS);
  }
}

if (!customElements.get("coshop-panel")) customElements.define("coshop-panel", Panel);
