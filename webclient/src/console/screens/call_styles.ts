/** How a call is laid out: tablet landscape first, portrait, phone, phone held sideways, desktop. */

import { css } from "lit";

export const callStyles = css`
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
  @media (orientation: portrait), (max-width: 899px), (max-height: 480px) {
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
  }
  @media (max-width: 599px) {
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
  }
  /* A phone held sideways: the picture takes the height that is left, what is beside it scrolls. */
  @media (orientation: landscape) and (max-height: 480px) {
    .call,
    .call.text {
      grid-template-columns: minmax(0, 1fr) clamp(300px, 45vw, 376px);
      grid-template-rows: minmax(0, 1fr);
      gap: 8px;
      padding: 8px;
    }
    .stage {
      gap: 4px;
      overflow-y: auto;
      scrollbar-width: none;
    }
    .drawer {
      left: 8px;
      top: 8px;
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
  @media (min-width: 900px) and (min-height: 481px) and (orientation: landscape) {
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
