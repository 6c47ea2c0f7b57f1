/** The picture of the associate with what lies on it. */

import { css } from "lit";

export const pictureStyle = css`
  .live {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .live[inert] {
    position: absolute;
    inset: 0;
    height: 638px;
    visibility: hidden;
  }
  .stage {
    position: relative;
    flex: 1 99 475px;
    min-height: 240px;
    overflow: hidden;
    background: #2a2a28;
    color: #fff;
    cursor: grab;
    touch-action: none;
  }
  :host(:is([drawer="chat"], [drawer="ledger"], [drawer="more"]):not([phone])) .stage {
    flex-basis: 280px;
  }
  .stage:focus-visible,
  .grip:focus-visible {
    outline-offset: -3px;
  }
  #remote,
  .nobody {
    position: absolute;
    inset: 0;
  }
  #remote.away {
    visibility: hidden;
  }
  .nobody {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    background: #2a2a28;
  }
  .nobody svg {
    width: 64px;
    height: 64px;
  }
  .name {
    position: absolute;
    inset: 0 0 auto;
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 4px 4px 20px 12px;
    background: linear-gradient(rgb(0 0 0 / 0.62) 50%, rgb(0 0 0 / 0));
    font-weight: 600;
    pointer-events: none;
  }
  .name span {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .name button {
    margin-inline-start: auto;
    pointer-events: auto;
  }
  .over {
    color: #fff;
  }
  .note {
    position: absolute;
    z-index: 1;
    inset: auto 12px 72px;
    padding: 8px 12px;
    border-radius: var(--radius-control);
    background: rgb(20 20 19 / 0.86);
    font-size: 0.875em;
    text-align: center;
    color: #fff;
  }
  .note .link {
    color: inherit;
  }
  :host(:not([phone])) .stage:has(#own) .note {
    right: 108px;
  }
  .written + .note {
    position: static;
    margin: 0 12px 8px;
  }
  .hear {
    position: absolute;
    inset: 50% 16px auto;
    margin: -22px auto 0;
    width: fit-content;
  }
  #own {
    position: absolute;
    right: 12px;
    bottom: 72px;
    width: 84px;
    height: 112px;
    border-radius: var(--radius-control);
    box-shadow: 0 0 0 1px rgb(255 255 255 / 0.5);
  }
  .controls {
    position: absolute;
    inset: auto 0 0;
    display: flex;
    justify-content: center;
    gap: 12px;
    padding: 20px 12px 12px;
    background: linear-gradient(rgb(0 0 0 / 0), rgb(0 0 0 / 0.62));
    pointer-events: none;
  }
  .controls button {
    pointer-events: auto;
  }
  .controls button:not(.end) {
    position: relative;
    background: rgb(255 255 255 / 0.94);
    border-color: transparent;
    color: #1b1b1a;
  }
  button[data-off]:not(.end) {
    background: #1b1b1a !important;
    color: #fff !important;
    border-color: #fff !important;
  }
  .dot {
    position: absolute;
    top: 2px;
    right: 2px;
    width: 12px;
    height: 12px;
    border-radius: 50%;
    background: var(--accent);
    border: 2px solid #fff;
  }
  .stage :focus-visible {
    outline-color: #fff;
    box-shadow: 0 0 0 6px #1b1b1a;
  }
`;
