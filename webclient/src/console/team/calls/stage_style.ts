/** The looks of the call one is a guest of: two pictures side by side, the ways beneath. */

import { css } from "lit";

export const stageStyle = css`
  :host {
    display: grid;
    gap: 12px;
    padding: 16px;
    border: 1px solid var(--accent);
    border-radius: 12px;
    background: var(--raised);
    scroll-margin: 16px;
  }
  h2 {
    font-size: 20px;
  }
  h2:focus {
    outline: none;
  }
  .pictures {
    position: relative;
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
  }
  figure {
    position: relative;
    aspect-ratio: 4 / 3;
    max-height: 46vh;
    width: 100%;
    border-radius: 12px;
    overflow: hidden;
    background: #232322;
    color: #fafaf8;
  }
  #you {
    position: absolute;
    right: 8px;
    top: 8px;
    width: clamp(72px, 14%, 132px);
    aspect-ratio: 4 / 3;
    border-radius: 8px;
    box-shadow: 0 0 0 2px #fafaf8;
  }
  figure coshop-picture {
    position: absolute;
    inset: 0;
    background: transparent;
    --picture-fit: contain;
  }
  .unseen {
    opacity: 0;
  }
  .words {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    text-align: center;
    padding: 8px;
    background: rgb(27 27 26 / 60%);
  }
  .words svg {
    width: 40px;
    height: 40px;
  }
  figcaption {
    position: absolute;
    left: 8px;
    bottom: 8px;
    display: flex;
    gap: 8px;
    align-items: center;
    max-width: calc(100% - 16px);
    padding: 4px 12px;
    border-radius: 17px;
    background: rgb(27 27 26 / 78%);
    font-size: 15px;
  }
  figcaption svg {
    width: 18px;
    height: 18px;
    display: block;
  }
  .hear {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
    justify-content: space-between;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 16px;
    align-items: center;
  }
  .heard {
    flex: 1 1 100%;
  }
  .effect {
    flex: 1 1 200px;
  }
  .ways {
    display: flex;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--paper);
  }
  .ways label {
    position: relative;
    min-height: 48px;
    min-width: 72px;
    padding: 0 16px;
    display: grid;
    place-items: center;
    font-weight: 600;
    border-radius: 8px;
    cursor: pointer;
  }
  .ways label.on {
    background: var(--accent);
    color: var(--on-accent);
  }
  .ways input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .ways label:focus-within:has(:focus-visible) {
    outline: 3px solid var(--ink);
    outline-offset: 2px;
  }
  .recording:empty,
  .hear:empty,
  .alert:empty {
    position: absolute; /* it takes no gap */
  }
  .problem {
    display: flex;
    gap: 8px;
    align-items: flex-start;
  }
  .problem svg {
    flex: none;
  }
  .over {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 16px;
    align-items: center;
    justify-content: space-between;
  }
  .chat {
    max-height: 40vh;
    overflow-y: auto;
    display: grid;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  @media (max-width: 599px) {
    :host {
      padding: 12px;
    }
    .ways {
      flex: 1 1 100%;
    }
    .ways label {
      flex: 1 1 auto; /* a long word gets more */
      min-width: 48px;
      padding: 0 4px;
    }
  }
`;
