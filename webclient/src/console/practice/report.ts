/** What came of a rehearsal, in sentences and beside the story's goals. It judges nothing; the report was written where it was played. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RehearsalView } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { language } from "../speech.js";
import { base, states } from "../styles.js";
import { reportOf, seconds, type Report, type ReportRow } from "./reading.js";
import { texts } from "./words.js";

@customElement("console-report")
export class RehearsalReport extends LitElement {
  @property({ attribute: false }) rehearsal!: RehearsalView;

  static override styles = [
    base,
    states,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .ending {
        font-size: 20px;
        font-weight: 600;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        text-align: left;
        font-weight: 400;
        padding: 10px 12px 10px 0;
        border-bottom: 1px solid var(--line);
        vertical-align: middle;
      }
      thead th {
        color: var(--muted);
        font-size: 15px;
      }
      .figure {
        white-space: nowrap;
      }
      .verdict {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        white-space: nowrap;
      }
      .verdict svg {
        width: 20px;
        height: 20px;
      }
      @media (max-width: 599px) {
        thead {
          display: none;
        }
        tr {
          display: grid;
          grid-template-columns: 1fr 1fr 1fr;
          padding: 8px 0;
          border-bottom: 1px solid var(--line);
        }
        tbody th {
          grid-column: 1 / -1;
        }
        th,
        td {
          padding: 2px 8px 2px 0;
          border: 0;
        }
      }
    `,
  ];

  override render() {
    const report = reportOf(this.rehearsal);
    if (!report) return html`<p class="ending">${whyEnded(this.rehearsal)}</p>`;
    return html`
      <p class="ending">${texts.endings[report.passed ? "passed" : report.ending] ?? ""}</p>
      ${report.rows.length === 0 ? nothing : this.table(report)}
      <p>${texts.facts(report.products_shown, report.messages, report.nudges)} ${report.talked_s === null ? "" : texts.talked(seconds(report.talked_s, language))}</p>
      ${report.voice === "missing" ? html`<p class="muted">${texts.voice_missing}</p>` : nothing}
    `;
  }

  private table(report: Report) {
    return html`<table>
      <thead><tr><th scope="col">${texts.what}</th><th scope="col">${texts.you}</th><th scope="col">${texts.goal}</th><th scope="col"><span class="only-read">${texts.report}</span></th></tr></thead>
      <tbody>${report.rows.map((row) => this.row(row))}</tbody>
    </table>`;
  }

  private row(row: ReportRow) {
    const word = texts.verdicts[row.verdict] ?? "";
    return html`<tr>
      <th scope="row">${texts.goals[row.key] ?? row.key}</th>
      <td class="figure ${row.verdict === "met" || row.verdict === "no_goal" ? "" : "strong"}">${row.reached_s === null ? texts.never : seconds(row.reached_s, language)}</td>
      <td class="figure muted">${row.goal_s === null ? "" : texts.within(seconds(row.goal_s, language))}</td>
      <td>${word === "" ? nothing : html`<span class="verdict ${row.verdict === "met" ? "settled" : ""}">${row.verdict === "met" ? icons.check : icons.warn}${word}</span>`}</td>
    </tr>`;
  }
}

/** A sentence for a rehearsal that has no report: the server's code in this language, or what the worker said. */
export function whyEnded({ reason }: RehearsalView): string {
  return texts.problems[reason] ?? (reason === "" ? (texts.problems.other ?? "") : reason);
}
