/** The console's own signs beside those it shares with the widget; same grid, same line. Decoration: whoever uses one names it. */

import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { icons as shared } from "../ui/icons.js";

function icon(paths: SVGTemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;
}

const eye = svg`<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z"/><circle cx="12" cy="12" r="2.800"/>`;

export const icons = {
  ...shared,
  screen: icon(svg`<rect x="3" y="4.500" width="18" height="12" rx="2"/><path d="M9 20h6M12 13.500v-6M9.300 10 12 7.300l2.700 2.700"/>`),
  search: icon(svg`<circle cx="10.500" cy="10.500" r="6.500"/><path d="m15.500 15.500 5 5"/>`),
  plus: icon(svg`<path d="M12 5v14M5 12h14"/>`),
  minus: icon(svg`<path d="M5 12h14"/>`),
  down: icon(svg`<path d="m6 9.500 6 6 6-6"/>`),
  bell: icon(svg`<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.800h4"/>`),
  offline: icon(svg`<path d="M3 9.500a13 13 0 0 1 5.200-3.100m4-.5A13 13 0 0 1 21 9.500M6.500 13.500a8 8 0 0 1 3-1.900m4.300.300a8 8 0 0 1 3.700 1.600M12 18h.01M4 4l16 16"/>`),
  whisper: icon(svg`<path d="M4 10v4h3l4 3.500v-11L7 10zM15 10.500a2.500 2.500 0 0 1 0 3"/><path d="M18 8.500c1.800 2 1.800 5 0 7" stroke-dasharray="1.500 2.500"/>`),
  eye: icon(eye),
  eye_off: icon(svg`${eye}<path d="M4 4l16 16"/>`),
  play: icon(svg`<path d="M7 4.500v15l12-7.500z" fill="currentColor"/>`),
  pause: icon(svg`<path d="M8.500 5v14M15.500 5v14" stroke-width="3.500"/>`),
  back_10: icon(svg`<path d="M4 4.500V9h4.500M4.600 9A8.500 8.500 0 1 1 3.500 13"/>`),
  on_10: icon(svg`<path d="M20 4.500V9h-4.500M19.400 9A8.500 8.500 0 1 0 20.500 13"/>`),
  bin: icon(svg`<path d="M4 7h16M9 7V4.500h6V7M6.500 7l1 13h9l1-13M10.500 11v5M13.500 11v5"/>`),
  film: icon(svg`<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M8 5v14M16 5v14M3 12h5M16 12h5"/>`),
  record: icon(svg`<circle cx="12" cy="12" r="8.500"/><circle cx="12" cy="12" r="3.500" fill="currentColor"/>`),
  line: icon(svg`<circle cx="6" cy="8.500" r="2.500"/><circle cx="18" cy="8.500" r="2.500"/><circle cx="12" cy="7" r="3"/><path d="M2.500 18c.3-2.700 1.500-4.300 3.700-4.300M21.500 18c-.3-2.700-1.500-4.300-3.700-4.300M7 20c.4-4.200 2.200-6.200 5-6.200s4.600 2 5 6.200"/>`),
};
