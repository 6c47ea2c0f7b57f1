/** The store's calls as they are now, as a section of the team's view. */

import { html } from "lit";
import "../../parts/line.js";
import type { Section } from "../section.js";
import { texts } from "../words.js";

export const calls: Section = {
  name: texts.calls,
  draw: (desk) => html`<console-line .line=${desk.state?.view.line ?? null} .aheadMs=${desk.ahead_ms}
    store=${desk.account.signed_in?.store.name ?? ""}></console-line>`,
};
