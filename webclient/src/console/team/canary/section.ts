/** How the service itself fared lately, as a section of the team's view. */

import type { Section } from "../section.js";

export const canary: Section | null = null;
