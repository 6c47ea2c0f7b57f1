/**
 * What no call needs at once: the screens after it and where it cannot go on here, the bag opened, the words for refusals, the menu
 * of rarely needed things, moving the panel. Loaded as a file of its own once the panel stands; what it draws with is handed to it, so that the file stands alone.
 */

import type { html as Html, nothing as Nothing, TemplateResult } from "lit";
import type { repeat as Repeat } from "lit/directives/repeat.js";
import type { money as Money } from "../../core/words.js";
import type { icons as Icons } from "../../ui/icons.js";
import { nextCorner } from "../moves.js";
import { Mover } from "../mover.js";
import { opening } from "../../core/opening.js";
import type { Place } from "../../protocol/index.js";
import { nobodyTexts } from "../../ui/texts/nobody.js";
import type { Panel } from "../panel.js";
import { sidewaysStyle } from "../styles/sideways.js";
import { followDevices } from "../ways.js";
import { makeGuests } from "./guests.js";
import { makeLedger } from "./ledger.js";
import type { Recording } from "./recording.js";
import { makeRefused } from "./refused.js";

const AGAIN_MS = 5_000;

/** What the screens draw with. */
export interface Kit {
  readonly html: typeof Html;
  readonly nothing: typeof Nothing;
  readonly icons: typeof Icons;
  readonly repeat: typeof Repeat;
  readonly money: typeof Money;
  mayMove(): boolean;
  /** Fetches the screens of a recording. */
  recording(): Promise<{ readonly make: (panel: Panel, kit: Kit) => Recording }>;
}

export type Later = ReturnType<typeof make>;

export function make(panel: Panel, kit: Kit) {
  const { html, nothing, icons, mayMove } = kit;
  let found: Recording | null = null;
  let fetching = false;
  followDevices(panel.session);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(sidewaysStyle);
  const root = panel.renderRoot as ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

  /** The screens of a recording, once this call has been asked about one; tried again should they not come. */
  function recording(): Recording | null {
    if (found !== null || fetching || !panel.session.state.current?.call.recording) return found;
    fetching = true;
    kit.recording().then(
      (chunk) => {
        found = chunk.make(panel, kit);
        panel.requestUpdate();
      },
      () =>
        setTimeout(() => {
          fetching = false;
          panel.requestUpdate();
        }, AGAIN_MS),
    );
    return null;
  }

  function ended(): TemplateResult {
    const { session } = panel;
    const { texts: t } = session;
    const phase = session.state.current?.call.phase;
    const reason = phase?.phase === "ended" ? phase.reason : "";
    const sentence =
      reason === "ended_by_associate"
        ? t.ended_by_them(panel.name)
        : reason === "shopper_lost" || reason === "associate_lost"
          ? t.ended_lost
          : reason === "nobody_answered"
            ? t.ended_nobody
            : t.ended;
    return html`<div class="page calm" data-screen="ended" data-reason=${reason}>
      <h2 id="title" tabindex="-1" role="status">${sentence}</h2>
      <div class="row">
        <button @click=${() => session.open()}>${t.again}</button>
        <button class="primary" @click=${() => session.dismiss()}>${t.close}</button>
      </div>
    </div>`;
  }

  function elsewhere(): TemplateResult {
    const { session } = panel;
    const { texts: t } = session;
    return html`<div class="page calm" data-screen="elsewhere">
      <h2 id="title" tabindex="-1" role="status">${t.elsewhere}</h2>
      <div class="row">
        <button @click=${() => session.dismiss()}>${t.close}</button>
        <button class="primary" @click=${() => session.call.open()}>${t.bring_here}</button>
      </div>
    </div>`;
  }

  function stopped(): TemplateResult {
    const { session } = panel;
    const { texts: t } = session;
    return html`<div class="page calm" data-screen="stopped">
      <h2 id="title" tabindex="-1" role="alert">${t.stopped}</h2>
      <button @click=${() => session.dismiss()}>${t.close}</button>
    </div>`;
  }

  /** In a call: devices, the other camera, another corner. */
  function more(): TemplateResult {
    const { session } = panel;
    const { texts: t, state } = session;
    const { tracks } = state.devices;
    const choice = (kind: "audioinput" | "videoinput", label: string, track: MediaStreamTrack | null): unknown => {
      const devices = panel.device_list.filter((each) => each.kind === kind && each.label !== "");
      if (devices.length < 2) return nothing;
      const now = track?.getSettings().deviceId ?? "";
      const choose = (event: Event): void => {
        const id = (event.target as HTMLSelectElement).value;
        void session.call.devices.choose(kind === "audioinput" ? "audio" : "video", id);
      };
      return html`<label class="field small"><span>${label}</span>
        <select @change=${choose}>${devices.map((each) => html`<option value=${each.deviceId} ?selected=${each.deviceId === now}>${each.label}</option>`)}</select>
      </label>`;
    };
    return html`<div class="drawer menu" data-drawer="more">
      ${choice("audioinput", t.choose_microphone, tracks.audio)} ${choice("videoinput", t.choose_camera, tracks.video)}
      ${panel.phone && tracks.video ? html`<button class="wide" @click=${() => void session.call.devices.flip()}>${icons.flip}${t.flip}</button>` : nothing}
      ${panel.phone ? nothing : html`<button class="wide" @click=${() => session.setPanel({ corner: nextCorner(session.panel.corner) })}>${icons.move}${t.move}</button>`}
      ${recording()?.menu() ?? nothing}
      <button class="wide" @click=${() => session.setPanel({ drawer: "cards" })}>${icons.back}${t.back}</button>
    </div>`;
  }

  return {
    /** In the line, while nobody takes calls. */
    nobody(place: Place): string {
      const { language } = panel.session;
      const t = nobodyTexts(language);
      return place.opens_at_ms > 0 ? t.until(opening(place.opens_at_ms, Date.now(), language)) : t.now;
    },
    ended,
    elsewhere,
    stopped,
    more,
    /** That the call is being recorded, for beside the name. */
    mark: () => recording()?.mark(),
    /** What is asked and said of a recording, for below the picture. */
    bar: () => recording()?.bar(),
    /** Who else is in the call, on the picture. */
    guests: makeGuests(panel, kit),
    ledger: makeLedger(panel, kit),
    refused: makeRefused(panel, kit),
    mover: new Mover(panel, mayMove),
  };
}
