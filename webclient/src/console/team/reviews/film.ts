/** One MP4 of a recording: ordered, watched while it is made, loaded down. It asks again while the job is open, and makes nothing itself. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { HttpRefused, type Http } from "../../../net/http.js";
import type { ExportView } from "../../../protocol/index.js";
import { icons } from "../../icons.js";
import { language } from "../../speech.js";
import { base, buttons } from "../../styles.js";
import { filmOf, orderFilm } from "./source.js";
import { texts } from "./words.js";

const EVERY_MS = 1_500;

@customElement("console-review-film")
export class Film extends LitElement {
  @property({ attribute: false }) http!: Http;
  @property() callId = "";
  @property() clientId = "";
  /** As it was when the review was read. What is heard since then counts more, however often the review is drawn anew. */
  @property({ attribute: false }) first!: ExportView;
  @state() private heard: ExportView | null = null;
  @state() private problem = "";
  @state() private asking = false;
  /** One look at a time: an answer that comes late must not take the place of a newer one. */
  private looking = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      a.button {
        color: inherit;
        text-decoration: none;
      }
      progress {
        width: 160px;
        height: 12px;
        accent-color: var(--accent);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private get film(): ExportView {
    return this.heard ?? this.first;
  }

  override render() {
    const { state, done, bytes, url } = this.film;
    const trouble = this.problem === "" ? nothing : html`<p role="alert">${this.problem}</p>`;
    switch (state) {
      case "none":
      case "failed":
      case "outdated":
        return html`${this.problem === "" && state !== "none" ? html`<p role=${state === "failed" ? "alert" : "status"}>${state === "failed" ? texts.export_failed : texts.export_outdated}</p>` : trouble}
          <button class="button" ?disabled=${this.asking} @click=${() => void this.order()}>${icons.film}${texts.export}</button>`;
      case "queued":
        return html`<p role="status">${texts.export_queued}</p><progress aria-label=${texts.export_queued}></progress>`;
      case "running":
        return html`<p role="status">${texts.export_running}</p>
          <progress aria-label=${texts.export_running} max="1" value=${done}></progress><span>${Math.round(done * 100)} %</span>`;
      case "done":
        return html`<a class="button" href=${url} download>${icons.film}${texts.download(size(bytes))}</a>`;
      default:
        return state satisfies never;
    }
  }

  private async order(): Promise<void> {
    this.asking = true;
    this.problem = "";
    try {
      this.heard = await orderFilm(this.http, this.callId, this.clientId);
    } catch (error) {
      const code = error instanceof HttpRefused ? error.refusal.code : "";
      if (code === "export_running") await this.look(true);
      else this.problem = code === "still_recording" ? texts.busy : texts.did_not_work;
    } finally {
      this.asking = false;
    }
  }

  private async look(anyhow = false): Promise<void> {
    if (this.looking || (!anyhow && this.film.state !== "queued" && this.film.state !== "running")) return;
    this.looking = true;
    try {
      this.heard = await filmOf(this.http, this.callId);
    } catch {
      // asked again in a moment
    } finally {
      this.looking = false;
    }
  }
}

function size(bytes: number): string {
  return new Intl.NumberFormat(language, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(Math.max(0.1, bytes / 1e6));
}
