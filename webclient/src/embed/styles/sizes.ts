/** Made small on a desk, and the three heights of the sheet on a phone. */

import { css } from "lit";

export const sizesStyle = css`
  /* made small, on a desk */
  :host([size="small"]:not([phone])) {
    width: 98px;
  }
  :host([size="small"]:not([phone])[mode="text"]) {
    width: 200px;
  }
  :host([size="small"]) .stage {
    flex: none;
    width: 96px;
    height: 128px;
    min-height: 0;
  }
  :host([size="small"]) .written {
    padding-inline-start: 12px;
  }
  .grow {
    position: absolute;
    top: 0;
    right: 0;
    filter: drop-shadow(0 0 3px rgb(0 0 0 / 0.8));
  }
  .tight {
    gap: 4px;
    padding: 2px;
  }
  :host([size="small"]) .note {
    inset: auto 4px 4px;
    padding: 4px;
    font-size: 11px;
  }
  :host([size="small"]) .nobody svg {
    width: 40px;
    height: 40px;
  }
  :host([size="small"]) .nobody p {
    display: none;
  }

  /* a phone: a sheet with three heights */
  :host([phone]) {
    inset: auto 0 var(--keyboard, 0px);
    width: 100%;
    max-width: none;
  }
  :host([phone]) .panel {
    max-height: calc(100dvh - env(safe-area-inset-top) - 8px - var(--keyboard, 0px));
    border-width: 1px 0 0;
    border-radius: var(--radius) var(--radius) 0 0;
    padding-bottom: env(safe-area-inset-bottom);
  }
  :host([phone][stage="live"][height="half"]) .panel {
    height: 55dvh;
  }
  :host([phone][stage="live"][height="full"]) .panel {
    height: calc(100dvh - env(safe-area-inset-top) - 8px);
  }
  :host([phone][stage="live"]) .live {
    flex: 1;
  }
  :host([phone]) .stage {
    flex: 1 1 116px;
    min-height: 116px;
  }
  :host([phone]) .controls {
    gap: 8px;
  }
  :host([phone][height="half"]) .cards {
    flex-shrink: 0;
    max-height: 216px;
  }
  :host([phone][height="half"]) #own {
    inset: auto 8px 8px auto;
    width: 42px;
    height: 56px;
  }
  :host([phone][height="half"]:is([drawer="chat"], [drawer="ledger"])) #own,
  :host([phone][keyboard]) .stage {
    display: none;
  }
  :host([phone][height="half"]) .note {
    inset: auto 12px 60px;
  }
  :host([phone][height="full"]) .cards,
  :host([phone][height="full"]) .drawer {
    max-height: 50%;
  }
  :host([phone]) .grip {
    display: block;
  }
  .grip {
    display: none;
    width: 100%;
    padding: 0;
    border: 0;
    border-radius: 0;
    background: none;
    touch-action: none;
    /* its lower half lies on the picture, whose own signs stand below it */
    position: relative;
    flex: none;
    margin-bottom: -20px;
    z-index: 1;
  }
  :host([phone]:not([size="small"])) .name {
    padding-top: 20px;
  }
  :host([mode="text"]) .grip {
    margin-bottom: -8px;
  }
  .grip::after {
    content: "";
    position: absolute;
    top: 10px;
    left: calc(50% - 20px);
    width: 40px;
    height: 4px;
    border-radius: 2px;
    background: var(--muted);
  }
  :host([phone][size="small"]) .stage {
    width: auto;
    flex-basis: 96px;
    min-height: 0;
    background: var(--paper);
    color: var(--ink);
  }
  :host([phone][size="small"]) #remote,
  :host([phone][size="small"]) .nobody {
    inset: 0 auto 0 0;
    width: 84px;
    color: #fff;
  }
  .strip {
    position: absolute;
    inset: 0 12px 0 96px;
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .strip .dot {
    position: static;
    flex: none;
  }
  .strip > :first-child {
    flex: 1;
    justify-content: flex-start;
  }
  :host([phone][size="small"]) .note {
    inset: auto 12px 2px 96px;
    background: none;
    color: var(--ink);
  }
`;
