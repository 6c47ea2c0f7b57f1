/** The drawings on the controls: 24-unit strokes in the current colour, hidden from screen readers (controls have names). */

import { svg, html, type TemplateResult } from "lit";

function icon(paths: TemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;
}

export const icons = {
  microphone: icon(svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3"/>`),
  microphone_off: icon(
    svg`<path d="M9 9V6a3 3 0 0 1 6 0v5m-.6 2.2A3 3 0 0 1 9 12M5 11a7 7 0 0 0 11 5.7M19 11a7 7 0 0 1-.6 2.8M12 18v3M4 4l16 16"/>`,
  ),
  camera: icon(svg`<rect x="3" y="6" width="12" height="12" rx="2.5"/><path d="m15 11 6-3.5v9L15 13"/>`),
  camera_off: icon(
    svg`<path d="M15 13v2.500a2.500 2.500 0 0 1-2.500 2.500h-7A2.500 2.500 0 0 1 3 15.500v-7A2.500 2.500 0 0 1 5.500 6H7m4 0h1.500A2.500 2.500 0 0 1 15 8.500V11l6-3.500v9l-3-1.700M4 4l16 16"/>`,
  ),
  flip: icon(svg`<path d="M4 9a8 8 0 0 1 14-3l2 2m0-4v4h-4M20 15a8 8 0 0 1-14 3l-2-2m0 4v-4h4"/>`),
  chat: icon(svg`<path d="M4 5.500h16v11H11l-5 4v-4H4z"/>`),
  more: icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>`),
  end: icon(
    svg`<path d="M3 13.500c5-4.700 13-4.700 18 0l-1.800 3-4-1.500v-2.600a11 11 0 0 0-6.400 0V15l-4 1.500z" fill="currentColor"/>`,
  ),
  small: icon(svg`<path d="M9 4v5H4M15 20v-5h5M9 9 4 4M15 15l5 5"/>`),
  large: icon(svg`<path d="M4 9V4h5M20 15v5h-5M4 4l6 6M20 20l-6-6"/>`),
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`),
  back: icon(svg`<path d="m14 6-6 6 6 6"/>`),
  send: icon(svg`<path d="M4 12 20 5l-5 15-3-6.500z"/>`),
  bag: icon(svg`<path d="M5 8h14l1 12H4zM9 8V7a3 3 0 0 1 6 0v1"/>`),
  sound: icon(svg`<path d="M4 10v4h4l5 4V6l-5 4zM16.500 9a4 4 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11"/>`),
  warn: icon(svg`<path d="M12 4 3 19.500h18zM12 10v4M12 17h.01"/>`),
  check: icon(svg`<path d="m5 12.500 4.500 4.500L19 7.500"/>`),
  person: icon(svg`<circle cx="12" cy="8" r="4"/><path d="M4.500 20c1-4 4-6 7.500-6s6.500 2 7.500 6"/>`),
  move: icon(svg`<path d="M12 3v18M3 12h18M12 3 9.500 5.500M12 3l2.500 2.500M12 21l-2.500-2.500M12 21l2.500-2.500M3 12l2.500-2.500M3 12l2.500 2.500M21 12l-2.500-2.500M21 12l-2.500 2.500"/>`),
};

/** Quality as three bars; the name says it in words. */
export function qualityBars(bars: number, label: string): TemplateResult {
  const on = (n: number): string => (bars >= n ? "1" : "0.3");
  return html`<svg viewBox="0 0 24 24" role="img" aria-label=${label}>
    ${svg`<path d="M6 18v-3" stroke-width="3.500" stroke-opacity=${on(1)}/><path d="M12 18v-7" stroke-width="3.500" stroke-opacity=${on(2)}/><path d="M18 18V7" stroke-width="3.500" stroke-opacity=${on(3)}/>`}
  </svg>`;
}
