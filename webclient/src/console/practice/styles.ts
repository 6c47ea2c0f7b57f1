/** How rehearsals look: stories as cards, what is on as one card, the report as a table. */

import { css } from "lit";

export const practiceStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-width: 0;
    background: var(--paper);
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px 16px;
    padding: 16px 16px 8px;
  }
  h1 {
    font-size: 24px;
    flex: 1 1 auto;
    min-width: 0;
  }
  h1:focus,
  h2:focus {
    outline: none;
  }
  h2 {
    font-size: 20px;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  console-presence {
    flex: none;
    width: 280px;
  }
  main {
    overflow-y: auto;
    padding: 8px 16px 24px;
    scrollbar-width: thin;
  }
  .column {
    display: grid;
    gap: 16px;
    max-width: 1040px;
  }
  .intro {
    max-width: 68ch;
  }
  .stories {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr));
    gap: 16px;
  }
  .card {
    display: grid;
    gap: 12px;
    align-content: start;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--raised);
  }
  .stories .card {
    grid-template-rows: auto auto 1fr auto;
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    align-items: center;
  }
  .about svg {
    width: 20px;
    height: 20px;
  }
  .counts {
    display: grid;
    gap: 2px;
    align-content: end;
  }
  .counts li {
    display: flex;
    justify-content: space-between;
    gap: 12px;
  }
  .on {
    max-width: 680px;
    padding: 24px;
  }
  .dots {
    display: flex;
    gap: 8px;
  }
  .dots i {
    width: 12px;
    height: 12px;
    border-radius: 50%;
    background: var(--accent);
    animation: breathe 1.2s ease-in-out infinite alternate;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.2s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.4s;
  }
  @keyframes breathe {
    from {
      opacity: 0.25;
    }
  }
  .unsaid {
    display: flex;
    gap: 8px;
    align-items: flex-start;
  }
  .unsaid svg {
    flex: none;
  }
  [role="status"]:empty {
    position: absolute; /* it takes no gap */
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: center;
  }
  .past li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto auto;
    gap: 0 16px;
    align-items: center;
    min-height: 56px;
    padding: 4px 0;
    border-bottom: 1px solid var(--line);
  }
  @media (max-width: 599px) {
    header {
      flex-wrap: wrap;
      padding-top: 8px;
    }
    console-presence {
      width: 100%;
    }
    .past li {
      grid-template-columns: minmax(0, 1fr) auto;
      padding: 8px 0;
    }
    .past .when {
      grid-column: 1 / -1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }
`;
