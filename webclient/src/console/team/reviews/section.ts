/** Recorded calls, to be looked at, as a section of the team's view. */

import type { Section } from "../section.js";

export const reviews: Section | null = null;
