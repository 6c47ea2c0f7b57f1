/** The sections of the team's view. */

import type { SectionId } from "../view/place.js";
import { calls } from "./calls/section.js";
import { canary } from "./canary/section.js";
import { checks } from "./checks/section.js";
import { rehearsals } from "./rehearsals/section.js";
import { reviews } from "./reviews/section.js";
import type { Section } from "./section.js";

export const sections: Readonly<Record<SectionId, Section>> = { calls, checks, reviews, rehearsals, canary };
