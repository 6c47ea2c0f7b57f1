/** Asks once a day, before going available without a passed set check; every answer goes on. It decides nothing. */

import { LitElement, css, html } from "lit";
import { customElement, query } from "lit/decorators.js";
import { texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { want } from "../want.js";

@customElement("console-check-question")
export class CheckQuestion extends LitElement {
  @query("dialog") private dialog!: HTMLDialogElement;
  /** Closing by code is not the person's doing. */
  private answered = false;

  static override styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(480px, calc(100vw - 32px));
        padding: 24px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--raised);
        color: inherit;
        box-shadow: var(--shadow);
      }
      dialog::backdrop {
        background: rgb(27 27 26 / 60%);
      }
      h2 {
        font-size: 20px;
        padding-bottom: 8px;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding-top: 24px;
      }
      .ways .button {
        flex: 1 1 auto;
      }
    `,
  ];

  override firstUpdated(): void {
    this.dialog.showModal();
  }

  override render() {
    return html`
      <dialog aria-labelledby="title" aria-describedby="hint" @close=${() => this.answer("not_now")}>
        <h2 id="title">${texts.check_question}</h2>
        <p id="hint">${texts.check_question_hint}</p>
        <div class="ways">
          <button class="button main" autofocus @click=${() => this.answer("check_first")}>${texts.check_now}</button>
          <button class="button" @click=${() => this.answer("go_available_anyway")}>${texts.check_anyway}</button>
          <button class="button quiet" @click=${() => this.answer("not_now")}>${texts.not_now}</button>
        </div>
      </dialog>
    `;
  }

  private answer(way: "check_first" | "go_available_anyway" | "not_now"): void {
    if (this.answered) return;
    this.answered = true;
    want(this, { do: way });
    this.dialog.close();
  }
}
