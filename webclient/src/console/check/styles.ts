/** The set check's layout: picture and results beside each other, below each other where it is narrow. */

import { css } from "lit";

export const checkStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    background: var(--paper);
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px 16px;
    padding: 16px 16px 8px;
  }
  header a {
    color: inherit;
    text-decoration: none;
  }
  h1 {
    font-size: 24px;
  }
  h1:focus,
  h2:focus {
    outline: none;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(320px, 440px);
    gap: 24px;
    padding: 8px 16px 16px;
    min-height: 0;
  }
  .look,
  .say {
    display: grid;
    gap: 16px;
    align-content: start;
    min-width: 0;
  }
  .say {
    overflow-y: auto;
    scrollbar-width: thin;
    padding: 0 12px;
  }
  .look {
    grid-template-rows: minmax(0, 1fr);
    grid-auto-rows: auto;
    align-content: stretch;
    min-height: 0;
  }
  figure {
    position: relative;
    min-height: 200px;
    border-radius: 12px;
    overflow: hidden;
    background: var(--stage);
    color: #fafaf8;
    display: grid;
    place-items: center;
    text-align: center;
  }
  coshop-picture {
    position: absolute;
    inset: 0;
    --picture-fit: contain;
  }
  figcaption {
    position: absolute;
    left: 12px;
    top: 12px;
    padding: 4px 12px;
    border-radius: 8px;
    background: rgb(27 27 26 / 72%);
  }
  .none {
    display: grid;
    gap: 8px;
    justify-items: center;
    padding: 16px;
  }
  .now {
    display: grid;
    gap: 8px;
  }
  .now .words {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 16px;
    min-height: 24px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
  }
  .meter {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  svg.bar {
    flex: 1;
    width: 100%;
    height: 8px;
    border-radius: 4px;
    stroke-linecap: butt;
  }
  .bar path {
    stroke: var(--line);
    stroke-width: 8;
    vector-effect: non-scaling-stroke;
  }
  .bar .on {
    stroke: var(--accent);
  }
  .start {
    min-height: 64px;
    padding: 0 32px;
    font-size: 20px;
  }
  .choice {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 12px;
    align-items: center;
    min-height: 48px;
    cursor: pointer;
  }
  .choice input {
    width: 24px;
    height: 24px;
    margin: 0 4px;
    accent-color: var(--accent);
  }
  .choice .small {
    grid-column: 2;
  }
  .outcome h2 {
    font-size: 24px;
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .outcome .good svg {
    color: var(--green);
  }
  @media (orientation: portrait), (max-width: 899px) {
    main {
      display: block;
      overflow-y: auto;
    }
    .say {
      overflow: visible;
      padding: 0;
    }
    .look {
      grid-template-rows: auto;
      padding-bottom: 24px;
    }
    .start {
      flex: 1 1 auto;
    }
    figure {
      aspect-ratio: 4 / 3;
      max-height: 44vh;
      width: 100%;
    }
  }
`;
