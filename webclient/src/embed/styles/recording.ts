/** How the question about a recording and its mark look in the panel. Text of a style sheet, for a chunk that stands alone. */

export const recordingStyle = `
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    flex: none;
    font-size: 13px;
    font-weight: 600;
    white-space: nowrap;
  }
  .mark i {
    flex: none;
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: currentColor;
  }
  .mark[data-recording="paused"] i {
    border: solid currentColor;
    border-width: 0 3px;
    border-radius: 0;
    background: none;
  }
  .mark:is([data-recording="starting"], [data-recording="interrupted"]) i {
    border: 2px dashed currentColor;
    background: none;
  }
  .name .mark {
    padding: 2px 8px;
    border-radius: 12px;
    background: rgb(20 20 19 / 0.86);
  }
  .name > span:not(.mark) {
    flex: 0 1 auto;
    min-width: 48px;
  }
  .recording {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    padding: 4px 12px;
    border-top: 1px solid var(--line);
    font-size: 0.875em;
  }
  .recording > button:only-child {
    flex: 1;
  }
  .recording > p {
    flex: 1;
    padding-block: 6px;
  }
  .recording .mark {
    flex: 1;
    white-space: normal;
  }
  .recording:has(.plain) .mark {
    flex-basis: 100%;
  }
  .consent {
    /* where the screen is low the words scroll, and the answers stay in sight */
    flex: 0 1 auto;
    min-height: 132px;
    display: grid;
    gap: 4px;
    padding: 8px 12px 12px;
    border-top: 1px solid var(--line);
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  /* everything else gives way first */
  .stage:has(~ .consent),
  .consent ~ .cards {
    flex-shrink: 1000;
  }
  .consent ul {
    display: grid;
    gap: 4px;
    font-size: 0.875em;
  }
  :host([phone][height="half"]) .consent ~ :is(.cards, .drawer),
  :host([phone][height="half"]) .stage:has(~ .consent) #own {
    display: none;
  }
  .answers {
    position: sticky;
    bottom: -12px;
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    padding-block: 4px 12px;
    margin-bottom: -12px;
    background: var(--paper);
  }
  .answers button {
    padding-inline: 8px;
    font-weight: 600;
    line-height: 1.25;
  }
  :host([size="small"]) .recording {
    padding: 2px 4px;
    justify-content: center;
    font-size: 12px;
  }
  :host([size="small"]) .recording .mark {
    flex: 0 1 auto;
    font-size: 12px;
    line-height: 1.2;
  }
  :host([size="small"]) .recording button {
    flex: 1;
    padding-inline: 4px;
    font-weight: 600;
  }
  :host([phone][size="small"]) .recording {
    padding: 4px 12px;
    font-size: 14px;
  }
`;
