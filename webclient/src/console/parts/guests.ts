/** Who else is in the call, on the associate's screen: a line for each, and the picture of who speaks with both. It decides nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shown } from "../../core/guests.js";
import type { Guest } from "../../protocol/index.js";
import "../../ui/picture.js";
import { guestSentence, guestTexts } from "../../ui/texts/guests.js";
import { icons } from "../icons.js";
import { language } from "../speech.js";
import { base } from "../styles.js";

@customElement("console-guests")
export class Guests extends LitElement {
  @property({ attribute: false }) guests: readonly Guest[] = [];
  /** Sound and picture by guest id; what is in it changes without another map. */
  @property({ attribute: false, hasChanged: () => true }) streams: ReadonlyMap<string, MediaStream> | null = null;

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      /* no row, no gap; who comes is still said */
      :host([empty]) {
        position: absolute;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      li {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 48px;
        padding: 4px 16px 4px 12px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--raised);
      }
      .whisperer {
        border: 1.5px dashed var(--accent);
        font-weight: 600;
      }
      coshop-picture {
        width: 96px;
        aspect-ratio: 4 / 3;
        border-radius: 8px;
        margin-left: -4px;
      }
    `,
  ];

  override willUpdate(): void {
    this.toggleAttribute("empty", shown(this.guests, "associate").length === 0);
  }

  override render() {
    const guests = shown(this.guests, "associate");
    return html`<div role="status">${guests.length === 0 ? nothing : html`<ul>${guests.map((guest) => this.guest(guest))}</ul>`}</div>`;
  }

  private guest(guest: Guest) {
    const stream = this.streams?.get(guest.guest_id) ?? null;
    const seen = guest.role === "speaker" && stream !== null && stream.getVideoTracks().length > 0;
    return html`<li class=${guest.role}>
      ${seen ? html`<coshop-picture muted label=${guestTexts(language).picture(guest.name)} .stream=${stream}></coshop-picture>` : guest.role === "speaker" ? icons.person : guest.role === "listener" ? icons.sound : icons.whisper}
      <span>${guestSentence(guest, "associate", language)}</span>
    </li>`;
  }
}
