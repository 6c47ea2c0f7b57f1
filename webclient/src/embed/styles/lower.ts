/** Below the picture: cards, bag, ledger, messages. */

import { css } from "lit";

export const lowerStyle = css`
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
  /* a whole finger wide, and no more room than its sign */
  .tiny {
    margin: -12px -12px -10px 0;
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
    max-height: 300px;
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
    padding: 8px 0;
  }
  .change + .change {
    border-top: 1px solid var(--line);
  }
  .chat {
    flex: 0 1 280px;
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
  .written button {
    position: relative;
  }
  /* a written call gives its room to the words */
  .written ~ .chat {
    max-height: none;
    height: 380px;
  }
`;
