/**
 * The ring: a band across the top that never covers a running call. Focus moves to [Answer] only when nobody is writing, and a key
 * held down from before answers nothing. It rings no bell (see alert.ts).
 */

import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Call, ProductView } from "../../protocol/index.js";
import { duration, money } from "../../core/words.js";
import { EverySecond } from "../every_second.js";
import { markPainted } from "../../ui/marks.js";
import { language, texts } from "../speech.js";
import { base, buttons } from "../styles.js";
import { languageName, secondsLeft, shareLeft } from "../view/clock.js";
import { bagCount } from "../view/ledger.js";
import { pageName } from "../view/pages.js";
import { want } from "../want.js";
import { modeSign } from "./line.js";

@customElement("console-ring")
export class RingBand extends LitElement {
  @property({ attribute: false }) call!: Call;
  @property({ attribute: false }) product: ProductView | null = null;
  @property({ type: Number }) aheadMs = 0;
  /** It rings on another tablet of the same person. */
  @property({ type: Boolean }) elsewhere = false;
  @property({ type: Boolean }) answering = false;
  @property() problem = "";
  /** Whether somebody is writing just now, so that focus stays where it is. */
  @property({ attribute: false }) writing: () => boolean = () => false;
  @query(".main") private answer!: HTMLButtonElement;

  protected readonly tick = new EverySecond(this, 200);

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        background: var(--raised);
        border-bottom: 3px solid var(--accent);
        animation: from-above 180ms ease-out;
      }
      @keyframes from-above {
        from {
          transform: translateY(-24px);
          opacity: 0;
        }
      }
      section {
        display: grid;
        grid-template-columns: auto 1fr auto auto;
        gap: 16px;
        align-items: center;
        padding: 12px 16px;
      }
      img,
      .no-picture {
        width: 64px;
        height: 80px;
        object-fit: cover;
        border-radius: 8px;
        background: var(--line);
        display: block;
      }
      h2 {
        font-size: 20px;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        align-items: center;
      }
      .facts svg {
        width: 20px;
        height: 20px;
      }
      .words {
        min-width: 0;
      }
      .mark {
        width: fit-content;
        padding: 0 10px;
        border: 2px dashed var(--accent);
        border-radius: 8px;
        font-size: 15px;
        font-weight: 600;
      }
      .question {
        overflow-wrap: anywhere;
        display: -webkit-box;
        -webkit-line-clamp: 2;
        -webkit-box-orient: vertical;
        overflow: hidden;
      }
      .left {
        position: relative;
        width: 56px;
        height: 56px;
        display: grid;
        place-items: center;
        font-weight: 600;
      }
      .left svg {
        position: absolute;
        inset: 0;
        width: 56px;
        height: 56px;
        transform: rotate(-90deg);
      }
      .left circle {
        fill: none;
        stroke-width: 4;
        stroke: var(--line);
      }
      .left circle.run {
        stroke: var(--accent);
        transition: stroke-dashoffset 200ms linear;
      }
      .buttons {
        display: flex;
        gap: 12px;
      }
      .buttons .button {
        min-height: 56px;
        min-width: 128px;
        font-size: 19px;
      }
      @media (max-width: 700px) {
        section {
          grid-template-columns: auto 1fr auto;
        }
        .question {
          -webkit-line-clamp: 4;
        }
        .buttons {
          grid-column: 1 / -1;
        }
        .buttons .button {
          flex: 1;
        }
      }
    `,
  ];

  override firstUpdated(): void {
    markPainted(`ring_shown:${this.call.call_id}`);
    if (!this.elsewhere && !this.writing()) this.answer.focus({ preventScroll: true });
  }

  override render() {
    const { call, product } = this;
    const now = Date.now() + this.aheadMs;
    const phase = call.phase.phase === "ringing" ? call.phase : null;
    const name = call.shopper.name === "" ? texts.shopper : call.shopper.name;
    const spoken = languageName(call.language, language);
    const page = product?.title ?? pageName(call.page);
    const share = phase ? shareLeft(phase.rang_at_ms, phase.deadline_ms, now) : 0;
    const left = phase ? secondsLeft(phase.deadline_ms, now) : 0;
    const picture = pictureOf(product, call.page.variant_id);
    return html`
      <section aria-labelledby="who" @keydown=${this.noRepeat}>
        ${picture === "" ? html`<span class="no-picture"></span>` : html`<img src=${picture} alt="" referrerpolicy="no-referrer" />`}
        <div class="words">
          ${call.kind === "rehearsal" ? html`<p class="mark">${texts.rehearsal}</p>` : nothing}
          <h2 id="who">${this.elsewhere ? texts.ring_elsewhere : texts.ring_title(name)}</h2>
          <p class="one-line"><span class="only-read">${texts.ring_from} </span>${page}</p>
          <p class="facts muted">
            ${modeSign(call.mode)}<span>${spoken}</span><span>${texts.waiting_for(duration(now - call.requested_at_ms))}</span>${this.bag()}
          </p>
          ${call.question === "" ? nothing : html`<p class="question">“${call.question}”</p>`}
          ${this.problem === "" ? nothing : html`<p role="alert">${this.problem}</p>`}
        </div>
        <div class="left" role="timer" aria-label=${texts.ring_left(left)}>
          <svg viewBox="0 0 56 56" aria-hidden="true">
            <circle cx="28" cy="28" r="25" />
            <circle class="run" cx="28" cy="28" r="25" pathLength="1" stroke-dasharray="1" stroke-dashoffset=${1 - share} />
          </svg>
          ${left}
        </div>
        <div class="buttons">
          ${this.elsewhere
            ? nothing
            : html`<button class="button" ?disabled=${this.answering} @click=${() => want(this, { do: "decline", call_id: call.call_id })}>${texts.ring_decline}</button>`}
          <button class="button main" ?disabled=${this.answering} @click=${this.accept}>
            ${this.answering ? texts.ring_answering : this.elsewhere ? texts.ring_answer_here : texts.ring_answer}
          </button>
        </div>
      </section>
      <p class="only-read" role="alert">${texts.ring_announce(page, spoken)}</p>
    `;
  }

  private bag() {
    const bag = this.call.cart.store;
    if (!bag) return nothing;
    if (bag.lines.length === 0) return html`<span>${texts.ring_cart_empty}</span>`;
    return html`<span>${texts.ring_cart(String(bagCount(bag.lines)), money(bag.total_minor, bag.currency, language))}</span>`;
  }

  private accept = (): void => {
    want(this, { do: "answer", call_id: this.call.call_id });
  };

  /** A key held down while the band appeared is not meant for it. */
  private noRepeat = (event: KeyboardEvent): void => {
    if (event.repeat) event.preventDefault();
  };
}

/** The picture of a variant, else of its product; empty where there is none. */
export function pictureOf(product: ProductView | null, variant_id = ""): string {
  const variant = product?.variants.find((v) => v.variant_id === variant_id && v.picture_url !== "");
  return variant?.picture_url ?? product?.picture_urls[0] ?? product?.variants[0]?.picture_url ?? "";
}
