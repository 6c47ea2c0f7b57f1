/** One associate in the list of those who are there, and the looks of that list. It orders nobody. */

import { css, html, nothing } from "lit";
import { duration } from "../../../core/words.js";
import type { TeamPerson } from "../../../protocol/index.js";
import { texts } from "./words.js";

export const peopleStyle = css`
  .people h3 {
    display: flex;
    gap: 8px;
    font-size: 15px;
    padding: 8px 0;
  }
  .people h3 .muted {
    font-weight: 400;
  }
  .people .none {
    padding-bottom: 8px;
  }
  .people li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 10px;
    align-items: center;
    min-height: 48px;
    padding: 4px 0;
    border-bottom: 1px solid var(--line);
  }
  .people i {
    width: 12px;
    height: 12px;
    border-radius: 50%;
    border: 2px solid var(--muted);
  }
  .people .available i {
    background: var(--green);
    border-color: var(--green);
  }
  .people :is(.ringing, .busy) i {
    background: var(--accent);
    border-color: var(--accent);
  }
  .people .wrap_up i {
    border-color: var(--accent);
  }
  /* whoever is not connected is nothing just now, whatever they chose */
  .people .gone i {
    background: none;
    border-color: var(--muted);
  }
  .people .lost {
    grid-column: 2 / -1;
  }
`;

export function personRow({ name, state, since_ms, languages, connected }: TeamPerson, now_ms: number) {
  return html`<li class="${state} ${connected ? "" : "gone"}">
    <i aria-hidden="true"></i>
    <span class="one-line">${name} <span class="muted small">${languages.map((each) => each.toUpperCase()).join(" ")}</span></span>
    <span class="muted small">${duration(now_ms - since_ms)}</span>
    ${connected ? nothing : html`<span class="lost muted small">${texts.person_lost}</span>`}
  </li>`;
}
