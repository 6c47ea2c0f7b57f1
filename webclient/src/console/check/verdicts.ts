/** What a set check found, by area and the worst first: each with its sentence and what to do. It judges nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Verdict } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { base } from "../styles.js";
import { AREAS, of, type Area } from "./progress.js";
import { words } from "./words.js";

@customElement("console-verdicts")
export class Verdicts extends LitElement {
  @property({ attribute: false }) verdicts: readonly Verdict[] = [];

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      h3 {
        font-size: 15px;
        font-weight: 400;
        color: var(--muted);
        padding-bottom: 4px;
      }
      ul {
        display: grid;
        gap: 4px;
      }
      li {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr);
        gap: 0 12px;
        padding: 4px 0;
      }
      .fail,
      .warn {
        padding: 8px 12px;
        margin: 0 -12px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--raised);
      }
      .fail {
        border-color: var(--ink);
      }
      .fail .says {
        font-weight: 600;
      }
      .ok svg {
        color: var(--green);
      }
      .warn svg {
        color: var(--muted);
      }
      .do {
        grid-column: 2;
      }
    `,
  ];

  override render() {
    return AREAS.map((area) => this.area(area));
  }

  private area(area: Area) {
    const found = of(area, this.verdicts);
    if (found.length === 0) return nothing;
    return html`<section><h3 id=${area}>${words.areas[area]}</h3><ul aria-labelledby=${area}>${found.map((each) => this.row(each))}</ul></section>`;
  }

  private row({ code, level }: Verdict) {
    const said = words.verdicts[code] as (typeof words.verdicts)[typeof code] | undefined;
    // A newer server may judge what this page has no words for yet.
    if (!said) return nothing;
    return html`<li class=${level}>${level === "ok" ? icons.check : icons.warn}
      <p class="says"><span class="only-read">${words.level[level]}: </span>${said.says}</p>
      ${level === "ok" || said.what_to_do === "" ? nothing : html`<p class="do small muted">${said.what_to_do}</p>`}</li>`;
  }
}
