/** The console's one page: chooses the screen from where the associate stands, lays it out, and hands wants to the desk. */

import { LitElement, html, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { tokens, themeOf, wear } from "../ui/theme.js";
import { appStyles } from "./app_styles.js";
import { perform } from "./deeds.js";
import { Desk } from "./desk.js";
import { Later } from "./later.js";
import "./parts/check_question.js";
import "./parts/notice.js";
import type { RecordingRow } from "./parts/recording.js";
import "./parts/ring.js";
import type { Side } from "./parts/side.js";
import "./parts/sign_in.js";
import { callStyles } from "./screens/call_styles.js";
import { homeScreen } from "./screens/home.js";
import { homeStyles } from "./screens/home_styles.js";
import { callScreen } from "./screens/in_call.js";
import { elsewhereScreen, fencedScreen, laterScreen, waitingScreen } from "./screens/rest.js";
import { texts } from "./speech.js";
import { base, buttons } from "./styles.js";
import { leadsTeam, placeOf, type Place } from "./view/place.js";
import { noticeOf } from "./view/notices.js";
import { liveCall } from "./view/standing.js";
import type { WantEvent } from "./want.js";

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

  static override styles = [tokens, base, buttons, appStyles, homeStyles, callStyles];

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
    if (!account.signed_in || !call) return waitingScreen(this.desk);
    if (call.socket === "fenced") return fencedScreen(this);
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
      ${team ? this.inTeam(team) : live?.here ? nothing : live ? elsewhereScreen(live.view.call_id, this) : this.atDesk()}
      ${this.desk.go_live.asking ? html`<console-check-question></console-check-question>` : nothing}
      ${account.state === "expired" ? html`<div class="over">${this.signIn(this.outReason())}</div>` : nothing}
    `;
  }

  private inCall(live: boolean) {
    const call_id = this.desk.state?.screen?.call.call_id ?? "";
    return callScreen(this.desk, { live, whole: this.whole === call_id, drawer: this.drawer, toggleDrawer: this.toggleDrawer });
  }

  private inTeam(place: Extract<Place, { at: "team" }>) {
    return this.team.state === "there" ? html`<console-team .desk=${this.desk} .place=${place}></console-team>` : laterScreen(this.team, texts.team_failed);
  }

  /** Where nobody is in a call: the desk, or what gets one ready for it. */
  private atDesk() {
    if (this.place.at === "practise") {
      return this.practice.state === "there" ? html`<console-practice .desk=${this.desk}></console-practice>` : laterScreen(this.practice, texts.practise_failed);
    }
    if (this.place.at !== "check") return homeScreen(this.desk, this);
    return this.check.state === "there" ? html`<console-set-check .desk=${this.desk}></console-set-check>` : laterScreen(this.check, texts.check_failed);
  }

  /** A call that was answered is seen at once, wherever one was. */
  private goToDesk(): void {
    if (this.place.at === "desk") return;
    history.replaceState(history.state, "", location.pathname + location.search);
    this.place = placeOf("");
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

  private readonly toggleDrawer = (): void => {
    this.drawer = !this.drawer;
  };

  private readonly dress = (): void => {
    wear(this, this.accent, themeOf(null));
  };
}
