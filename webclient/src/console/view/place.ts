/** Where in the console one is, by the address's hash: at the desk, at what gets one ready for it, or in a section of the team's view. Pure. */

import type { SignedIn } from "../../protocol/index.js";

export const SECTIONS = ["calls", "checks", "reviews", "rehearsals", "canary"] as const;
export type SectionId = (typeof SECTIONS)[number];

export type Place = { readonly at: "desk" | "practise" | "check" } | { readonly at: "team"; readonly section: SectionId; readonly rest: string };

/** `#check`, `#practise`; `#team`, `#team/reviews`, `#team/reviews/<rest>`; anything else is the desk. An unknown section is the first one. */
export function placeOf(hash: string): Place {
  const [head, name = "", ...more] = hash.replace(/^#/, "").split("/");
  if (head === "practise" || head === "check") return { at: head };
  if (head !== "team") return { at: "desk" };
  const section = SECTIONS.find((each) => each === name);
  return { at: "team", section: section ?? "calls", rest: section ? plain(more.join("/")) : "" };
}

/** The hash of a section; `rest` names something in it. */
export function hashOf(section: SectionId, rest = ""): string {
  return `#team/${section}${rest === "" ? "" : `/${encodeURIComponent(rest)}`}`;
}

/** Who sees the team's view. The server asks again, at every route. */
export function leadsTeam(signed_in: SignedIn | null): boolean {
  const role = signed_in?.associate.role;
  return role === "supervisor" || role === "admin";
}

function plain(rest: string): string {
  try {
    return decodeURIComponent(rest);
  } catch {
    return "";
  }
}
