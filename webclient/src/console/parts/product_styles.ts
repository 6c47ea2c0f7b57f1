/** How a found product looks. */

import { css } from "lit";

export const productStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    border: 1px solid transparent;
    border-radius: 12px;
    background: var(--raised);
  }
  :host([current]) {
    border-color: var(--accent);
  }
  article {
    display: grid;
    grid-template-columns: 64px minmax(0, 1fr) auto;
    grid-template-rows: auto auto;
    column-gap: 12px;
    row-gap: 2px;
    padding: 8px;
    align-items: center;
  }
  .open {
    grid-row: 1 / 3;
    border-radius: 8px;
  }
  .picture {
    display: block;
    width: 64px;
    height: 80px;
    object-fit: cover;
    border-radius: 8px;
    background: var(--line);
  }
  h3 {
    grid-column: 2 / 4;
    cursor: pointer;
  }
  .price {
    cursor: pointer;
    min-width: 0;
    line-height: 1.25;
  }
  .acts {
    display: flex;
    gap: 8px;
  }
  .acts .button {
    padding: 0 12px;
  }
  .acts .button svg {
    width: 18px;
    height: 18px;
  }
  .outcome {
    grid-column: 1 / -1;
    padding: 6px 2px 0;
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .outcome svg {
    width: 20px;
    height: 20px;
  }
  .word {
    padding: 2px 8px;
  }
  .choice {
    grid-column: 1 / -1;
    display: grid;
    gap: 12px;
    padding-top: 12px;
  }
  legend {
    float: left;
    width: 64px;
    padding: 13px 8px 0 0;
    color: var(--muted);
    font-size: 15px;
    overflow-wrap: anywhere;
  }
  legend::first-letter {
    text-transform: uppercase;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip {
    min-height: 48px;
    min-width: 48px;
    padding: 0 14px;
    border-radius: 8px;
    border: 1px solid var(--muted);
    background: var(--paper);
  }
  .chip[aria-pressed="true"] {
    border: 2px solid var(--accent);
    font-weight: 600;
  }
  .chip.gone:not([aria-pressed="true"]) {
    color: var(--muted);
    text-decoration: line-through;
    border-style: dashed;
  }
  .last {
    padding: 8px 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  .last .refused {
    width: 100%;
  }
  .last .main {
    margin-left: auto;
    min-width: 104px;
  }
  /* Beside a written call: the buttons get a row of their own rather than press the words together. */
  @container (max-width: 319px) {
    article {
      grid-template-rows: auto;
    }
    .open {
      grid-row: 1 / 4;
      align-self: start;
    }
    h3 {
      white-space: normal;
    }
    .price,
    .acts {
      grid-column: 2 / 4;
    }
    .acts {
      flex-wrap: wrap;
      padding-top: 6px;
    }
    .acts .button,
    .last .main {
      flex: 1 1 auto;
    }
  }
`;
