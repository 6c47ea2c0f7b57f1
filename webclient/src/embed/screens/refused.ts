/** What the server would not do, in words, and the way to send a written line again. Loaded with the later screens. Draws only. */

import type { TemplateResult } from "lit";
import type { ChatItem } from "../../core/paint.js";
import type { RefusalCode } from "../../protocol/index.js";
import { againTexts, refusalWords } from "../../ui/texts/refusals.js";
import type { Panel } from "../panel.js";
import type { Kit } from "./later.js";

export function makeRefused(panel: Panel, { html, nothing }: Kit) {
  const { session } = panel;
  const words = (code: RefusalCode): string => refusalWords(code, session.language) ?? session.texts.refused;

  /** Below a written line that was refused. */
  function unsent({ message_id, text, refusal }: ChatItem): TemplateResult | undefined {
    if (refusal === null) return undefined;
    const again = againTexts(refusal.code, session.language);
    const send = (): void => {
      session.call.forgetRefused(message_id);
      void session.call.commands.say(text);
      // The button goes with the line: what was going on goes on in the field.
      panel.renderRoot.querySelector<HTMLElement>(".chat input")?.focus();
    };
    return html`<span>${session.texts.not_sent} ${words(refusal.code)}</span>
      ${again ? html`<br /><button class="link" aria-label=${again.send_again_named(text)} @click=${send}>${again.send_again}</button>` : nothing}`;
  }

  return { words, unsent };
}
