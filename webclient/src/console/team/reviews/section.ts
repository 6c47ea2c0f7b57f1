/** Calls that have ended, to be looked at, as a section of the team's view. */

import { html } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Section } from "../section.js";
import { texts } from "../words.js";
import "./list.js";
import "./review.js";

export const reviews: Section = {
  name: texts.reviews,
  draw: (desk, rest) =>
    rest === ""
      ? html`<console-reviews .http=${desk.http}></console-reviews>`
      : html`${keyed(rest, html`<console-review .http=${desk.http} callId=${rest} .titles=${desk.shelf.title} .clientId=${desk.state?.client_id ?? ""}></console-review>`)}`,
};
