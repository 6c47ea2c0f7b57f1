/** The console's layouts: tablet landscape first, portrait, desktop, phone. */

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
  .home {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 360px;
    grid-template-rows: auto minmax(0, 1fr);
    gap: 16px 24px;
    padding: 16px;
  }
  .head {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    min-width: 0;
  }
  .head console-presence {
    flex: none;
    width: 280px;
  }
  .to-team,
  .to-practise a,
  .to-check a,
  .rest a.button {
    color: inherit;
    text-decoration: none;
  }
  .to-team {
    flex: none;
    margin-right: auto;
  }
  .ways {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 16px;
    align-items: center;
  }
  /* The sentences of both begin at the same place. */
  .to-practise,
  .to-check {
    display: contents;
  }
  .ways .button {
    justify-content: flex-start;
  }
  .who {
    font-weight: 600;
  }
  .who .muted {
    font-weight: 400;
  }
  .wide,
  aside {
    overflow-y: auto;
    display: grid;
    grid-auto-rows: max-content; /* it scrolls rather than press its parts into each other */
    gap: 16px;
    align-content: start;
  }
  .go {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--raised);
  }
  .go .button {
    min-height: 64px;
    padding: 0 32px;
    font-size: 20px;
  }
  aside {
    scrollbar-width: thin;
  }
  .call {
    display: grid;
    grid-template-columns: 208px minmax(0, 1fr) 376px;
    gap: 16px;
    padding: 16px;
  }
  .call[inert] {
    visibility: hidden;
  }
  /* Nothing to see in a written call: the words get the room. */
  .call.text {
    grid-template-columns: 208px clamp(280px, 27vw, 400px) minmax(0, 1fr);
  }
  .beside {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    gap: 16px;
    min-height: 0;
  }
  .beside console-line {
    overflow-y: auto;
  }
  .stage {
    display: grid;
    grid-template-rows: minmax(136px, 1fr);
    grid-auto-rows: auto;
    gap: 12px;
    min-height: 0;
    min-width: 0;
    position: relative;
  }
  .drawer {
    display: none;
  }
  console-side {
    min-height: 0;
    min-width: 0;
  }
  .rest {
    display: grid;
    gap: 12px;
    align-content: center;
    justify-items: center;
    text-align: center;
    padding: 24px;
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
  @media (orientation: portrait), (max-width: 899px) {
    .call {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(0, 54fr) minmax(0, 46fr);
      gap: 12px;
    }
    .call.text {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(0, 32fr) minmax(0, 68fr);
    }
    .beside {
      display: none;
      position: absolute;
      z-index: 10;
      left: 16px;
      top: 80px;
      width: 264px;
      max-height: 60%;
      padding: 16px;
      background: var(--raised);
      border: 1px solid var(--line);
      border-radius: 12px;
      box-shadow: var(--shadow);
    }
    .beside.open {
      display: grid;
    }
    .drawer {
      display: inline-flex;
      position: absolute;
      z-index: 4;
      left: 12px;
      top: 12px;
    }
    .home {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto auto auto;
      align-content: start;
      overflow-y: auto;
    }
    .home .wide,
    .home aside {
      overflow: visible;
    }
    .home aside {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      grid-template-rows: auto 1fr;
    }
    .home console-preview {
      grid-row: 1 / span 2;
    }
  }
  @media (max-width: 599px) {
    .home aside {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: none;
    }
    .home console-preview {
      grid-row: auto;
    }
    .go {
      display: grid;
    }
    .call {
      padding: 8px;
      gap: 8px;
      overflow-y: auto;
      grid-template-rows: minmax(max-content, 44fr) minmax(320px, 56fr);
    }
    .call.text {
      grid-template-rows: minmax(max-content, 36fr) minmax(320px, 64fr);
    }
    /* Words over the picture are never cut: they push what is beneath. */
    .stage {
      grid-template-rows: minmax(max-content, 1fr);
    }
    console-stage {
      min-height: 180px;
      --above: 72px;
    }
    .call.text console-stage {
      min-height: 172px;
      --above: 64px;
    }
    .drawer {
      left: 8px;
      top: 8px;
    }
    .head console-presence {
      width: auto;
      flex: 1 0 auto;
    }
    .who {
      flex: 0 1 auto;
    }
    .who .muted {
      display: none;
    }
  }
  @media (min-width: 1400px) and (orientation: landscape) {
    .call {
      grid-template-columns: 264px minmax(0, 1fr) 440px;
    }
    .call.text {
      grid-template-columns: 264px clamp(280px, 27vw, 400px) minmax(0, 1fr);
    }
  }
  @media (min-width: 900px) and (orientation: landscape) {
    /* The words alone on top; the controls stay where they are in every call. */
    .call.text .stage {
      display: flex;
      flex-direction: column;
    }
    .call.text console-stage {
      flex: none;
      min-height: 114px;
    }
    .call.text console-controls {
      margin-top: auto;
    }
  }
`;
