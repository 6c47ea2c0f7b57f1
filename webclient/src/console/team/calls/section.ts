/** The store's calls as they are now, as a section of the team's view. */

import { html } from "lit";
import type { Section } from "../section.js";
import "./calls_now.js";
import { texts } from "./words.js";

export const calls: Section = {
  name: texts.calls,
  draw: (desk) => html`<console-calls-now .desk=${desk}></console-calls-now>`,
};
