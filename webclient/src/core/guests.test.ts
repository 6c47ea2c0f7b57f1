/** [GUEST3] [GUEST8] as the browser has them: who is shown, and what a guest sends to whom. */

import { describe, expect, it } from "vitest";
import type { Side } from "../protocol/index.js";
import { sends, shown, type Role } from "./guests.js";

const ROLES: readonly Role[] = ["listener", "whisperer", "speaker"];
const SIDES: readonly Side[] = ["shopper", "associate"];
const NOTHING = { audio: false, video: false };

describe("[GUEST8] what a guest sends", () => {
  it("is nothing to anybody while they listen", () => {
    for (const side of SIDES) {
      for (const other of [...ROLES, "recorder", null] as const) expect(sends("listener", other, side)).toEqual(NOTHING);
      for (const wanted of ROLES) {
        expect(sends(wanted, "listener", side)).toEqual(NOTHING);
        expect(sends(wanted, "recorder", side)).toEqual(NOTHING);
        expect(sends(wanted, null, side)).toEqual(NOTHING);
      }
    }
  });

  it("is a whisperer's sound to the associate alone", () => {
    expect(sends("whisperer", "whisperer", "associate")).toEqual({ audio: true, video: false });
    expect(sends("whisperer", "whisperer", "shopper")).toEqual(NOTHING);
  });

  it("is a speaker's sound and picture to both", () => {
    for (const side of SIDES) expect(sends("speaker", "speaker", side)).toEqual({ audio: true, video: true });
  });

  it("reaches the shopper only while it is both wanted and known", () => {
    for (const [wanted, known] of [["speaker", "whisperer"], ["whisperer", "speaker"]] as const) {
      expect(sends(wanted, known, "shopper")).toEqual(NOTHING);
      expect(sends(wanted, known, "associate")).toEqual({ audio: true, video: false });
    }
  });
});

describe("[GUEST3] who is shown", () => {
  const guests = ROLES.flatMap((role) => [true, false].map((told) => ({ role, told }))).concat();
  const recorder = { role: "recorder", told: true } as const;

  it("to the shopper: whoever is told, and no program", () => {
    expect(shown([...guests, recorder], "shopper")).toEqual(guests.filter(({ told }) => told));
  });

  it("to the associate: those, and who whispers to them", () => {
    const seen = shown([...guests, recorder], "associate");
    expect(seen).toContainEqual({ role: "whisperer", told: false });
    expect(seen).not.toContainEqual({ role: "listener", told: false });
    expect(seen).toHaveLength(4);
  });
});
