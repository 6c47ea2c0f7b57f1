/** Calls now: the call one is a guest of, the store's running calls, and who is there to answer. It asks for them while it is on screen. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { recorderIn } from "../../../core/recording_now.js";
import { timeOfDay } from "../../../core/words.js";
import type { TeamCall, TeamPerson } from "../../../protocol/index.js";
import type { Desk } from "../../desk.js";
import { EverySecond } from "../../every_second.js";
import { icons } from "../../icons.js";
import { language } from "../../speech.js";
import { base, buttons, emptyBox } from "../../styles.js";
import { liveCall } from "../../view/standing.js";
import "./call_row.js";
import "./guest_stage.js";
import { byPhase, byState, visit } from "./rows.js";
import { personRow, peopleStyle } from "./people.js";
import { TeamNow } from "./team_now.js";
import { texts } from "./words.js";

/** An answer that is older than this is said to be old. */
const STALE_MS = 6_000;

@customElement("console-calls-now")
export class CallsNow extends LitElement {
  @property({ attribute: false, hasChanged: () => true }) desk!: Desk;
  private readonly now = new TeamNow(this);
  /** A call that has just ended leaves the list at once. */
  private over: string | null = null;
  /** Those of the calls in which this list has seen a recorder. */
  private recorders: ReadonlySet<string> = new Set();

  protected readonly second = new EverySecond(this);

  static override styles = [
    emptyBox,
    base,
    buttons,
    peopleStyle,
    css`
      :host {
        display: grid;
        gap: 24px;
        max-width: 1400px;
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 300px;
        gap: 24px;
        align-items: start;
      }
      h2 {
        font-size: 20px;
        display: flex;
        gap: 8px;
        padding-bottom: 8px;
      }
      h2 .muted {
        font-weight: 400;
      }
      .calls,
      .group ul {
        display: grid;
        gap: 8px;
      }
      .calls {
        gap: 24px;
      }
      .age:empty {
        display: contents;
      }
      .stale {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      @media (orientation: portrait), (max-width: 899px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override willUpdate(): void {
    const over = this.desk.guest?.over ?? null;
    if (over !== this.over && over !== null) void this.now.ask();
    this.over = over;
    const calls = this.now.view?.calls ?? [];
    this.recorders = new Set(calls.filter((call) => recorderIn(call) || this.recorders.has(call.call_id)).map(({ call_id }) => call_id));
  }

  override render() {
    const { view } = this.now;
    const { guest } = this.desk;
    return html`
      ${guest ? html`<console-guest-stage .desk=${this.desk} .seat=${guest} ?had=${this.had(guest.call_id)}></console-guest-stage>` : nothing}
      ${view === null ? this.nothingYet() : html`${this.stale()}<div class="columns">${this.calls(view.calls)}${this.people(view.people)}</div>`}
    `;
  }

  private had(call_id: string): boolean {
    return this.recorders.has(call_id) || this.desk.recorder_in === call_id;
  }

  private nothingYet() {
    if (!this.now.failed) return html`<div class="empty" aria-busy="true"><p class="muted">${texts.loading}</p></div>`;
    return html`<div class="empty" role="alert">${icons.offline}<p>${texts.failed}</p>
      <button class="button" @click=${() => void this.now.ask()}>${texts.try_again}</button></div>`;
  }

  private stale() {
    const old = this.now.failed && Date.now() - this.now.heard_at_ms > STALE_MS;
    return html`<div class="age" role="status">${old ? html`<p class="stale muted">${icons.warn}${texts.stale(timeOfDay(this.now.heard_at_ms, language))}</p>` : nothing}</div>`;
  }

  private calls(calls: readonly TeamCall[]) {
    if (calls.length === 0) return html`<div class="empty">${icons.line}<p class="strong">${texts.none}</p><p class="muted">${texts.none_hint}</p></div>`;
    const { desk } = this;
    const me = desk.account.signed_in?.associate.associate_id ?? "";
    const busy = desk.state !== null && liveCall(desk.state) !== null;
    const visiting = desk.guest?.over === null ? desk.guest.call_id : "";
    return html`<div class="calls">
      ${byPhase(calls).map(
        ({ key, all }) => html`<div class="group"><h2>${texts[key]}<span class="muted">${all.length}</span></h2>
          <ul>${all.map((call) => html`<li><console-team-call .call=${call} visit=${visit(call, me, visiting)} ?busy=${busy} ?had=${this.had(call.call_id)} me=${me} .aheadMs=${desk.ahead_ms}
            store=${desk.account.signed_in?.store.name ?? ""}></console-team-call></li>`)}</ul></div>`,
      )}
    </div>`;
  }

  private people(people: readonly TeamPerson[]) {
    return html`<div class="people">
      <h2>${texts.people}</h2>
      ${people.some(({ state }) => state === "available") ? nothing : html`<p class="muted none">${texts.people_none}</p>`}
      ${byState(people).map(({ key, all }) => html`<h3>${texts.states[key]}<span class="muted">${all.length}</span></h3><ul>${all.map((each) => personRow(each, this.desk.now_ms))}</ul>`)}
    </div>`;
  }
}
