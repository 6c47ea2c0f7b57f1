/** The store's calls that have ended, newest first, page by page. It loads when shown and changes nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { duration, timeOfDay } from "../../../core/words.js";
import type { Http } from "../../../net/http.js";
import type { ReviewSummary } from "../../../protocol/index.js";
import { icons } from "../../icons.js";
import { language, texts as own } from "../../speech.js";
import { base, buttons } from "../../styles.js";
import { dayOf } from "../../view/clock.js";
import { hashOf } from "../../view/place.js";
import { reviews } from "./source.js";
import { texts } from "./words.js";

/** What is still being put away is asked for again. */
const EVERY_MS = 3_000;

@customElement("console-reviews")
export class Reviews extends LitElement {
  @property({ attribute: false }) http!: Http;
  @state() private calls: readonly ReviewSummary[] | null = null;
  @state() private more = false;
  @state() private failed = false;
  @state() private loading = false;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        max-width: 960px;
      }
      h2 {
        padding: 16px 0 8px;
        color: var(--muted);
        font-size: 15px;
      }
      h2:first-child {
        padding-top: 0;
      }
      li {
        border-bottom: 1px solid var(--line);
      }
      a {
        display: grid;
        grid-template-columns: 88px minmax(0, 1fr) 64px minmax(88px, auto) 148px;
        gap: 4px 16px;
        align-items: center;
        min-height: 56px;
        padding: 8px;
        color: inherit;
        text-decoration: none;
        border-radius: 8px;
      }
      @media (hover: hover) {
        a:hover {
          background: color-mix(in srgb, var(--ink) 5%, var(--paper));
        }
      }
      .kept {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .older {
        margin-top: 16px;
      }
      @media (max-width: 699px) {
        a {
          grid-template-columns: 80px auto minmax(0, 1fr) auto;
        }
        .names {
          grid-area: 1 / 2 / auto / 4;
        }
        .length {
          justify-self: end;
        }
        .outcome {
          grid-area: 2 / 2;
        }
        .kept {
          grid-area: 2 / 3 / auto / -1;
          justify-self: end;
        }
      }
    `,
  ];

  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override firstUpdated(): void {
    void this.fetch();
  }

  override render() {
    const trouble = this.failed
      ? html`<p role="alert">${texts.failed} <button class="button" @click=${() => void this.fetch()}>${texts.again}</button></p>`
      : nothing;
    if (this.calls === null) return trouble;
    if (this.calls.length === 0) return html`<p class="muted">${texts.none}</p>`;
    const days = new Map<string, ReviewSummary[]>();
    for (const call of this.calls) {
      const day = dayOf(call.requested_at_ms, language);
      days.set(day, [...(days.get(day) ?? []), call]);
    }
    return html`${[...days].map(([day, calls]) => html`<h2>${day}</h2><ul>${calls.map((call) => this.row(call))}</ul>`)}
      ${trouble}
      ${this.more && !this.failed
        ? html`<button class="button older" ?disabled=${this.loading} @click=${() => void this.fetch()}>${texts.older}</button>`
        : nothing}`;
  }

  private row(call: ReviewSummary) {
    const shopper = call.shopper_name || texts.shopper;
    const associate = call.associate_name || texts.nobody;
    const answered = call.accepted_at_ms > 0;
    const kept = call.recording?.state === "recording" ? texts.being_kept : call.recording ? texts.recorded : texts.timeline_only;
    return html`<li><a href=${hashOf("reviews", call.call_id)}>
      <span class="muted">${timeOfDay(call.requested_at_ms, language)}</span>
      <span class="names one-line">${shopper} · ${associate}</span>
      <span class="length">${answered ? duration(call.length_ms) : ""}</span>
      <span class="outcome small">${answered ? (call.outcome ? own.outcomes[call.outcome] : "") : texts.not_answered}</span>
      <span class="kept small ${call.recording ? "" : "muted"}">${call.recording ? icons.record : nothing}${kept}</span>
    </a></li>`;
  }

  /** Whether a recording that was being put away is there now. */
  private async look(): Promise<void> {
    if (document.hidden || !this.calls?.some(({ recording }) => recording?.state === "recording")) return;
    try {
      const fresh = new Map((await reviews(this.http)).reviews.map((each) => [each.call_id, each]));
      this.calls = this.calls.map((each) => fresh.get(each.call_id) ?? each);
    } catch {
      // asked again in a moment
    }
  }

  private async fetch(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      const found = await reviews(this.http, this.calls?.at(-1));
      const known = new Set(this.calls?.map(({ call_id }) => call_id));
      this.calls = [...(this.calls ?? []), ...found.reviews.filter(({ call_id }) => !known.has(call_id))];
      this.more = found.more;
      this.failed = false;
    } catch {
      this.failed = true;
    } finally {
      this.loading = false;
    }
  }
}
