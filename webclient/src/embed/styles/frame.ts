/** Where the panel stands, and the screens before and after a call. Colours and controls come from ui/theme. */

import { css } from "lit";

export const frameStyle = css`
  :host {
    position: fixed;
    z-index: 2147483000;
    width: 380px;
    max-width: calc(100vw - 32px);
    right: max(16px, env(safe-area-inset-right));
    bottom: max(16px, env(safe-area-inset-bottom));
  }
  :host([stage="closed"]) {
    display: none;
  }
  :host([corner$="left"]) {
    right: auto;
    left: max(16px, env(safe-area-inset-left));
  }
  :host([corner^="top"]) {
    bottom: auto;
    top: max(16px, env(safe-area-inset-top));
  }
  .panel {
    display: flex;
    flex-direction: column;
    max-height: min(640px, calc(100dvh - 32px));
    overflow: hidden;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
  }
  .page {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 16px;
    overflow-y: auto;
  }
  .calm {
    align-items: stretch;
    text-align: center;
    padding: 24px 16px 16px;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .row {
    display: flex;
    gap: 8px;
    justify-content: center;
  }
  .about .row {
    justify-content: flex-start;
  }
  .row button {
    flex: 0 1 auto;
  }
  .wide {
    width: 100%;
  }
  .mirror {
    aspect-ratio: 4 / 3;
    width: 100%;
    border-radius: var(--radius-control);
  }
  .mirror.low {
    width: 96px;
    aspect-ratio: 3 / 4;
    align-self: center;
  }
  fieldset {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 8px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .choice {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    padding: 10px 4px;
    min-height: 64px;
    border: 1px solid var(--line);
    border-radius: var(--radius-control);
    background: var(--raised);
    cursor: pointer;
  }
  .choice[data-chosen] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
    color: var(--accent);
    font-weight: 600;
  }
  .choice:focus-within {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .field {
    display: grid;
    gap: 4px;
  }
  .notice {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius-control);
    background: var(--raised);
    font-size: 0.875em;
  }
  @keyframes arrive {
    from {
      transform: translateY(-24px);
      opacity: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .card {
      animation: none;
    }
  }
`;
