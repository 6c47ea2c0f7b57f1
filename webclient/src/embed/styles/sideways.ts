/** A phone held sideways: the picture beside what belongs to it, as high as the screen. Text of a style sheet, for a file loaded later. */

const ON = ':host([stage="live"]:not([size="small"], [mode="text"], [phone]))';
const BEFORE = ':host([stage="before"]:not([phone]))';

export const sidewaysStyle = `
  @media (orientation: landscape) and (max-height: 480px) {
    ${ON},
    ${BEFORE} {
      width: min(600px, calc(100vw - 32px));
      inset-block: 8px auto;
    }
    ${ON} .panel {
      height: calc(100dvh - 16px);
    }
    ${ON} .panel,
    ${BEFORE} .panel {
      max-height: calc(100dvh - 16px);
    }
    ${ON} .live {
      flex: 1;
      position: relative;
      padding-inline-start: 50%;
    }
    ${ON} .stage {
      position: absolute;
      inset: 0 50% 0 0;
      min-height: 0;
    }
    ${ON} :is(.cards, .drawer) {
      flex-grow: 1;
      max-height: none;
      border-top: 0;
    }
    ${ON} .bar {
      margin-top: auto;
    }
    ${BEFORE} .page {
      position: relative;
      gap: 8px;
      padding-block: 8px 12px;
    }
    ${BEFORE} .page:has(.mirror) {
      padding-inline-start: 216px;
    }
    ${BEFORE} .mirror {
      position: absolute;
      inset: 12px auto auto 12px;
      width: 192px;
      aspect-ratio: 3 / 4;
    }
  }
`;
