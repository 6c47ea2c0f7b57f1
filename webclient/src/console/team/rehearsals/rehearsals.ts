/** What the team has practised, newest first, each with its report beneath. It reads and changes nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { timeOfDay } from "../../../core/words.js";
import type { ConsoleHttp } from "../../../net/console_http.js";
import type { RehearsalView } from "../../../protocol/index.js";
import { goalsMet, reportOf, standing } from "../../practice/reading.js";
import "../../practice/report.js";
import { texts } from "../../practice/words.js";
import { language } from "../../speech.js";
import { base, buttons } from "../../styles.js";
import { dayOf } from "../../view/clock.js";

const LIMIT = 200;

@customElement("team-rehearsals")
export class TeamRehearsals extends LitElement {
  @property({ attribute: false }) http!: ConsoleHttp;
  @state() private rehearsals: readonly RehearsalView[] | null = null;
  @state() private failed = false;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        gap: 16px;
        max-width: 1040px;
        align-content: start;
      }
      details {
        border-bottom: 1px solid var(--line);
      }
      summary {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.6fr) 160px;
        gap: 0 16px;
        align-items: center;
        min-height: 56px;
        padding: 8px 4px;
        cursor: pointer;
      }
      summary .result {
        text-align: right;
      }
      console-report {
        padding: 8px 4px 24px;
        max-width: 680px;
      }
      @media (max-width: 599px) {
        summary {
          grid-template-columns: minmax(0, 1fr) 160px;
        }
        summary .story {
          grid-column: 1 / -1;
          grid-row: 2;
        }
      }
    `,
  ];

  override firstUpdated(): void {
    void this.fetch();
  }

  override render() {
    if (this.failed) return html`<p role="alert">${texts.team_failed} <button class="button" @click=${() => void this.fetch()}>${texts.try_again}</button></p>`;
    if (this.rehearsals === null) return html`<p aria-busy="true"></p>`;
    if (this.rehearsals.length === 0) return html`<p class="muted">${texts.team_none}</p>`;
    return html`<p class="muted">${texts.team_intro}</p><div>${this.rehearsals.map((each) => this.row(each))}</div>`;
  }

  private row(each: RehearsalView) {
    const report = reportOf(each);
    const goals = report ? goalsMet(report) : null;
    return html`<details>
      <summary>
        <span class="strong one-line">${each.name}</span>
        <span class="story">${each.title}<br /><span class="muted small">${dayOf(each.started_at_ms, language)}, ${timeOfDay(each.started_at_ms, language)}</span></span>
        <span class="result">${texts.words_of[standing(each)]}${goals && goals.all > 0 ? html`<br /><span class="muted small">${texts.team_goals(goals.met, goals.all)}</span>` : nothing}</span>
      </summary>
      ${each.ended_at_ms > 0 ? html`<console-report .rehearsal=${each}></console-report>` : nothing}
    </details>`;
  }

  private async fetch(): Promise<void> {
    this.failed = false;
    try {
      this.rehearsals = (await this.http.rehearsals(LIMIT, true)).rehearsals;
    } catch {
      this.failed = true;
    }
  }
}
