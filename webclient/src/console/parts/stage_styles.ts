/** How the picture of a call looks, and what lies on it. */

import { css } from "lit";

export const stageStyles = css`
  :host {
    display: grid;
    align-content: end;
    container-type: inline-size;
    position: relative;
    min-height: 0;
    background: var(--stage);
    color: #fafaf8;
    border-radius: 12px;
    overflow: hidden;
  }
  #shopper {
    position: absolute;
    inset: 0;
    background: transparent;
    --picture-fit: contain;
  }
  .unseen-picture {
    opacity: 0;
  }
  #you,
  .you-off {
    position: absolute;
    right: 12px;
    top: 12px;
    width: clamp(92px, 20%, 168px);
    aspect-ratio: 4 / 3;
    border-radius: 12px;
    background: #2b2b29;
  }
  #you {
    box-shadow: var(--shadow);
  }
  .you-off {
    display: grid;
    place-items: center;
  }
  .words {
    position: absolute;
    inset: 0;
    margin: auto;
    width: fit-content;
    height: fit-content;
    max-width: min(80%, 420px);
    text-align: center;
    display: grid;
    gap: 8px;
    justify-items: center;
    padding: 12px 20px;
    border-radius: 12px;
    background: rgb(27 27 26 / 78%);
  }
  .words svg {
    width: 32px;
    height: 32px;
  }
  .facts {
    position: absolute;
    left: 12px;
    bottom: 12px;
    right: 12px;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    pointer-events: none;
  }
  .fact {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 34px;
    padding: 0 12px;
    border-radius: 17px;
    background: rgb(27 27 26 / 78%);
    font-size: 15px;
  }
  .rehearsal {
    border: 2px dashed #fafaf8;
    font-weight: 600;
  }
  .fact svg {
    width: 18px;
    height: 18px;
  }
  .bars {
    display: inline-flex;
    gap: 3px;
    align-items: flex-end;
    height: 16px;
  }
  .bars i {
    width: 5px;
    border-radius: 2px;
    border: 1px solid #fafaf8;
  }
  .bars i:nth-child(1) {
    height: 6px;
  }
  .bars i:nth-child(2) {
    height: 11px;
  }
  .bars i:nth-child(3) {
    height: 16px;
  }
  .bars i.on {
    background: #fafaf8;
  }
  @media (max-width: 480px) {
    .quality {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }
  .sound {
    pointer-events: auto;
    color: var(--ink);
  }
  /*
   * Narrow, as on a phone: words and facts stand under each other at the bottom, beneath what lies in the upper corners
   * (--above), and make room for themselves.
   */
  @container (max-width: 520px) {
    #you,
    .you-off {
      right: 8px;
      top: 8px;
      width: 76px;
    }
    .words {
      position: relative;
      inset: auto;
      margin: var(--above, 8px) 8px 8px;
      width: auto;
      max-width: none;
      padding: 8px 12px;
      display: flex;
      align-items: center;
      justify-content: center;
      font-size: 15px;
    }
    .words svg {
      width: 20px;
      height: 20px;
    }
    .facts {
      position: relative;
      inset: auto;
      margin: 0 8px 8px;
    }
    .passing {
      margin-bottom: 0;
    }
    .passing ~ .facts .fact {
      display: none;
    }
  }
`;
