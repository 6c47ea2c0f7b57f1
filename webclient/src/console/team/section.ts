/**
 * What a section of the team's view is. Each has a folder of its own with its elements, and its words in `ui/texts/team_<section>*`;
 * none imports another. `draw` is called whenever the desk has changed, and hands its element what it needs.
 */

import type { TemplateResult } from "lit";
import type { Desk } from "../desk.js";

export interface Section {
  /** As the navigation calls it. */
  readonly name: string;
  /** `rest` is what follows the section's name in the address, for one thing of it: `#team/reviews/<rest>`. */
  draw(desk: Desk, rest: string): TemplateResult;
}
