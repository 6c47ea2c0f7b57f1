/** The mark of a recording: its sign and its words, the same on every screen of the console. It decides nothing. */

import { css, html, type TemplateResult } from "lit";
import type { RecordingMark } from "../view/recording.js";

export const markStyle = css`
  .mark {
    display: flex;
    align-items: center;
    gap: 10px;
    font-weight: 600;
  }
  .mark i {
    flex: none;
    width: 14px;
    height: 14px;
    border-radius: 50%;
    background: currentColor;
  }
  .mark[data-recording="paused"] i {
    border: solid currentColor;
    border-width: 0 4px;
    border-radius: 0;
    background: none;
  }
  .mark:is([data-recording="starting"], [data-recording="interrupted"]) i {
    border: 3px dashed currentColor;
    background: none;
  }
`;

export function recordingMark({ mark, words }: RecordingMark): TemplateResult {
  return html`<p class="mark" data-recording=${mark}><i></i>${words}</p>`;
}
