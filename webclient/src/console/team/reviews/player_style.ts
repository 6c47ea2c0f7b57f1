/** How the player of a recording looks. */

import { css } from "lit";

export const playerStyle = css`
  :host {
    display: grid;
    gap: 12px;
  }
  .screens {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 8px;
  }
  figure {
    position: relative;
    aspect-ratio: 4 / 3;
    border-radius: 12px;
    overflow: hidden;
    background: #232322;
    color: #fafaf8;
  }
  video {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  video[hidden] {
    display: none;
  }
  figcaption {
    position: absolute;
    left: 8px;
    bottom: 8px;
    padding: 2px 10px;
    border-radius: 14px;
    background: rgb(27 27 26 / 78%);
    font-size: 15px;
  }
  .instead {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    padding: 12px 12px 40px;
    text-align: center;
  }
  .track {
    position: relative;
    display: grid;
  }
  .track svg {
    width: 100%;
    height: 14px;
    stroke: none;
    pointer-events: none;
  }
  .ground {
    fill: var(--line);
  }
  .paused {
    fill: var(--muted);
    opacity: 0.55;
  }
  .tick {
    fill: var(--ink);
  }
  input {
    width: 100%;
    height: 48px;
    margin: 0 0 -8px;
    accent-color: var(--accent);
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .time {
    margin-left: 8px;
  }
  .now {
    flex: 1 1 120px;
    text-align: end;
  }
`;
