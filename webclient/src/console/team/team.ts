/** The team's view: the way back, one's own state, the sections, and the one that is open. It knows nothing of what they show. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Desk } from "../desk.js";
import { icons } from "../icons.js";
import "../parts/presence.js";
import { base, buttons } from "../styles.js";
import { SECTIONS, hashOf, type Place } from "../view/place.js";
import { liveCall } from "../view/standing.js";
import { sections } from "./sections.js";
import { texts } from "./words.js";

@customElement("console-team")
export class Team extends LitElement {
  /** The same desk each time, with news in it. */
  @property({ attribute: false, hasChanged: () => true }) desk!: Desk;
  @property({ attribute: false }) place!: Extract<Place, { at: "team" }>;
  /** The section whose tab has been brought into sight. */
  private marked = "";

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto auto minmax(0, 1fr);
        min-width: 0;
        background: var(--paper);
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px 16px;
        padding: 16px 16px 8px;
        min-width: 0;
      }
      h1 {
        font-size: 24px;
        flex: 1 1 auto;
        min-width: 0;
      }
      h1:focus {
        outline: none;
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      console-presence {
        flex: none;
        width: 280px;
      }
      nav {
        display: flex;
        gap: 4px;
        padding: 0 16px;
        border-bottom: 1px solid var(--line);
        overflow-x: auto;
        scrollbar-width: none;
      }
      nav a {
        min-height: 48px;
        padding: 0 16px;
        display: flex;
        align-items: center;
        flex: none;
        font-weight: 600;
        color: var(--muted);
        border-bottom: 3px solid transparent;
      }
      nav a[aria-current] {
        color: var(--ink);
        border-color: var(--accent);
      }
      nav a:focus-visible {
        outline-offset: -3px;
      }
      .in-call {
        display: flex;
        align-items: center;
        gap: 16px;
        padding: 8px 16px;
        border-bottom: 1px solid var(--line);
        background: color-mix(in srgb, var(--accent) 12%, var(--paper));
      }
      .in-call p {
        flex: 1 1 auto;
      }
      main {
        overflow-y: auto;
        padding: 16px;
        scrollbar-width: thin;
      }
      @media (max-width: 599px) {
        header {
          flex-wrap: wrap;
          padding-top: 8px;
        }
        nav a {
          padding: 0 10px; /* so that the next one shows, cut: there are more */
        }
        console-presence {
          width: 100%;
        }
        .in-call {
          flex-wrap: wrap;
        }
      }
    `,
  ];

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    const row = this.renderRoot.querySelector("nav");
    if (row) new ResizeObserver(() => this.showTab()).observe(row); // it goes with the row
  }

  override updated(): void {
    if (this.marked === this.place.section) return;
    this.marked = this.place.section;
    this.showTab();
  }

  /** The row of tabs moves to the open one, and nothing else moves with it. */
  private showTab(): void {
    const tab = this.renderRoot.querySelector<HTMLElement>("nav a[aria-current]");
    const row = tab?.parentElement;
    if (!tab || !row) return;
    const [at, of] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += at.left + at.width / 2 - of.left - of.width / 2;
  }

  override render() {
    const { desk, place } = this;
    const open = sections[place.section];
    const { state } = desk;
    return html`
      <header>
        <a class="button square" href="#" aria-label=${texts.back} title=${texts.back}>${icons.back}</a>
        <h1 tabindex="-1">${texts.title}</h1>
        <console-presence .presence=${state?.view.presence ?? null} .signedIn=${desk.account.signed_in} .aheadMs=${desk.ahead_ms} .wished=${desk.wished}
          .notifications=${"Notification" in window ? Notification.permission : "unknown"}></console-presence>
      </header>
      ${this.inCall()}
      <nav aria-label=${texts.sections}>
        ${SECTIONS.map((id) => html`<a href=${hashOf(id)} aria-current=${id === place.section ? "page" : nothing}>${sections[id].name}</a>`)}
      </nav>
      <main tabindex="0" aria-label=${open.name}>${open.draw(desk, place.rest)}</main>
    `;
  }

  private inCall() {
    const live = this.desk.state && liveCall(this.desk.state);
    if (!live?.here) return html`<span></span>`;
    return html`<div class="in-call"><p role="status">${texts.in_call(live.view.call.shopper.name)}</p>
      <a class="button main" href="#">${texts.to_call}</a></div>`;
  }
}
