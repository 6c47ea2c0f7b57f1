/** Set checks of the whole team, as a section of the team's view. */

import type { Section } from "../section.js";

export const checks: Section | null = null;
