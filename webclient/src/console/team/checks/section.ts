/** Set checks of the whole team, as a section of the team's view. */

import { html } from "lit";
import type { Section } from "../section.js";
import { texts } from "../words.js";
import "./checks.js";

export const checks: Section = {
  name: texts.checks,
  draw: (desk) => html`<team-checks .http=${desk.http}></team-checks>`,
};
