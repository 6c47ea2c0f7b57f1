/** Everybody's set checks, newest first by day: when, who, and what they were told (hence in quotes). It loads when shown and changes nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { timeOfDay } from "../../../core/words.js";
import type { ConsoleHttp } from "../../../net/console_http.js";
import type { SetChecksView, SetCheckView } from "../../../protocol/index.js";
import { checkTexts } from "../../../ui/texts/check.js";
import { icons } from "../../icons.js";
import { language, texts as own } from "../../speech.js";
import { base, buttons } from "../../styles.js";
import { dayOf } from "../../view/clock.js";
import { foundIn } from "./found.js";

const words = checkTexts(navigator.languages);
const EVERY_MS = 30_000;
const MOST = 200;

@customElement("team-checks")
export class TeamChecks extends LitElement {
  @property({ attribute: false }) http!: ConsoleHttp;
  @state() private checks: readonly SetCheckView[] | null = null;
  @state() private failed = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        max-width: 960px;
      }
      h2 {
        font-size: 17px;
        padding: 16px 0 4px;
      }
      .all:focus-visible {
        outline-offset: 4px;
      }
      h2:first-child {
        padding-top: 0;
      }
      li {
        display: grid;
        grid-template-columns: 80px 200px minmax(0, 1fr);
        gap: 4px 16px;
        min-height: 48px;
        padding: 12px 0;
        border-bottom: 1px solid var(--line);
      }
      .outcome {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr);
        gap: 4px 8px;
      }
      .outcome > :not(svg) {
        grid-column: 2;
      }
      .passed svg {
        color: var(--green);
      }
      @media (max-width: 599px) {
        li {
          grid-template-columns: 64px minmax(0, 1fr);
        }
        .outcome {
          grid-column: 2;
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.fetch(), EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override firstUpdated(): void {
    void this.fetch();
  }

  override render() {
    if (this.checks === null) {
      return this.failed
        ? html`<p role="alert">${words.team_failed}</p><p><button class="button" @click=${() => void this.fetch()}>${own.try_again}</button></p>`
        : html`<div aria-busy="true"></div>`;
    }
    if (this.checks.length === 0) return html`<p class="muted">${words.team_none}</p>`;
    const days = new Map<string, SetCheckView[]>();
    for (const check of this.checks) {
      const day = dayOf(check.at_ms, language);
      days.set(day, [...(days.get(day) ?? []), check]);
    }
    return html`${this.failed ? html`<p role="status" class="small muted">${words.team_failed}</p>` : nothing}
      <!-- Nothing in it takes the focus, and whoever has no mouse wants to scroll it too. -->
      <div class="all" role="group" tabindex="0" aria-label=${words.title}>${[...days].map(
        ([day, checks]) => html`<h2>${day}</h2><ul aria-label=${day}>${checks.map((each) => this.row(each))}</ul>`,
      )}</div>`;
  }

  private row(check: SetCheckView) {
    const { failed, better } = foundIn(check, words);
    return html`<li>
      <span class="muted">${timeOfDay(check.at_ms, language)}</span>
      <span class="one-line">${check.name === "" ? words.team_gone : check.name}</span>
      <div class="outcome ${check.passed ? "passed" : ""}">${check.passed ? icons.check : icons.warn}
        <p class="strong">${check.passed ? words.team_passed : words.team_not_passed}</p>
        ${failed.map((says) => html`<p><q>${says}</q></p>`)}${better.map((says) => html`<p class="small muted"><q>${says}</q></p>`)}</div>
    </li>`;
  }

  private async fetch(): Promise<void> {
    try {
      this.checks = (await this.http.ask<SetChecksView>("GET", `/v1/console/checks?limit=${MOST}`)).checks;
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }
}
