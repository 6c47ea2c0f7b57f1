/** The panel's own style sheet: where it stands, what it is made of. Colours and controls come from ui/theme. */

import { css } from "lit";

export const panelStyle = css`
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
  .live {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .stage {
    position: relative;
    flex: 1 1 475px;
    min-height: 240px;
    overflow: hidden;
    background: #2a2a28;
    color: #fff;
    cursor: grab;
    touch-action: none;
  }
  .stage:focus-visible {
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
    background: linear-gradient(rgb(0 0 0 / 0.62), rgb(0 0 0 / 0));
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
    inset: auto 12px 72px;
    padding: 8px 12px;
    border-radius: var(--radius-control);
    background: rgb(20 20 19 / 0.86);
    font-size: 0.875em;
    text-align: center;
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
  }
  .controls button:not(.end),
  .strip .round:not(.end) {
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
  .cards {
    flex: 0 1 auto;
    max-height: 232px;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    border-top: 1px solid var(--line);
  }
  .card {
    display: flex;
    gap: 12px;
    padding: 12px;
    animation: arrive 180ms ease-out;
  }
  .card + .card {
    border-top: 1px solid var(--line);
  }
  .card img,
  .blank {
    width: 72px;
    height: 90px;
    flex: none;
    object-fit: cover;
    border-radius: var(--radius-control);
    background: var(--line);
  }
  .about {
    flex: 1;
    min-width: 0;
    display: grid;
    gap: 6px;
    align-content: start;
  }
  .top {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  .tiny {
    --target: 32px;
    min-height: 32px;
    margin: -4px -6px -4px 0;
  }
  .card select {
    width: 100%;
    padding-block: 4px;
  }
  .state {
    display: flex;
    gap: 6px;
    align-items: flex-start;
  }
  .state svg {
    width: 18px;
    height: 18px;
  }
  .offer {
    padding: 8px 12px 0;
    border-top: 1px solid var(--line);
    font-size: 0.875em;
  }
  .bar {
    display: flex;
    gap: 8px;
    padding: 8px 12px;
    border-top: 1px solid var(--line);
  }
  .offer + .bar {
    border-top: 0;
  }
  .bag {
    flex: 1;
    justify-content: flex-start;
    min-width: 0;
    white-space: nowrap;
  }
  .drawer {
    flex: 0 1 auto;
    min-height: 0;
    max-height: 280px;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px 12px 12px;
    border-top: 1px solid var(--line);
  }
  .menu {
    display: grid;
    gap: 8px;
  }
  .lines li {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding: 4px 0;
  }
  .changes {
    margin-top: 8px;
    border-top: 1px solid var(--line);
  }
  .change {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
    padding: 8px 4px;
  }
  .change + .change {
    border-top: 1px solid var(--line);
  }
  .chat {
    flex: 0 1 240px;
    min-height: 150px;
    display: flex;
    flex-direction: column;
    padding-bottom: 8px;
  }
  .chat .lines {
    flex: 1;
    min-height: 96px;
    overflow-y: auto;
    display: flex;
    flex-direction: column;
    gap: 6px;
  }
  .chat .said {
    display: grid;
    justify-items: start;
    gap: 2px;
    max-width: 85%;
    padding: 0;
  }
  .said[data-by="shopper"] {
    align-self: flex-end;
    justify-items: end;
  }
  .bubble {
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .said[data-pending] .bubble {
    border: 1.5px dashed var(--muted);
  }
  .chat form {
    display: flex;
    gap: 8px;
    padding-top: 8px;
  }
  .chat input {
    flex: 1;
    min-width: 0;
  }
  .written {
    padding: 8px 8px 8px 16px;
    cursor: grab;
    touch-action: none;
  }
  .written p {
    flex: 1;
  }
  /* a written call gives its room to the words */
  .written ~ .chat {
    max-height: none;
    height: 380px;
  }

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
    flex: 1 1 96px;
    min-height: 96px;
  }
  :host([phone][height="half"]) .cards {
    flex-shrink: 0;
    max-height: 216px;
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
    min-height: 24px;
    padding: 0;
    border: 0;
    border-radius: 0;
    background: var(--paper);
    touch-action: none;
  }
  .grip::after {
    content: "";
    display: block;
    margin: 0 auto;
    width: 40px;
    height: 4px;
    border-radius: 2px;
    background: var(--muted);
  }
  :host([phone][size="small"]) .stage {
    width: auto;
    height: 112px;
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
  .strip > :first-child {
    flex: 1;
    justify-content: flex-start;
  }
  :host([phone][size="small"]) .note {
    inset: auto 12px 2px 96px;
    background: none;
    color: var(--ink);
  }

  @keyframes arrive {
    from {
      transform: translateY(-24px);
      opacity: 0;
    }
  }
  .pulse {
    animation: pulse 1.6s ease-in-out infinite;
  }
  @keyframes pulse {
    50% {
      opacity: 0.55;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .card,
    .pulse {
      animation: none;
    }
  }
`;
