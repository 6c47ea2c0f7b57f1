/** Who else is in the call, on the shopper's screen: a line for each, and the picture of who speaks. Loaded with the later screens. Draws only. */

import type { TemplateResult } from "lit";
import { shown } from "../../core/guests.js";
import { guestSentence, guestTexts } from "../../ui/texts/guests.js";
import type { Panel } from "../panel.js";
import type { Kit } from "./later.js";

const STYLE = `
  .guests { position: absolute; inset: 52px 12px auto; display: grid; gap: 4px; justify-items: start; pointer-events: none; }
  .guests p { display: flex; gap: 8px; align-items: center; padding: 4px 12px 4px 8px; border-radius: 16px; background: rgb(20 20 19 / 0.86);
    color: #fff; font-size: 0.875em; }
  .guests svg { width: 18px; height: 18px; }
  .written ~ .guests { position: static; margin: 0 12px 8px; }
  .guest { position: absolute; left: 12px; bottom: 72px; width: 84px; height: 112px; border-radius: var(--radius-control);
    box-shadow: 0 0 0 1px rgb(255 255 255 / 0.5); }
  .guest:not([fresh]) { opacity: 0; }
  .guest + .guest { left: 104px; }
  :host([phone][height="half"]) .guest { left: 8px; bottom: 8px; width: 42px; height: 56px; }
  :host([phone][height="half"]) .guest + .guest { left: 54px; }
  :host([phone]) .guests { inset: 60px 8px auto; }
  /* who listens is read under every drawer: the picture keeps room for the words */
  :host([phone][height="half"]:not([size="small"])) .stage:has(> .guests:not([hidden])) { min-height: 164px; }
  :host([phone][height="half"]:not([drawer="cards"])) .guest { display: none; }
  :host([size="small"]:not([phone])) .guests { inset: 4px auto auto 4px; max-width: 60px; }
  :host([size="small"]:not([phone])) .guests p { padding: 4px; }
  :host([size="small"]:not([phone])) .guests span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  :host([phone][size="small"]) .guests { inset: 8px 8px auto; }
`;

export function makeGuests(panel: Panel, { html, nothing, icons }: Kit): () => TemplateResult {
  let dressed = false;

  /** A sheet of its own, for a store's policy may forbid style elements. */
  function dress(): void {
    const root = panel.shadowRoot;
    if (dressed || root === null) return;
    dressed = true;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  return () => {
    const { session } = panel;
    const { current, guest_streams } = session.state;
    const guests = shown(current?.call.guests ?? [], "shopper");
    if (guests.length > 0) dress();
    const speaking = panel.is_small ? [] : guests.filter(({ role }) => role === "speaker").slice(0, 2);
    return html`<div class="guests" role="status" ?hidden=${guests.length === 0}>
        ${guests.map((guest) => html`<p>${guest.role === "speaker" ? icons.person : icons.sound}<span>${guestSentence(guest, "shopper", session.language, panel.name)}</span></p>`)}
      </div>
      ${speaking.map(({ guest_id, name }) => {
        const stream = guest_streams?.get(guest_id);
        return stream?.getVideoTracks().length
          ? html`<coshop-picture class="guest" muted label=${guestTexts(session.language).picture(name)} .stream=${stream}></coshop-picture>`
          : nothing;
      })}`;
  };
}
