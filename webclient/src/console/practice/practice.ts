/** Practising: the stories, the rehearsal that is on, and what came of it. It comes when somebody first goes there. */

import { LitElement, html, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { timeOfDay } from "../../core/words.js";
import type { CallMode, RehearsalView, StoryView } from "../../protocol/index.js";
import type { Desk } from "../desk.js";
import { icons } from "../icons.js";
import { modeSign } from "../parts/line.js";
import "../parts/presence.js";
import { language } from "../speech.js";
import { base, buttons, states } from "../styles.js";
import { dayOf, languageName } from "../view/clock.js";
import { liveCall } from "../view/standing.js";
import { want } from "../want.js";
import { seconds, standing } from "./reading.js";
import { stageOf } from "./stages.js";
import "./report.js";
import { whyEnded } from "./report.js";
import { practiceStyles } from "./styles.js";
import { texts } from "./words.js";

const PAST_MAX = 20;

@customElement("console-practice")
export class Practice extends LitElement {
  /** The same desk each time, with news in it. */
  @property({ attribute: false, hasChanged: () => true }) desk!: Desk;
  @state() private stories: readonly StoryView[] | null = null;
  @state() private past: readonly RehearsalView[] | null = null;
  @state() private failed = false;
  @state() private past_failed = false;
  /** What the list of past ones was last read for. */
  private read_for = "";
  private focused = "";

  static override styles = [base, buttons, states, practiceStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.fetch();
  }

  override willUpdate(): void {
    const { now } = this.desk.rehearsing;
    const version = now === null ? "none" : `${now.rehearsal_id} ${now.ended_at_ms}`;
    if (version !== this.read_for) {
      this.read_for = version;
      void this.fetchPast();
    }
  }

  /** A screen that takes another's place is announced by its heading. */
  override updated(_changed: PropertyValues): void {
    const { rehearsing } = this.desk;
    const part = rehearsing.now === null ? "stories" : rehearsing.open ? "on" : "report";
    if (part === this.focused) return;
    this.focused = part;
    this.renderRoot.querySelector<HTMLElement>(part === "stories" ? "h1" : "h2")?.focus({ preventScroll: true });
  }

  override render() {
    const { desk } = this;
    return html`
      <header>
        <a class="button square" href="#" aria-label=${texts.back} title=${texts.back}>${icons.back}</a>
        <h1 tabindex="-1">${texts.title}</h1>
        <console-presence .presence=${desk.state?.view.presence ?? null} .signedIn=${desk.account.signed_in} .aheadMs=${desk.ahead_ms} .wished=${desk.wished}
          .notifications=${"Notification" in window ? Notification.permission : "unknown"}></console-presence>
      </header>
      <main><div class="column">${this.body()}</div></main>
    `;
  }

  private body() {
    const { rehearsing } = this.desk;
    if (rehearsing.now !== null) return rehearsing.open ? this.on(rehearsing.now) : this.over(rehearsing.now);
    const { problem } = rehearsing;
    return html`
      <p class="intro">${texts.intro}</p>
      ${problem === "" ? nothing : html`<p class="refused" role="alert">${icons.warn}<span>${texts.problems[problem] ?? texts.problems.other}</span></p>`}
      <h2>${texts.stories}</h2>
      ${this.list()}
      ${this.earlier()}
    `;
  }

  private list() {
    if (this.failed) {
      return html`<p role="alert">${texts.stories_failed} <button class="button" @click=${() => void this.fetch()}>${texts.try_again}</button></p>`;
    }
    if (this.stories === null) return html`<p aria-busy="true"></p>`;
    return html`<div class="stories">${this.stories.map((story) => this.card(story))}</div>`;
  }

  private card(story: StoryView) {
    const { starting } = this.desk.rehearsing;
    if (story.problem !== "") {
      return html`<section class="card"><h3>${story.title}</h3><p class="refused">${icons.warn}<span>${texts.broken(story.problem)}</span></p></section>`;
    }
    const goals = Object.entries(story.goals).filter(([key]) => key in texts.goals);
    return html`
      <section class="card" aria-label=${story.title}>
        <div><h3>${story.title}</h3>
          <p class="about muted small">${modeSign(modeOf(story))}<span>${languageName(story.language, language)}</span>
            ${story.own ? html`<span>${texts.own}</span>` : nothing}</p></div>
        <p lang=${story.language}>${story.brief}</p>
        <ul class="counts small" aria-label=${texts.counts}>
          ${goals.map(([key, goal]) => html`<li><span>${texts.goals[key]}</span><span class="muted">${texts.within(seconds(goal, language))}</span></li>`)}
        </ul>
        <div><button class="button main" ?disabled=${starting !== ""} aria-label=${`${texts.start}: ${story.title}`}
          @click=${() => want(this, { do: "rehearse", story: story.story, mode: modeOf(story) })}>${starting === story.story ? texts.starting : texts.start}</button></div>
      </section>
    `;
  }

  private on(now: RehearsalView) {
    const { desk } = this;
    const entry = desk.state?.view.line?.entries.find((each) => each.kind === "rehearsal");
    const live = desk.state !== null && liveCall(desk.state)?.view.call.kind === "rehearsal";
    const { noted, answered } = desk.rehearsing;
    const stage = stageOf(now.state, noted, { live, in_line: entry !== undefined, answered });
    const words = { waiting: texts.waiting, preparing: texts.preparing, calling: entry ? texts.in_line(entry.name) : texts.calling, in_call: texts.in_call, over: texts.making_report }[stage];
    const hint = stage === "waiting" ? texts.waiting_hint : stage === "preparing" ? texts.preparing_hint : "";
    const story = this.stories?.find((each) => each.story === now.story);
    return html`
      <section class="card on">
        <h2 tabindex="-1">${now.title}</h2>
        ${story ? html`<p lang=${story.language}>${story.brief}</p>` : nothing}
        <div class="dots" aria-hidden="true"><i></i><i></i><i></i></div>
        <p role="status" data-stage=${stage}><span class="strong">${words}</span> <span class="muted">${hint}</span></p>
        <div role="status">${noted.voice === "missing" && stage !== "over" ? html`<p class="unsaid">${icons.warn}<span>${texts.no_voice}</span></p>` : nothing}</div>
        <div class="row">
          <button class="button" ?disabled=${desk.rehearsing.stopping} @click=${() => want(this, { do: "rehearse_stop" })}>
            ${desk.rehearsing.stopping ? texts.stopping : texts.stop}</button>
        </div>
      </section>
    `;
  }

  private over(now: RehearsalView) {
    const story = this.stories?.find((each) => each.story === now.story && each.problem === "");
    return html`
      <section class="card on">
        <h2 tabindex="-1">${now.state === "done" ? texts.report_of(now.title) : now.title}</h2>
        <console-report .rehearsal=${now}></console-report>
        <div class="row">
          ${story
            ? html`<button class="button main" ?disabled=${this.desk.rehearsing.starting !== ""}
                @click=${() => want(this, { do: "rehearse", story: story.story, mode: modeOf(story) })}>${texts.again}</button>`
            : nothing}
          <button class="button" @click=${() => want(this, { do: "rehearse_done" })}>${texts.others}</button>
          <a class="button" href="#">${texts.back}</a>
        </div>
      </section>
    `;
  }

  private earlier() {
    if (this.past_failed) return html`<h2>${texts.past}</h2><p role="alert">${texts.past_failed}</p>`;
    if (this.past === null) return nothing;
    const ended = this.past.filter((each) => each.ended_at_ms > 0);
    if (ended.length === 0) return html`<h2>${texts.past}</h2><p class="muted">${texts.past_none}</p>`;
    return html`<h2>${texts.past}</h2><ul class="past">${ended.map((each) => this.row(each))}</ul>`;
  }

  private row(each: RehearsalView) {
    const when = `${dayOf(each.started_at_ms, language)}, ${timeOfDay(each.started_at_ms, language)}`;
    const why = each.state === "done" ? "" : whyEnded(each);
    return html`<li>
      <span class="when muted small">${when}</span><span class="one-line">${each.title}</span>
      <span title=${why}>${texts.words_of[standing(each)]}</span>
      <button class="button" aria-label=${`${texts.report_of(each.title)}, ${when}`} @click=${() => want(this, { do: "rehearse_show", rehearsal: each })}>${texts.open_report}</button>
    </li>`;
  }

  private async fetch(): Promise<void> {
    this.failed = false;
    try {
      this.stories = (await this.desk.http.stories()).stories;
    } catch {
      this.failed = true;
    }
  }

  private async fetchPast(): Promise<void> {
    try {
      this.past = (await this.desk.http.rehearsals(PAST_MAX, false)).rehearsals;
      this.past_failed = false;
    } catch {
      this.past_failed = this.past === null;
    }
  }
}

function modeOf({ mode }: StoryView): CallMode {
  return mode === "text" || mode === "voice" ? mode : "video";
}
