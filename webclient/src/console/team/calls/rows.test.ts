/** The order of calls and people, and which calls may be visited. */

import { describe, expect, it } from "vitest";
import type { TeamCall, TeamPerson } from "../../../protocol/index.js";
import { byPhase, byState, visit } from "./rows.js";

function call(call_id: string, more: Partial<TeamCall> = {}): TeamCall {
  return {
    call_id, kind: "customer", phase: "live", since_ms: 10, requested_at_ms: 1, mode: "video", language: "en", question: "", shopper_name: "", shopper_lost: false,
    associate_id: "anna", associate_name: "Anna", associate_lost: false, page_title: "", product_id: "", guests: [], recording: null, ...more,
  };
}

const person = (associate_id: string, state: TeamPerson["state"]): TeamPerson =>
  ({ associate_id, name: associate_id, languages: [], state, since_ms: 1, call_id: "", connected: true });

describe("byPhase", () => {
  it("has answered calls first, then those that ring, then the line, each longest first", () => {
    const calls = [call("w", { phase: "waiting" }), call("b", { since_ms: 20 }), call("r", { phase: "ringing" }), call("a", { since_ms: 5 })];
    expect(byPhase(calls).map(({ key, all }) => [key, all.map((each) => each.call_id)])).toEqual([["live", ["a", "b"]], ["ringing", ["r"]], ["waiting", ["w"]]]);
  });

  it("has no phase without calls", () => expect(byPhase([])).toEqual([]));
});

describe("byState", () => {
  it("has those who are available first", () => {
    const people = [person("a", "busy"), person("b", "available"), person("c", "wrap_up"), person("d", "available")];
    expect(byState(people).map(({ key, all }) => [key, all.map((each) => each.name)])).toEqual([["available", ["b", "d"]], ["busy", ["a"]], ["wrap_up", ["c"]]]);
  });
});

describe("visit", () => {
  it.each([
    ["no", call("c", { phase: "waiting" })],
    ["no", call("c", { phase: "ringing" })],
    ["own", call("c", { associate_id: "kim" })],
    ["here", call("there")],
    ["read", call("c", { mode: "text" })],
    ["listen", call("c", { mode: "voice" })],
    ["listen", call("c", { kind: "rehearsal" })],
  ] as const)("%s", (what, of) => expect(visit(of, "kim", "there")).toBe(what));
});
