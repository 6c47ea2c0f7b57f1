/** How the service itself fared: the last canary's call with its times, and those before it. It reads and changes nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { timeOfDay } from "../../../core/words.js";
import type { ConsoleHttp } from "../../../net/console_http.js";
import type { CanaryRunView } from "../../../protocol/index.js";
import { teamCanaryTexts } from "../../../ui/texts/team_canary.js";
import { icons } from "../../icons.js";
import { seconds } from "../../practice/reading.js";
import { language } from "../../speech.js";
import { base, buttons, states } from "../../styles.js";
import { dayOf } from "../../view/clock.js";
import { whyFailed } from "./reading.js";

const texts = teamCanaryTexts(navigator.languages);
const LIMIT = 100;
const AGAIN_MS = 30_000;

@customElement("team-canary")
export class TeamCanary extends LitElement {
  @property({ attribute: false }) http!: ConsoleHttp;
  @state() private runs: readonly CanaryRunView[] | null = null;
  @state() private failed = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    buttons,
    states,
    css`
      :host {
        display: grid;
        gap: 16px;
        max-width: 1040px;
        align-content: start;
      }
      .last {
        display: grid;
        gap: 12px;
        padding: 16px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--raised);
      }
      .head {
        display: flex;
        gap: 8px;
        font-size: 20px;
        font-weight: 600;
        align-items: flex-start;
      }
      .times {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr));
        gap: 0 24px;
      }
      .times li {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        padding: 6px 0;
        border-bottom: 1px solid var(--line);
      }
      table {
        border-collapse: collapse;
        width: 100%;
      }
      th,
      td {
        text-align: left;
        font-weight: 400;
        padding: 12px 12px 12px 0;
        border-bottom: 1px solid var(--line);
        vertical-align: baseline;
      }
      thead th {
        color: var(--muted);
        font-size: 15px;
      }
      .reason {
        overflow-wrap: anywhere;
      }
      .figure {
        white-space: nowrap;
      }
      @media (max-width: 599px) {
        .by {
          display: none;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.fetch(), AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override firstUpdated(): void {
    void this.fetch();
  }

  override render() {
    if (this.failed) return html`<p role="alert">${texts.failed} <button class="button" @click=${() => void this.fetch()}>${texts.try_again}</button></p>`;
    if (this.runs === null) return html`<p aria-busy="true"></p>`;
    const ended = this.runs.filter((run) => run.ended_at_ms > 0);
    const [last] = ended;
    return html`
      <p class="muted">${texts.intro}</p>
      ${this.runs.length > ended.length ? html`<p role="status">${texts.running}</p>` : nothing}
      ${last ? html`${this.newest(last, ended)}${this.table(ended)}` : html`<p>${texts.none}</p>`}
    `;
  }

  private newest(last: CanaryRunView, ended: readonly CanaryRunView[]) {
    const good = ended.find((run) => run.ok);
    return html`<section class="last">
      <p class="head ${last.ok ? "settled" : ""}">${last.ok ? icons.check : icons.warn}
        <span>${last.ok ? texts.well_since(when(last)) : texts.broken(stepName(last.failed_step), when(last))}</span></p>
      ${last.ok ? nothing : html`<p class="reason">${whyFailed(last, texts)}</p><p class="muted">${good ? texts.last_well(when(good)) : texts.never_well}</p>`}
      ${last.steps.length === 0
        ? nothing
        : html`<h2>${texts.times}</h2><ul class="times">${last.steps.map((each) => html`<li><span>${stepName(each.step)}</span><span class="figure">${seconds(each.seconds, language)}</span></li>`)}</ul>`}
    </section>`;
  }

  private table(ended: readonly CanaryRunView[]) {
    return html`<table>
      <thead><tr><th scope="col">${texts.when}</th><th scope="col">${texts.result}</th><th scope="col">${texts.took}</th><th scope="col" class="by">${texts.by}</th></tr></thead>
      <tbody>${ended.map((run) => html`<tr>
        <td>${when(run)}</td>
        <td>${run.ok ? html`<span class="settled">${texts.ok}</span>` : html`<span class="strong">${texts.failed_at(stepName(run.failed_step))}</span><br /><span class="muted small reason">${whyFailed(run, texts)}</span>`}</td>
        <td class="figure">${seconds(run.steps.reduce((all, each) => all + each.seconds, 0), language)}</td>
        <td class="by muted">${run.source === "worker" ? texts.by_worker : texts.by_command}</td>
      </tr>`)}</tbody>
    </table>`;
  }

  private async fetch(): Promise<void> {
    try {
      this.runs = (await this.http.canary(LIMIT)).runs;
      this.failed = false;
    } catch {
      this.failed = this.runs === null;
    }
  }
}

function when(run: CanaryRunView): string {
  return `${dayOf(run.started_at_ms, language)}, ${timeOfDay(run.started_at_ms, language)}`;
}

function stepName(step: string): string {
  return texts.steps[step] ?? step;
}
