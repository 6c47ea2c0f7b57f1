/** The call: the shopper's picture, what stands below it, and the side with products, bag and chat. Draws only. */

import { html, nothing, type TemplateResult } from "lit";
import { maySharePicture } from "../deeds.js";
import type { Desk } from "../desk.js";
import { icons } from "../icons.js";
import "../parts/controls.js";
import "../parts/device_trouble.js";
import "../parts/guests.js";
import "../parts/line.js";
import "../parts/recording.js";
import "../parts/shown.js";
import "../parts/side.js";
import "../parts/stage.js";
import { texts } from "../speech.js";
import { mayAsk } from "../view/recording.js";
import { deviceTrouble, refusalSentence } from "../view/sentences.js";
import { presenceOf } from "./presence.js";

/** `live`: somebody is in the call; else it rings, and is drawn unseen. `whole`: more than the pictures. `drawer`: the line lies open. */
interface CallLook {
  readonly live: boolean;
  readonly whole: boolean;
  readonly drawer: boolean;
  readonly toggleDrawer: () => void;
}

export function callScreen(desk: Desk, { live, whole, drawer, toggleDrawer }: CallLook): TemplateResult | typeof nothing {
  const { state: call, media, shelf } = desk;
  const screen = call?.screen;
  if (!screen) return nothing;
  const { mode } = screen.call;
  const waiting = call.view.line?.entries.length ?? 0;
  const wish = { microphone: call.microphone && mode !== "text", camera: call.camera && mode === "video" && !call.sharing };
  const trouble = deviceTrouble(call.devices, wish, texts);
  return html`
    <main class="call ${mode}" ?inert=${!live}>
      <div class="beside ${drawer ? "open" : ""}">
        ${presenceOf(desk)}
        ${whole ? html`<console-line narrow .line=${call.view.line} .aheadMs=${desk.ahead_ms}
              store=${desk.account.signed_in?.store.name ?? ""}></console-line>` : nothing}
      </div>
      <div class="stage">
        <button class="button drawer" aria-expanded=${drawer} aria-label=${`${drawer ? texts.line_close : texts.line_open}: ${waiting}`}
          @click=${toggleDrawer}>${drawer ? icons.close : icons.line} ${waiting}</button>
        <console-stage .call=${screen.call} .remote=${call.remote} .own=${media?.own ?? null}
          ?ownCamera=${call.camera && call.devices.tracks.video !== null} ?mirrored=${call.devices.facing === "user"} .bars=${call.bars}
          .hears=${media?.hears ?? "not_yet"} .speaker=${media?.speaker ?? ""} .aheadMs=${desk.ahead_ms}></console-stage>
        <console-guests .guests=${screen.call.guests} .streams=${call.guest_streams}></console-guests>
        <console-recording .call=${screen.call} store=${desk.store?.name ?? ""} .days=${desk.store?.recording_days ?? 0}
          ?had=${desk.recorder_in === screen.call.call_id}></console-recording>
        <console-shown .shown=${screen.shown} .titles=${shelf.title} .page=${screen.call.page} problem=${problem(desk)}></console-shown>
        ${trouble ? html`<console-device-trouble .trouble=${trouble} ?opening=${call.devices.opening}></console-device-trouble>` : nothing}
        <console-controls mode=${mode} ?microphone=${call.microphone && call.devices.tracks.audio !== null}
          ?camera=${call.camera && call.devices.tracks.video !== null} ?sharing=${call.sharing} .devices=${media?.devices ?? []}
          ?mayShare=${maySharePicture()} ?mayAsk=${desk.store?.recording === "ask" && mayAsk(screen.call)}></console-controls>
      </div>
      ${whole
        ? html`<console-side .screen=${screen} .here=${shelf.product(screen.call.page.product_id)} ?wide=${mode === "text"} .refused=${call.refused} .titles=${shelf.title} .search=${shelf.search}
            .pages=${desk.history.of(screen.call, desk.now_ms)} ?theyType=${call.other_typing} ?live=${live}></console-side>`
        : html`<div></div>`}
    </main>
  `;
}

/** Refusals that belong to no product row, line or message: taking back, and the checkout. */
function problem(desk: Desk): string {
  const last = desk.state?.refused.at(-1);
  const belongs = last && (last.body.type === "product_hide" || last.body.type === "checkout_offer");
  return belongs && desk.now_ms - last.at_ms < 10_000 ? refusalSentence(last.refusal, texts) : "";
}
