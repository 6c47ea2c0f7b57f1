/** How the desk is laid out: tablet landscape first, portrait, phone. */

import { css } from "lit";

export const homeStyles = css`
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
  .to-check a {
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
  @media (orientation: portrait), (max-width: 899px) {
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
`;
