/**
 * The look in one place: colours, type, space, controls, as constructable style sheets. `wear` puts the store's accent,
 * corrected until it can be read, on a host element. Style attributes are never used, so it runs under a strict CSP.
 */

import { css } from "lit";
import { accentFor } from "../core/colour.js";

export const PAPER = "#FAFAF8";
/** Of the two dark grounds the one that is harder to read on. */
export const RAISED_DARK = "#262624";

/** Custom properties that everything else is made of. The `--coshop-*` ones are the store's to set. */
export const tokens = css`
  :host {
    --paper: #fafaf8;
    --raised: #ffffff;
    --ink: #1b1b1a;
    --line: #e4e3df;
    --muted: #6b6a66;
    --red: #b3261e;
    --green: #1b6e3c;
    --accent: var(--coshop-worn-accent, #1f4b43);
    --on-accent: var(--coshop-worn-on-accent, #ffffff);
    --radius: var(--coshop-radius, 12px);
    --radius-control: min(var(--radius), 8px);
    --shadow: 0 8px 28px rgb(0 0 0 / 0.18);
    --font: var(--coshop-font, system-ui, sans-serif);
    --target: 44px;
    color-scheme: light;
    color: var(--ink);
    font: 400 16px/1.4 var(--font);
    font-variant-numeric: tabular-nums;
    text-align: start;
    -webkit-text-size-adjust: 100%;
  }
  :host([theme="dark"]) {
    --paper: #1b1b1a;
    --raised: #262624;
    --ink: #f2f1ee;
    --line: #3b3a37;
    --muted: #a9a7a1;
    --green: #7bd69b;
    color-scheme: dark;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
`;

/** Buttons, fields, focus rings, the words for pending, settled and refused. */
export const controls = css`
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: var(--target);
    min-width: var(--target);
    margin: 0;
    padding: 8px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius-control);
    background: var(--raised);
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
    -webkit-tap-highlight-color: transparent;
  }
  button:hover:not(:disabled) {
    border-color: var(--muted);
  }
  button:disabled {
    cursor: default;
    color: var(--muted);
  }
  .primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  .plain {
    border-color: transparent;
    background: none;
    padding-inline: 8px;
  }
  .link {
    padding: 4px 6px;
    border-color: transparent;
    background: none;
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .round {
    width: var(--target);
    padding: 0;
    border-radius: 50%;
  }
  .end {
    background: var(--red);
    border-color: var(--red);
    color: #fff;
  }
  input,
  select,
  textarea {
    min-height: var(--target);
    padding: 8px 12px;
    border: 1px solid var(--muted);
    border-radius: var(--radius-control);
    background: var(--raised);
    max-width: 100%;
  }
  svg {
    width: 22px;
    height: 22px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  p,
  h1,
  h2,
  h3,
  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: inherit;
    font-weight: inherit;
  }
  .strong {
    font-weight: 600;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 0.875em;
  }
  .green {
    color: var(--green);
  }
  .pending {
    outline: 1.5px dashed var(--muted);
    outline-offset: -1px;
  }
  /* after all else that draws an outline: where the focus is must be seen in every state */
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

export type Theme = "light" | "dark";

/** The theme: what was asked for, else what the person's system prefers. */
export function themeOf(asked: string | null | undefined): Theme {
  if (asked === "light" || asked === "dark") return asked;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Put theme and accent on a host. The page's own `--coshop-accent` wins over the store's setting; both are corrected to 4.5:1. */
export function wear(host: HTMLElement, store_accent: string, theme: Theme): void {
  host.setAttribute("theme", theme);
  const page_accent = getComputedStyle(host).getPropertyValue("--coshop-accent").trim();
  const { accent, on_accent } = accentFor(page_accent || store_accent, theme === "dark" ? RAISED_DARK : PAPER);
  host.style.setProperty("--coshop-worn-accent", accent);
  host.style.setProperty("--coshop-worn-on-accent", on_accent);
}

/** Whether things may move. */
export function mayMove(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}
