/** The console's frame, and its screens with one sentence. Those of the desk and of a call are in screens. */

import { css } from "lit";

export const appStyles = css`
  :host {
    position: fixed;
    inset: 0;
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    background: var(--paper);
    --stage: #232322;
    --target: 48px;
    font-size: 17px;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
  }
  console-notice {
    grid-row: 1;
  }
  console-ring {
    grid-row: 2;
  }
  main,
  console-team,
  console-practice,
  console-set-check,
  console-sign-in {
    grid-area: 3 / 1;
    min-height: 0;
  }
  .over console-sign-in {
    grid-area: auto;
  }
  .rest {
    display: grid;
    gap: 12px;
    align-content: center;
    justify-items: center;
    text-align: center;
    padding: 24px;
  }
  .rest a.button {
    color: inherit;
    text-decoration: none;
  }
  .rest > svg {
    width: 48px;
    height: 48px;
    color: var(--muted);
  }
  .rest h1 {
    font-size: 24px;
  }
  .over {
    position: fixed;
    inset: 0;
    z-index: 20;
    background: rgb(27 27 26 / 60%);
    display: grid;
  }
`;
