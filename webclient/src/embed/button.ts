/** The button on a store's page: where it stands, and what it says. It takes the page's font and holds its place from the start. */

import type { Availability } from "../protocol/index.js";
import { buttonTexts, type ButtonTexts } from "../ui/texts/button.js";

/** Written without Lit: the loader is on every page. */
const SHEET = `
:host{display:block;min-height:72px;font:inherit;color:inherit}
button{font:inherit;color:inherit;display:inline-flex;align-items:center;gap:.5em;min-height:44px;padding:.4em .9em;cursor:pointer;
background:none;border:1px solid currentColor;border-radius:var(--coshop-radius,8px);touch-action:manipulation}
button:focus-visible{outline:3px solid currentColor;outline-offset:2px}
button::before{content:"";width:.55em;height:.55em;border-radius:50%;background:#1b6e3c;flex:none}
p{margin:4px 0 0;font-size:.875em;min-height:1.4em;opacity:.85}
[hidden],:host([data-state=refused]){display:none}`;

export interface TalkButton {
  /** Show what the shop can do now; null while it is not known. Where the server refuses this page there is nothing, and no place is held. */
  show(availability: Availability | null, in_call: boolean, refused: boolean): void;
  /** Say that what was asked for could not be opened. */
  failed(): void;
  readonly host: HTMLElement;
}

/** Where the button belongs on this page; null where the page has no place for it. */
export function place(document: Document): { readonly parent: Element; readonly before: Node | null } | null {
  const asked = document.querySelector("[data-coshop-button]");
  if (asked) return { parent: asked, before: null };
  const product = document.querySelector("[data-coshop-product]");
  return product?.parentElement ? { parent: product.parentElement, before: product.nextSibling } : null;
}

/** The button's element, with the wishes it passes on. */
export function makeButton(language: string, on: { intent(): void; press(): void }): TalkButton {
  const words = buttonTexts(language);
  const host = document.createElement("coshop-button");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.type = "button";
  button.part.add("button");
  const note = document.createElement("p");
  note.part.add("note");
  button.hidden = true;
  root.append(button, note);
  for (const sign of ["pointerenter", "touchstart", "focus"]) {
    button.addEventListener(sign, on.intent, { passive: true });
  }
  button.addEventListener("click", on.press);
  return {
    host,
    failed: () => {
      note.textContent = words.failed;
      note.setAttribute("role", "alert");
    },
    show: (availability, in_call, refused) => {
      const can = in_call || (availability !== null && availability.available && !availability.line_full);
      button.hidden = !can;
      button.textContent = in_call ? words.resume : words.talk;
      note.textContent = in_call || availability === null ? "" : say(words, availability, language);
      host.dataset.state = in_call ? "call" : refused ? "refused" : availability === null ? "unknown" : can ? "open" : "closed";
    },
  };
}

function say(words: ButtonTexts, now: Availability, language: string): string {
  if (now.line_full) return words.full;
  if (now.available) {
    if (now.wait_min_s === 0) return words.now(now.associate_name);
    const minutes = (s: number): number => Math.max(1, Math.ceil(s / 60));
    return words.wait(minutes(now.wait_min_s), minutes(now.wait_max_s));
  }
  if (now.opens_at_ms === 0) return words.closed;
  const when = new Intl.DateTimeFormat(language, { weekday: "long", hour: "2-digit", minute: "2-digit" });
  return words.opens(when.format(now.opens_at_ms));
}
