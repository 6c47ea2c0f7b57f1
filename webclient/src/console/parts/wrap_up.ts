/** After a call: what came of it, and a note. It can wait; nothing is lost by waiting. */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { LIMITS } from "../../protocol/index.js";
import { icons } from "../icons.js";
import { texts } from "../speech.js";
import type { CallOutcome } from "../../ui/texts/console_shapes.js";
import { base, buttons, fields } from "../styles.js";
import { want } from "../want.js";

const OUTCOMES: readonly CallOutcome[] = ["sold", "helped", "follow_up", "not_resolved", "technical"];

@customElement("console-wrap-up")
export class WrapUp extends LitElement {
  @property() callId = "";
  /** What is known of the end, in words. */
  @property() words = "";
  /** The shopper has paid: the likely outcome is picked already. */
  @property({ type: Boolean }) paid = false;
  @property({ type: Boolean }) saving = false;
  @property() problem = "";
  @state() private outcome: CallOutcome | null = null;
  @state() private asked = false;
  @query("textarea") private note!: HTMLTextAreaElement;
  @query("h2") private heading!: HTMLElement;

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
      }
      form {
        width: 100%;
        display: grid;
        gap: 16px;
        padding: 24px;
        background: var(--raised);
        border: 1px solid var(--line);
        border-radius: 12px;
      }
      h2 {
        font-size: 24px;
      }
      h2:focus {
        outline: none;
      }
      .outcomes {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 8px;
      }
      @media (max-width: 599px) {
        .outcomes {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        form {
          padding: 16px;
        }
      }
      .outcomes label {
        position: relative;
        min-height: 56px;
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 0 16px;
        border: 1px solid var(--muted);
        border-radius: 8px;
        cursor: pointer;
      }
      .outcomes input {
        position: absolute;
        opacity: 0;
        inset: 0;
        min-height: 0;
        cursor: pointer;
      }
      .outcomes label:has(:checked) {
        border: 2px solid var(--accent);
        font-weight: 600;
      }
      .outcomes label:has(:focus-visible) {
        outline: 3px solid var(--accent);
        outline-offset: 2px;
      }
      .outcomes svg {
        margin-left: auto;
      }
      .note {
        display: grid;
        gap: 6px;
      }
      .acts {
        display: flex;
        justify-content: flex-end;
        gap: 12px;
      }
      .refused {
        display: flex;
        gap: 8px;
      }
    `,
  ];

  override firstUpdated(): void {
    this.heading.focus();
    if (this.paid) this.outcome = "sold";
  }

  override render() {
    const trouble = this.problem !== "" ? `${texts.wrap_failed} ${this.problem}` : this.asked && !this.outcome ? texts.wrap_choose : "";
    return html`
      <form @submit=${this.submit} aria-labelledby="title">
        <div>
          <h2 id="title" tabindex="-1">${texts.wrap_title}</h2>
          <p class="muted">${this.words}</p>
        </div>
        <fieldset>
          <legend class="only-read">${texts.outcome_legend}</legend>
          <div class="outcomes">
            ${OUTCOMES.map(
              (outcome) => html`<label><input type="radio" name="outcome" value=${outcome} .checked=${this.outcome === outcome}
                  @change=${() => (this.outcome = outcome)} />${texts.outcomes[outcome]}${this.outcome === outcome ? icons.check : nothing}</label>`,
            )}
          </div>
        </fieldset>
        <label class="note"><span><span class="strong">${texts.note}</span> <span class="muted small">${texts.note_hint}</span></span>
          <textarea rows="3" maxlength=${LIMITS.NOTE_MAX_CHARS}></textarea></label>
        <div role="alert">${trouble === "" ? nothing : html`<p class="refused">${icons.warn}<span>${trouble}</span></p>`}</div>
        <div class="acts">
          <button class="button quiet" type="button" @click=${() => want(this, { do: "wrap_later", call_id: this.callId })}>${texts.wrap_later}</button>
          <button class="button main" type="submit" ?disabled=${this.saving}>${this.saving ? texts.wrap_saving : texts.wrap_done}</button>
        </div>
      </form>
    `;
  }

  private submit = (event: Event): void => {
    event.preventDefault();
    this.asked = true;
    if (this.outcome === null || this.saving) return;
    want(this, { do: "wrap_up", call_id: this.callId, outcome: this.outcome, note: this.note.value.trim() });
  };
}
