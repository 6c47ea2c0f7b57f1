/** The associate's own earlier calls, newest first. It loads when shown and when told to; it changes none of them. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { timeOfDay } from "../../core/words.js";
import type { CallSummary } from "../../protocol/index.js";
import { language, texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { want } from "../want.js";
import { dayOf } from "../view/clock.js";

@customElement("console-past-calls")
export class PastCalls extends LitElement {
  @property({ attribute: false }) load!: () => Promise<readonly CallSummary[]>;
  /** Changes when there may be news. */
  @property() version = "";
  /** The call that is being wrapped up just now. */
  @property() open = "";
  @state() private calls: readonly CallSummary[] | null = null;
  @state() private failed = false;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      h2,
      h3 {
        padding-bottom: 8px;
      }
      h3 {
        padding-top: 8px;
        font-weight: 400;
        color: var(--muted);
        font-size: 15px;
      }
      li {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 0 12px;
        align-items: center;
        min-height: 48px;
        padding: 8px 0;
        border-bottom: 1px solid var(--line);
      }
      .note {
        grid-column: 2 / -1;
        overflow-wrap: anywhere;
        display: -webkit-box;
        -webkit-line-clamp: 2;
        -webkit-box-orient: vertical;
        overflow: hidden;
      }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("version")) void this.fetch();
  }

  override render() {
    return html`<h2>${texts.past_calls}</h2>${this.body()}`;
  }

  private body() {
    if (this.failed) return html`<p role="alert">${texts.past_failed} <button class="button" @click=${() => void this.fetch()}>${texts.try_again}</button></p>`;
    if (this.calls === null) return nothing;
    if (this.calls.length === 0) return html`<p class="muted">${texts.past_none}</p>`;
    const days = new Map<string, CallSummary[]>();
    for (const call of this.calls) {
      const day = dayOf(call.requested_at_ms, language);
      days.set(day, [...(days.get(day) ?? []), call]);
    }
    const today = dayOf(Date.now(), language);
    return [...days].map(
      ([day, calls]) => html`${day === today ? nothing : html`<h3>${day}</h3>`}<ul>${calls.map((call) => this.row(call))}</ul>`,
    );
  }

  private row(call: CallSummary) {
    return html`
      <li>
        <span class="muted">${timeOfDay(call.requested_at_ms, language)}</span>
        <span class="one-line">${call.shopper_name === "" ? texts.shopper : call.shopper_name}</span>
        ${call.outcome
          ? html`<span class="small">${texts.outcomes[call.outcome]}</span>`
          : call.call_id === this.open
            ? nothing
            : html`<button class="button note-it" title=${texts.past_not_wrapped} aria-label=${`${texts.past_note}: ${timeOfDay(call.requested_at_ms, language)}`}
              @click=${() => want(this, { do: "wrap_open", call })}>${texts.past_note}</button>`}
        ${call.note === "" ? nothing : html`<span class="note muted small">${call.note}</span>`}
      </li>
    `;
  }

  private async fetch(): Promise<void> {
    try {
      this.calls = await this.load();
      this.failed = false;
    } catch {
      this.failed = this.calls === null;
    }
  }
}
