/** How the bag looks. */

import { css } from "lit";

export const bagStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    align-content: start;
  }
  .lines,
  .ledger {
    display: grid;
    gap: 8px;
  }
  .lines li {
    display: grid;
    grid-template-columns: 48px minmax(0, 1fr) auto;
    gap: 4px 12px;
    align-items: center;
    padding: 8px 0;
    border-bottom: 1px solid var(--line);
  }
  .lines li.pending {
    padding: 8px;
    border-bottom: 1.5px dashed var(--muted);
  }
  .picture {
    display: block;
    width: 48px;
    height: 60px;
    object-fit: cover;
    border-radius: 8px;
    background: var(--line);
  }
  .what {
    min-width: 0;
  }
  .acts {
    grid-column: 2 / 4;
    display: flex;
    align-items: center;
    justify-content: space-between;
  }
  .sums {
    display: grid;
    gap: 4px;
  }
  .sums div {
    display: flex;
    justify-content: space-between;
  }
  .checkout {
    display: grid;
    gap: 8px;
  }
  .track {
    display: flex;
  }
  .track li {
    flex: 1;
    display: grid;
    justify-items: center;
    gap: 4px;
    position: relative;
    font-size: 15px;
    text-align: center;
    color: var(--muted);
  }
  .track li.done,
  .track li.now,
  .track li.failed {
    color: var(--ink);
  }
  .track li.now {
    font-weight: 600;
  }
  .track li + li::before {
    content: "";
    position: absolute;
    top: 13px;
    right: calc(50% + 18px);
    left: calc(-50% + 18px);
    border-top: 2px solid var(--line);
  }
  .track .dot {
    width: 28px;
    height: 28px;
    border-radius: 50%;
    border: 2px solid var(--line);
    display: grid;
    place-items: center;
    background: var(--raised);
  }
  .track .now .dot {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 5px var(--raised), inset 0 0 0 14px var(--accent);
  }
  .track .waits .dot {
    border-style: dashed;
    box-shadow: none;
  }
  .track .done .dot {
    border-color: var(--green);
    color: var(--green);
  }
  .track .failed .dot {
    border: 0;
  }
  .track svg {
    width: 20px;
    height: 20px;
  }
  .ledger li {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    border-radius: 8px;
    border: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .ledger li.pending {
    border: 1.5px dashed var(--muted);
  }
  .ledger li.undone p:first-child {
    text-decoration: line-through;
    color: var(--muted);
  }
  .ledger .what {
    flex: 1;
  }
  .ledger .button {
    margin-left: auto;
  }
  .settled {
    display: flex;
    gap: 4px;
    align-items: center;
  }
  .settled svg,
  .refused svg {
    width: 18px;
    height: 18px;
  }
`;
