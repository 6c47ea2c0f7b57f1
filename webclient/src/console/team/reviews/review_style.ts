/** How one review is laid out: the pictures beside what happened, on a narrow screen above it. */

import { css } from "lit";

export const reviewStyle = css`
  :host {
    display: block;
    max-width: 1400px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    padding-bottom: 12px;
  }
  a.button {
    color: inherit;
    text-decoration: none;
  }
  section {
    max-width: 760px;
  }
  .parts {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(300px, 2fr);
    gap: 24px;
    align-items: start;
  }
  .seen {
    display: grid;
    gap: 16px;
    padding-bottom: 16px;
  }
  .parts .seen {
    position: sticky;
    top: 0;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
  }
  .refused {
    display: flex;
    gap: 8px;
  }
  h3 {
    padding-bottom: 8px;
  }
  .mark {
    position: relative;
    display: grid;
    grid-template-columns: 60px 88px minmax(0, 1fr);
    gap: 12px;
    align-items: baseline;
    width: 100%;
    min-height: 48px;
    padding: 12px 8px;
    text-align: start;
    border-bottom: 1px solid var(--line);
  }
  .at {
    text-align: end;
  }
  .what {
    overflow-wrap: anywhere;
  }
  li[aria-current] .mark {
    background: color-mix(in srgb, var(--accent) 10%, var(--paper));
    box-shadow: inset 3px 0 var(--accent);
    font-weight: 600;
  }
  li[aria-current] .who {
    color: var(--ink);
  }
  @media (hover: hover) {
    button.mark:hover {
      background: color-mix(in srgb, var(--ink) 5%, var(--paper));
    }
  }
  dialog {
    width: min(440px, calc(100vw - 32px));
    padding: 24px;
    border: 1px solid var(--line);
    border-radius: 12px;
    color: var(--ink);
    background: var(--raised);
    box-shadow: var(--shadow);
  }
  dialog::backdrop {
    background: rgb(27 27 26 / 45%);
  }
  .answers {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    padding-top: 16px;
  }
  .answers .button {
    padding-block: 8px;
    white-space: normal;
  }
  @media (orientation: portrait), (max-width: 899px) {
    .parts {
      grid-template-columns: minmax(0, 1fr);
    }
    .parts .seen {
      position: static;
    }
  }
`;
