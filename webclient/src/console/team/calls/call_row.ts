/** One of the store's calls in the list: who with whom, since when, about what, who else is there, and the ways in. It decides nothing. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Role } from "../../../core/guests.js";
import { duration, timeOfDay } from "../../../core/words.js";
import type { TeamCall } from "../../../protocol/index.js";
import { EverySecond } from "../../every_second.js";
import { icons } from "../../icons.js";
import { modeSign } from "../../parts/line.js";
import { markStyle, recordingMark } from "../../parts/mark.js";
import { language, texts as console_texts } from "../../speech.js";
import { base, buttons } from "../../styles.js";
import { languageName } from "../../view/clock.js";
import { withoutStore } from "../../view/pages.js";
import { teamMark } from "../../view/recording.js";
import { want } from "../../want.js";
import type { visit } from "./rows.js";
import { texts } from "./words.js";

@customElement("console-team-call")
export class TeamCallRow extends LitElement {
  @property({ attribute: false }) call!: TeamCall;
  @property() visit: ReturnType<typeof visit> = "no";
  /** In a call of one's own nobody is a guest elsewhere. */
  @property({ type: Boolean }) busy = false;
  /** In this call a recorder has been seen. */
  @property({ type: Boolean }) had = false;
  @property() me = "";
  @property() store = "";
  @property({ type: Number }) aheadMs = 0;

  protected readonly second = new EverySecond(this);

  static override styles = [
    base,
    buttons,
    markStyle,
    css`
      :host {
        display: grid;
        gap: 8px 16px;
        grid-template-columns: minmax(0, 1fr) auto;
        padding: 12px 16px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--raised);
      }
      :host([visit="here"]) {
        border-color: var(--accent);
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
        font-weight: 600;
      }
      .what {
        display: flex;
        gap: 8px;
        align-items: center;
        justify-content: flex-end;
      }
      .time {
        font-weight: 600;
        font-size: 20px;
        color: var(--ink);
      }
      abbr {
        text-decoration: none;
      }
      .kind {
        font-weight: 400;
        font-size: 15px;
        padding: 2px 10px;
        border-radius: 14px;
        border: 1.5px dashed var(--muted);
      }
      .about {
        min-width: 0;
        display: grid;
        gap: 2px;
        align-content: start;
        overflow-wrap: anywhere;
      }
      .sign {
        display: flex;
        gap: 8px;
        align-items: flex-start;
      }
      .sign svg {
        flex: none;
        width: 20px;
        height: 20px;
        margin-top: 1px;
      }
      .act {
        display: grid;
        gap: 8px;
        justify-items: end;
        align-self: end;
      }
      .heard {
        max-width: 340px;
        text-align: end;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: flex-end;
        align-items: center;
        align-self: end;
      }
      @media (max-width: 699px) {
        .about,
        .act,
        .ways {
          grid-column: 1 / -1;
        }
        .ways {
          justify-content: flex-start;
        }
        .act {
          justify-items: start;
        }
        .heard {
          max-width: none;
          text-align: start;
        }
      }
    `,
  ];

  override render() {
    const { call } = this;
    const mark = teamMark(call, console_texts, this.had);
    const lasted = duration(Date.now() + this.aheadMs - call.since_ms);
    return html`
      <p class="who"><span>${who(call)}</span>${call.kind === "customer" ? nothing : html`<span class="kind">${texts.kinds[call.kind]}</span>`}</p>
      <p class="what muted">
        <abbr title=${languageName(call.language, language)}>${call.language.split("-")[0]?.toUpperCase()}</abbr>
        ${modeSign(call.mode)}
        <span class="time" title=${texts.since(timeOfDay(call.since_ms, language))}>${lasted}</span>
      </p>
      <div class="about">
        <p class="muted">${withoutStore(call.page_title, this.store) || texts.no_page}${call.question === "" ? nothing : html` · “${call.question}”`}</p>
        ${call.shopper_lost ? html`<p class="sign muted">${icons.warn}${texts.shopper_lost}</p>` : nothing}
        ${call.associate_lost ? html`<p class="sign muted">${icons.warn}${texts.associate_lost}</p>` : nothing}
        ${call.guests.map(({ role, person_id, name, told }) =>
          // the recorder is what the mark speaks of
          role === "recorder" || person_id === this.me ? nothing : html`<p class="sign">${role === "speaker" ? icons.person : icons.sound}${texts.guests[role](name, told)}</p>`,
        )}
        ${mark ? recordingMark(mark) : nothing}
      </div>
      ${this.ways(mark !== null)}
    `;
  }

  private ways(recorded: boolean) {
    const { visit } = this;
    if (visit === "no") return nothing;
    if (visit === "own" || visit === "here") return html`<p class="ways strong">${visit === "own" ? texts.yours : texts.here}</p>`;
    if (this.busy) return html`<p class="ways muted small">${texts.busy}</p>`;
    if (visit === "read") return html`<div class="ways">${this.way("listener", texts.read, texts.read_to)}</div>`;
    return html`<div class="act">${recorded ? html`<p class="heard muted small" id="heard">${texts.heard}</p>` : nothing}<div class="ways">
      ${this.way("listener", texts.listen, texts.listen_to)}${this.way("whisperer", texts.whisper, texts.whisper_to, recorded)}${this.way("speaker", texts.join, texts.join_to, recorded)}
    </div></div>`;
  }

  private way(role: Role, word: string, name: (who: string) => string, recorded = false) {
    return html`<button class="button" aria-label=${name(who(this.call))} aria-describedby=${recorded ? "heard" : nothing} @click=${() => want(this, { do: "guest", call_id: this.call.call_id, role })}>${word}</button>`;
  }
}

/** "Ines with Anna", "Ines, ringing for Anna", "Ines". */
function who({ shopper_name, associate_name, phase }: TeamCall): string {
  const shopper = shopper_name === "" ? texts.shopper : shopper_name;
  if (phase === "waiting") return shopper;
  return (phase === "live" ? texts.with : texts.rings_for)(shopper, associate_name);
}
