/** The words of the team's view in German. Words only. */

import type { TeamTexts } from "./team.en.js";

export const team_de: TeamTexts = {
  title: "Team",
  sections: "Teile dieser Ansicht",
  back: "Zurück zum Platz",
  calls: "Gespräche jetzt",
  checks: "Set-Prüfungen",
  reviews: "Rückblicke",
  rehearsals: "Übungen",
  canary: "Probeanrufe",
  in_call: (name) => (name === "" ? "Sie sind in einem Gespräch." : `Sie sind im Gespräch mit ${name}.`),
  to_call: "Zurück zum Gespräch",
};
