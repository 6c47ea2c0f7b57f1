/** The words of the team's view in English: its frame and the names of its sections. Words only. */

export const team_en = {
  title: "Team",
  sections: "Parts of this view",
  back: "Back to your desk",
  calls: "Calls now",
  checks: "Set checks",
  reviews: "Reviews",
  rehearsals: "Rehearsals",
  canary: "Canary",
  in_call: (name: string) => (name === "" ? "You are in a call." : `You are in a call with ${name}.`),
  to_call: "Return to the call",
};

export type TeamTexts = typeof team_en;
