/** Guests of a call as its people and screens have them: who is shown to whom, and what each sends to which side. Pure [GUEST3] [GUEST8]. */

import type { Guest, Side } from "../protocol/index.js";

/** What somebody from the shop may be in a call of others. The recorder is a program and has its own mark. */
export type Role = Exclude<Guest["role"], "recorder">;

export interface Sends {
  readonly audio: boolean;
  readonly video: boolean;
}

/**
 * What a guest sends to a side. `wanted` is what they ask for now and `known` what the call knows: nothing goes out before the
 * people of the call could be told, and what was taken back stops at once.
 */
export function sends(wanted: Role, known: Guest["role"] | null, side: Side): Sends {
  const both = wanted === "speaker" && known === "speaker";
  const whispers = side === "associate" && speaks(wanted) && known !== null && speaks(known);
  return { audio: both || whispers, video: both };
}

/** The guests that a side's screen shows: those of whom it is told, and who whispers to it. A program is none of them. */
export function shown<G extends Pick<Guest, "told" | "role">>(guests: readonly G[], side: Side): readonly G[] {
  return guests.filter(({ told, role }) => role !== "recorder" && (told || (role === "whisperer" && side === "associate")));
}

function speaks(role: Guest["role"]): boolean {
  return role === "speaker" || role === "whisperer";
}
