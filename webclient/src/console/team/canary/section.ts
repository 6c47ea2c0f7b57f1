/** How the service itself fared lately, as a section of the team's view. */

import { html } from "lit";
import type { Section } from "../section.js";
import { texts } from "../words.js";
import "./canary.js";

export const canary: Section = {
  name: texts.canary,
  draw: (desk) => html`<team-canary .http=${desk.http}></team-canary>`,
};
