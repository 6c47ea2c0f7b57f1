/** Practice calls of the team, as a section of the team's view. */

import type { Section } from "../section.js";

export const rehearsals: Section | null = null;
