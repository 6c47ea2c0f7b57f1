/** Practice calls of the team, as a section of the team's view. */

import { html } from "lit";
import type { Section } from "../section.js";
import { texts } from "../words.js";
import "./rehearsals.js";

export const rehearsals: Section = {
  name: texts.rehearsals,
  draw: (desk) => html`<team-rehearsals .http=${desk.http}></team-rehearsals>`,
};
