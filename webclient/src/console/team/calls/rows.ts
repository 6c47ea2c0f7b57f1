/** How the list of calls is ordered and who may be visited. Pure. */

import type { TeamCall, TeamPerson } from "../../../protocol/index.js";

export const PHASES = ["live", "ringing", "waiting"] as const;
export const STATES = ["available", "ringing", "busy", "wrap_up"] as const;

export interface Group<K, V> {
  readonly key: K;
  readonly all: readonly V[];
}

/** Calls by phase, those that are answered first, each longest first; phases without calls are left out. */
export function byPhase(calls: readonly TeamCall[]): readonly Group<TeamCall["phase"], TeamCall>[] {
  return PHASES.map((key) => ({ key, all: [...calls].filter(({ phase }) => phase === key).sort((a, b) => a.since_ms - b.since_ms) })).filter(({ all }) => all.length > 0);
}

/** People by what they do, those who are available first; in the order in which they came. */
export function byState(people: readonly TeamPerson[]): readonly Group<TeamPerson["state"], TeamPerson>[] {
  return STATES.map((key) => ({ key, all: people.filter(({ state }) => state === key) })).filter(({ all }) => all.length > 0);
}

/** What `me` may do with a call: nothing before it is answered, in a call of one's own, or where one is already. */
export function visit(call: TeamCall, me: string, visiting: string): "own" | "here" | "read" | "listen" | "no" {
  if (call.phase !== "live") return "no";
  if (call.associate_id === me) return "own";
  if (call.call_id === visiting) return "here";
  return call.mode === "text" ? "read" : "listen";
}
