/** What all elements of the console share: type, buttons, fields, panels. The colours are the theme's. It lays out no screen. */

import { css } from "lit";

export const base = css`
  :host {
    box-sizing: border-box;
    color: var(--ink);
    font-family: var(--font);
    font-size: 17px;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    list-style: none;
    font-weight: 400;
  }
  dd {
    margin: 0;
  }
  h1,
  h2,
  h3 {
    font-size: inherit;
    font-weight: 600;
    text-wrap: balance;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 15px;
  }
  .strong {
    font-weight: 600;
  }
  .one-line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
  }
  .only-read {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  svg {
    width: 24px;
    height: 24px;
    flex: none;
    display: block;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
`;

export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  .button {
    min-height: 48px;
    min-width: 48px;
    padding: 0 16px;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    border-radius: 8px;
    border: 1px solid var(--line);
    background: var(--paper);
    font-weight: 600;
    white-space: nowrap;
    transition: background-color 120ms ease-out;
  }
  .button.main {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  .button.stop {
    background: var(--red);
    border-color: var(--red);
    color: var(--on-red, #fff);
  }
  .button.quiet {
    border-color: transparent;
    background: transparent;
  }
  .button.square {
    padding: 0;
    width: 48px;
  }
  .button:disabled,
  .button[aria-disabled="true"] {
    color: var(--muted);
    background: transparent;
    border-style: dashed;
    border-color: var(--line);
    cursor: default;
  }
  @media (hover: hover) {
    .button:not(:disabled, [aria-disabled="true"]):hover {
      background: color-mix(in srgb, var(--ink) 6%, var(--paper));
    }
    .button.main:not(:disabled, [aria-disabled="true"]):hover {
      background: color-mix(in srgb, var(--accent) 88%, var(--ink));
    }
    .button.stop:not(:disabled):hover {
      background: color-mix(in srgb, var(--red) 88%, black);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;

export const fields = css`
  input,
  textarea {
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--muted);
    border-radius: 8px;
    width: 100%;
    min-height: 48px;
    padding: 10px 12px;
  }
  textarea {
    resize: none;
    display: block;
  }
  ::placeholder {
    color: var(--muted);
    opacity: 1;
  }
`;

/** Never colour alone: what waits is dashed and has a word, what was refused has a sign and a sentence. */
export const states = css`
  .pending {
    border: 1.5px dashed var(--muted);
    border-radius: 8px;
  }
  .settled {
    color: var(--green);
  }
  .refused {
    display: flex;
    gap: 8px;
    align-items: flex-start;
  }
  .refused svg {
    margin-top: -1px;
    color: var(--ink);
  }
`;

/** A list in which there is nothing: a sign, a sentence, and what will come. */
export const emptyBox = css`
  .empty {
    min-height: 232px;
    padding: 24px 16px;
    text-align: center;
    border: 1px solid var(--line);
    border-radius: 12px;
    display: grid;
    gap: 4px;
    place-content: center;
    justify-items: center;
  }
  .empty svg {
    width: 40px;
    height: 40px;
    margin-bottom: 8px;
    color: var(--muted);
  }
  .empty .strong {
    font-size: 20px;
  }
`;
