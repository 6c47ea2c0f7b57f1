/** The console's one page: chooses the screen from where the associate stands, lays it out, and hands wants to the desk. */

import { LitElement, html, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { tokens, themeOf, wear } from "../ui/theme.js";
import { appStyles } from "./app_styles.js";
import { maySharePicture, perform } from "./deeds.js";
import { Desk } from "./desk.js";
import { icons } from "./icons.js";
import { Later } from "./later.js";
import "./parts/check_question.js";
import "./parts/controls.js";
import "./parts/device_trouble.js";
import "./parts/guests.js";
import "./parts/line.js";
import "./parts/notice.js";
import "./parts/past_calls.js";
import "./parts/presence.js";
import "./parts/preview.js";
import "./parts/recording.js";
import type { RecordingRow } from "./parts/recording.js";
import "./parts/ring.js";
import "./parts/shown.js";
import "./parts/side.js";
import type { Side } from "./parts/side.js";
import "./parts/sign_in.js";
import "./parts/stage.js";
import "./parts/wrap_up.js";
import { texts } from "./speech.js";
import { base, buttons } from "./styles.js";
import { leadsTeam, placeOf, type Place } from "./view/place.js";
import { wrapOf } from "./view/wraps.js";
import { noticeOf } from "./view/notices.js";
import { deviceTrouble, refusalSentence } from "./view/sentences.js";
import { mayAsk } from "./view/recording.js";
import { liveCall, unwrapped } from "./view/standing.js";
import { want, type WantEvent } from "./want.js";

const WHOLE_MS = 30;
/** The ring is painted first; then the screen that follows an answer is drawn beneath it, unseen. */
const AHEAD_MS = 150;

@customElement("coshop-console")
export class Console extends LitElement {
  readonly desk = new Desk(() => this.requestUpdate());
  @state() private drawer = false;
  /** The call that is drawn whole: unseen while it rings, so that an answer shows it at once; without that, the pictures come first. */
  @state() private whole = "";
  private arrived = "";
  private answered = "";
  @state() private place: Place = placeOf(location.hash);
  private readonly team = new Later(() => import("./team/team.js"), () => this.requestUpdate());
  private readonly practice = new Later(() => import("./practice/practice.js"), () => this.requestUpdate());
  private readonly check = new Later(() => import("./check/check.js"), () => this.requestUpdate());
  @query("console-side") private side!: Side | null;
  @query("console-recording") private recording!: RecordingRow | null;
  private accent = "";
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");

  static override styles = [tokens, base, buttons, appStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("want", this.wanted);
    this.dark.addEventListener("change", this.dress);
    addEventListener("hashchange", () => (this.place = placeOf(location.hash)));
    this.dress();
    this.desk.start();
  }

  /** An answer to the shopper's offer goes out before the screen is drawn anew. */
  protected override async scheduleUpdate(): Promise<void> {
    await this.desk.client?.calm();
    await super.scheduleUpdate();
  }

  override willUpdate(): void {
    if (this.place.at === "team" && leadsTeam(this.desk.account.signed_in)) this.team.need();
    if (this.place.at === "practise") this.practice.need();
    if (this.place.at === "check") this.check.need();
    const accent = this.desk.account.signed_in?.store.accent ?? "";
    if (accent === this.accent) return;
    this.accent = accent;
    this.dress();
  }

  override updated(_changed: PropertyValues): void {
    const store = this.desk.account.signed_in?.store.name;
    if (!this.desk.ring) document.title = store ? `${store} · ${texts.app_name}` : texts.app_name;
    const live = (this.desk.state && liveCall(this.desk.state)?.view.call_id) ?? "";
    const call_id = live || this.coming;
    if (live !== "" && live !== this.answered) this.goToDesk();
    this.answered = live;
    if (call_id === this.arrived) return;
    this.arrived = call_id;
    setTimeout(() => (this.whole = this.arrived), live ? WHOLE_MS : AHEAD_MS);
  }

  /** The call that rings on this tablet and may be answered at any moment. */
  private get coming(): string {
    const { ring } = this.desk;
    return ring?.here ? ring.call.call_id : "";
  }

  override render() {
    const { account, state: call, ring } = this.desk;
    if (account.state === "out") return this.signIn("");
    if (account.state === "expired" && !(call && liveCall(call)?.here)) return this.signIn(this.outReason());
    if (!account.signed_in || !call) return this.waiting();
    if (call.socket === "fenced") return this.fenced();
    const live = liveCall(call);
    const team = this.place.at === "team" && leadsTeam(account.signed_in) ? this.place : null;
    return html`
      ${this.notice()}
      ${ring
        ? html`<console-ring .call=${ring.call} .product=${this.desk.shelf.product(ring.call.page.product_id)} .aheadMs=${this.desk.ahead_ms}
            ?elsewhere=${!ring.here} ?answering=${this.desk.answering === ring.call.call_id} problem=${this.desk.ring_problem}
            .writing=${() => this.writing()}></console-ring>`
        : nothing}
      ${live?.here || (!live && this.coming !== "" && this.whole === this.coming) ? this.inCall(live !== null && !team) : nothing}
      ${team ? this.inTeam(team) : live?.here ? nothing : live ? this.elsewhere(live.view.call_id) : this.atDesk()}
      ${this.desk.go_live.asking ? html`<console-check-question></console-check-question>` : nothing}
      ${account.state === "expired" ? html`<div class="over">${this.signIn(this.outReason())}</div>` : nothing}
    `;
  }

  private home() {
    const { state: call, media } = this.desk;
    const presence = call?.view.presence;
    const ended = call ? unwrapped(call) : null;
    const wraps = wrapOf(ended !== null && !this.desk.later.has(ended.call_id) ? ended : null, this.desk.reopened, this.desk.answered, texts);
    const ready = presence?.state === "available" || presence?.state === "ringing";
    const { signed_in } = this.desk.account;
    return html`
      <main class="home">
        <div class="head">
          ${this.presence()}
          ${leadsTeam(signed_in) ? html`<a class="button to-team" href="#team">${icons.line}${texts.team}</a>` : nothing}
          <p class="who one-line">${signed_in?.store.name}<span class="muted"> · ${signed_in?.associate.name}</span></p>
        </div>
        <div class="wide">
          ${wraps
            ? keyed(wraps.call_id, html`<console-wrap-up callId=${wraps.call_id} words=${wraps.words} ?paid=${wraps.paid}
                ?saving=${this.desk.saving === wraps.call_id} problem=${this.desk.wrap_problem}></console-wrap-up>`)
            : ready
              ? nothing
              : html`<div class="go"><button class="button main" ?disabled=${this.desk.wished !== null} @click=${() => want(this, { do: "go_available" })}>${texts.go_available}</button>
                  <p class="muted">${texts.go_available_hint}</p></div>`}
          <console-line .line=${call?.view.line ?? null} .aheadMs=${this.desk.ahead_ms} store=${signed_in?.store.name ?? ""}></console-line>
          ${call?.view.line ? html`<p class="muted">${texts.line_colleagues(call.view.line.available, call.view.line.live)}</p>` : nothing}
          ${ready && presence.here && this.desk.awake.refused ? html`<p class="muted small">${texts.wake_failed}</p>` : nothing}
        </div>
        <aside>
          <console-preview .own=${media?.own ?? null} .devices=${call?.devices ?? null} .level=${media?.level ?? 0}
            ?asked=${this.desk.keep.get("media") !== null && presence?.state !== "away"}></console-preview>
          <div class="ways"><div class="to-practise"><a class="button" href="#practise">${icons.person}${texts.practise}</a><p class="small muted">${texts.practise_hint}</p></div>
          <div class="to-check"><a class="button" href="#check">${icons.eye}${texts.set_check}</a>
            <p class="small muted">${this.checked()}</p></div></div>
          <console-past-calls .load=${this.desk.pastCalls} open=${wraps?.call_id ?? ""} version=${`${ended?.call_id ?? ""} ${this.desk.later.size} ${this.desk.noted}`}></console-past-calls>
        </aside>
      </main>
    `;
  }

  /** Whether today's set check was passed, as far as it is known and would matter. */
  private checked(): string {
    const { view } = this.desk.go_live;
    if (view?.passed_today === true) return texts.check_passed_today;
    return view?.can_check === true ? `${texts.check_not_today}. ${texts.check_hint}` : texts.check_hint;
  }

  private inCall(live: boolean) {
    const { state: call, media, shelf } = this.desk;
    const screen = call?.screen;
    if (!screen) return nothing;
    const { mode, call_id } = screen.call;
    const whole = this.whole === call_id;
    const waiting = call.view.line?.entries.length ?? 0;
    const wish = { microphone: call.microphone && mode !== "text", camera: call.camera && mode === "video" && !call.sharing };
    const trouble = deviceTrouble(call.devices, wish, texts);
    return html`
      <main class="call ${mode}" ?inert=${!live}>
        <div class="beside ${this.drawer ? "open" : ""}">
          ${this.presence()}
          ${whole ? html`<console-line narrow .line=${call.view.line} .aheadMs=${this.desk.ahead_ms}
                store=${this.desk.account.signed_in?.store.name ?? ""}></console-line>` : nothing}
        </div>
        <div class="stage">
          <button class="button drawer" aria-expanded=${this.drawer} aria-label=${`${this.drawer ? texts.line_close : texts.line_open}: ${waiting}`}
            @click=${() => (this.drawer = !this.drawer)}>${this.drawer ? icons.close : icons.line} ${waiting}</button>
          <console-stage .call=${screen.call} .remote=${call.remote} .own=${media?.own ?? null}
            ?ownCamera=${call.camera && call.devices.tracks.video !== null} ?mirrored=${call.devices.facing === "user"} .bars=${call.bars}
            .hears=${media?.hears ?? "not_yet"} .speaker=${media?.speaker ?? ""} .aheadMs=${this.desk.ahead_ms}></console-stage>
          <console-guests .guests=${screen.call.guests} .streams=${call.guest_streams}></console-guests>
          <console-recording .call=${screen.call} store=${this.desk.store?.name ?? ""} .days=${this.desk.store?.recording_days ?? 0}></console-recording>
          <console-shown .shown=${screen.shown} .titles=${shelf.title} .page=${screen.call.page} problem=${this.problem()}></console-shown>
          ${trouble ? html`<console-device-trouble .trouble=${trouble} ?opening=${call.devices.opening}></console-device-trouble>` : nothing}
          <console-controls mode=${mode} ?microphone=${call.microphone && call.devices.tracks.audio !== null}
            ?camera=${call.camera && call.devices.tracks.video !== null} ?sharing=${call.sharing} .devices=${media?.devices ?? []}
            ?mayShare=${maySharePicture()} ?mayAsk=${this.desk.store?.recording === "ask" && mayAsk(screen.call)}></console-controls>
        </div>
        ${whole
          ? html`<console-side .screen=${screen} .here=${shelf.product(screen.call.page.product_id)} ?wide=${mode === "text"} .refused=${call.refused} .titles=${shelf.title} .search=${shelf.search}
              .pages=${this.desk.history.of(screen.call, this.desk.now_ms)} ?theyType=${call.other_typing} ?live=${live}></console-side>`
          : html`<div></div>`}
      </main>
    `;
  }

  private inTeam(place: Extract<Place, { at: "team" }>) {
    return this.team.state === "there" ? html`<console-team .desk=${this.desk} .place=${place}></console-team>` : this.later(this.team, texts.team_failed);
  }

  /** Where nobody is in a call: the desk, or what gets one ready for it. */
  private atDesk() {
    if (this.place.at === "practise") {
      return this.practice.state === "there" ? html`<console-practice .desk=${this.desk}></console-practice>` : this.later(this.practice, texts.practise_failed);
    }
    if (this.place.at !== "check") return this.home();
    return this.check.state === "there" ? html`<console-set-check .desk=${this.desk}></console-set-check>` : this.later(this.check, texts.check_failed);
  }

  private later(part: Later, failed: string) {
    if (part.state !== "failed") return html`<main class="rest" aria-busy="true"></main>`;
    return html`<main class="rest">${icons.offline}<h1>${failed}</h1>
      <button class="button main" @click=${() => void part.fetch()}>${texts.try_again}</button><a class="button" href="#">${texts.team_back}</a></main>`;
  }

  /** A call that was answered is seen at once, wherever one was. */
  private goToDesk(): void {
    if (this.place.at === "desk") return;
    history.replaceState(history.state, "", location.pathname + location.search);
    this.place = placeOf("");
  }

  private presence() {
    return html`<console-presence .presence=${this.desk.state?.view.presence ?? null} .signedIn=${this.desk.account.signed_in}
      .aheadMs=${this.desk.ahead_ms} .wished=${this.desk.wished}
      .notifications=${"Notification" in window ? Notification.permission : "unknown"}></console-presence>`;
  }

  /** Nobody is known yet: for a moment nothing is said; without an answer, what helps. */
  private waiting() {
    if (navigator.onLine && !this.desk.account.unreachable) return html`<main class="rest" aria-busy="true"></main>`;
    return html`<main class="rest">${icons.offline}<h1>${texts.not_connected}</h1><p class="muted" role="status">${texts.link_offline}</p></main>`;
  }

  private elsewhere(call_id: string) {
    return html`<main class="rest">${icons.camera}<h1>${texts.elsewhere_title}</h1><p class="muted">${texts.elsewhere_hint}</p>
      <button class="button main" @click=${() => want(this, { do: "take_over", call_id })}>${texts.elsewhere_continue}</button></main>`;
  }

  private fenced() {
    return html`<main class="rest">${icons.screen}<h1>${texts.fenced_title}</h1><p class="muted">${texts.fenced_hint}</p>
      <button class="button main" @click=${() => want(this, { do: "use_here" })}>${texts.fenced_use_here}</button></main>`;
  }

  private signIn(reason: string) {
    return html`<console-sign-in reason=${reason} .signIn=${this.desk.account.signIn}></console-sign-in>`;
  }

  private outReason(): string {
    const { state } = this.desk;
    if (state && liveCall(state)) return texts.sign_in_expired_in_call;
    return state?.stopped?.code === "revoked" ? texts.sign_in_revoked : texts.sign_in_expired;
  }

  private notice() {
    this.desk.guest_seen = this.place.at === "team" && this.place.section === "calls";
    return html`<console-notice .notice=${noticeOf(this.desk, navigator.onLine, texts)}></console-notice>`;
  }

  /** Refusals that belong to no product row, line or message: taking back, and the checkout. */
  private problem(): string {
    const last = this.desk.state?.refused.at(-1);
    const belongs = last && (last.body.type === "product_hide" || last.body.type === "checkout_offer");
    return belongs && this.desk.now_ms - last.at_ms < 10_000 ? refusalSentence(last.refusal, texts) : "";
  }

  private writing(): boolean {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
  }

  private wanted = ({ detail }: WantEvent): void => {
    if (detail.do === "find") this.side?.ask(this.desk.shelf.product(detail.product_id)?.title ?? detail.query);
    else if (detail.do === "record") this.recording?.ask();
    else if (detail.do === "full_screen") void (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen()).catch(() => undefined);
    else perform(this.desk, detail);
  };

  private readonly dress = (): void => {
    wear(this, this.accent, themeOf(null));
  };
}
