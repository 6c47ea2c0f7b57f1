/** Where an address leads in the console, and who may go there. */

import { describe, expect, it } from "vitest";
import type { SignedIn } from "../../protocol/index.js";
import { hashOf, leadsTeam, placeOf } from "./place.js";

const desk = { at: "desk" };

describe("placeOf", () => {
  it.each(["", "#", "#other", "#teams/calls", "#Team"])("%s is the desk", (hash) => {
    expect(placeOf(hash)).toEqual(desk);
  });

  it("knows the set check", () => {
    expect(placeOf("#check")).toEqual({ at: "check" });
  });

  it("names a section, and what follows it", () => {
    expect(placeOf("#team")).toEqual({ at: "team", section: "calls", rest: "" });
    expect(placeOf("#team/canary")).toEqual({ at: "team", section: "canary", rest: "" });
    expect(placeOf("#team/reviews/rec_1")).toEqual({ at: "team", section: "reviews", rest: "rec_1" });
  });

  it("knows no other section", () => {
    expect(placeOf("#team/secrets/x")).toEqual({ at: "team", section: "calls", rest: "" });
  });

  it("finds its own way back", () => {
    expect(placeOf(hashOf("reviews", "a/b c%"))).toEqual({ at: "team", section: "reviews", rest: "a/b c%" });
    expect(placeOf(hashOf("checks"))).toEqual({ at: "team", section: "checks", rest: "" });
  });

  it("takes a broken address for nothing", () => {
    expect(placeOf("#team/reviews/%E0%A4%A")).toEqual({ at: "team", section: "reviews", rest: "" });
  });
});

describe("leadsTeam", () => {
  const as = (role: SignedIn["associate"]["role"]): SignedIn =>
    ({ associate: { associate_id: "a", name: "A", email: "", role, languages: [] }, store: { public_key: "", name: "", language: "en", currency: "EUR", accent: "", recording: "off", recording_days: 30 } });

  it("is for supervisors and admins", () => {
    expect(leadsTeam(as("supervisor"))).toBe(true);
    expect(leadsTeam(as("admin"))).toBe(true);
    expect(leadsTeam(as("associate"))).toBe(false);
    expect(leadsTeam(as("canary"))).toBe(false);
    expect(leadsTeam(null)).toBe(false);
  });
});
