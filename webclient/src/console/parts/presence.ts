/** How the store sees the associate, the way to be available or away, and the account. It decides nothing. */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Presence, SignedIn } from "../../protocol/index.js";
import { EverySecond } from "../every_second.js";
import { icons } from "../icons.js";
import { duration } from "../../core/words.js";
import { texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { leadsTeam } from "../view/place.js";
import { want } from "../want.js";

@customElement("console-presence")
export class PresencePanel extends LitElement {
  @property({ attribute: false }) presence: Presence | null = null;
  @property({ attribute: false }) signedIn: SignedIn | null = null;
  @property({ type: Number }) aheadMs = 0;
  /** Asked for and not yet answered by the server. */
  @property({ attribute: false }) wished: "available" | "away" | null = null;
  @property({ attribute: false }) notifications: NotificationPermission | "unknown" = "unknown";
  @state() private open = false;
  @query(".now") private button!: HTMLButtonElement;

  protected readonly second = new EverySecond(this);

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        position: relative;
      }
      .now {
        width: 100%;
        justify-content: flex-start;
        padding: 0 12px;
        gap: 10px;
      }
      .dot {
        width: 12px;
        height: 12px;
        border-radius: 50%;
        flex: none;
        border: 2px solid var(--muted);
      }
      .dot.available {
        background: var(--green);
        border-color: var(--green);
      }
      .dot.ringing,
      .dot.busy {
        background: var(--accent);
        border-color: var(--accent);
      }
      .dot.wrap_up {
        border-color: var(--accent);
      }
      .since {
        margin-left: auto;
        font-weight: 400;
      }
      .menu {
        position: absolute;
        z-index: 5;
        top: calc(100% + 4px);
        left: 0;
        width: max-content;
        min-width: 280px;
        max-width: min(400px, calc(100vw - 32px));
        padding: 8px;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: 12px;
        box-shadow: var(--shadow);
      }
      .menu .button {
        padding-block: 8px;
        justify-content: flex-start;
        white-space: normal;
        text-align: left;
        width: 100%;
      }
      a.button {
        color: inherit;
        text-decoration: none;
      }
      .plain {
        font-weight: 400;
      }
      .who {
        padding: 8px 16px;
        border-bottom: 1px solid var(--line);
      }
      .blocked {
        padding: 8px 16px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pointerdown", this.elsewhere, { capture: true });
    this.addEventListener("keydown", this.escape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pointerdown", this.elsewhere, { capture: true });
  }

  /** A menu that was open lies on nothing that begins to ring. */
  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("presence")?.state;
    if (before !== undefined && before !== this.presence?.state) this.open = false;
  }

  override render() {
    const now = this.presence?.state;
    const word = this.wished !== null ? texts.state_changing : stateWord(now);
    const counts = this.presence !== null && now !== "away" && this.wished === null;
    const since = counts ? duration(Date.now() + this.aheadMs - (this.presence?.since_ms ?? 0)) : "";
    return html`
      <button class="button now" aria-expanded=${this.open} aria-haspopup="true" @click=${() => (this.open = !this.open)}
        aria-label=${`${texts.your_state}: ${word} ${since}`.trim()}>
        <span class="dot ${now ?? ""}"></span>
        <span class="one-line">${word}</span>
        ${since !== "" ? html`<span class="since muted small">${since}</span>` : html`<span class="since muted">${icons.down}</span>`}
      </button>
      ${this.open ? this.menu() : nothing}
    `;
  }

  private menu() {
    const now = this.presence?.state ?? "away";
    return html`
      <div class="menu" @click=${() => (this.open = false)}>
        ${this.signedIn
          ? html`<div class="who"><p class="strong">${this.signedIn.associate.name}</p>
              <p class="muted small one-line">${this.signedIn.store.name} · ${this.signedIn.associate.email}</p></div>`
          : nothing}
        ${now === "away" || now === "wrap_up" || !this.presence?.here
          ? html`<button class="button quiet" @click=${() => want(this, { do: "go_available" })}>${texts.go_available}</button>`
          : nothing}
        ${now === "available" || now === "wrap_up"
          ? html`<button class="button quiet" @click=${() => want(this, { do: "go_away" })}>${texts.go_away}</button>`
          : nothing}
        <a class="button quiet" href="#check">${texts.set_check}</a>
        ${leadsTeam(this.signedIn) ? html`<a class="button quiet" href="#team">${texts.team}</a>` : nothing}
        ${this.notifications === "default"
          ? html`<button class="button quiet" @click=${() => want(this, { do: "notifications" })}>${texts.notifications_ask}</button>`
          : nothing}
        ${this.notifications === "denied" ? html`<p class="blocked small muted">${texts.notifications_blocked}</p>` : nothing}
        <button class="button quiet" @click=${() => want(this, { do: "sign_out", everywhere: false })}>${texts.sign_out}</button>
        <button class="button quiet" @click=${() => want(this, { do: "sign_out", everywhere: true })}>
          <span>${texts.sign_out_everywhere}<br /><span class="muted small plain">${texts.sign_out_everywhere_hint}</span></span>
        </button>
      </div>
    `;
  }

  private readonly elsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.open = false;
  };

  private readonly escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.open) return;
    this.open = false;
    this.button.focus();
  };
}

/** The word for a state; "Connecting" before the server has said one. */
export function stateWord(state: Presence["state"] | undefined): string {
  switch (state) {
    case "available":
      return texts.state_available;
    case "ringing":
      return texts.state_ringing;
    case "busy":
      return texts.state_busy;
    case "wrap_up":
      return texts.state_wrap_up;
    case "away":
      return texts.state_away;
    case undefined:
      return texts.state_connecting;
  }
}
