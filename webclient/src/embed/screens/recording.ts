/**
 * The recording in the panel: the shopper is asked, sees that it runs in every size, and can pause it and stop it for good. Loaded as
 * a file of its own once a call is asked about; it never takes the focus from where it is, and decides nothing.
 */

import type { TemplateResult } from "lit";
import { recorderIn, recordingNow, type RecordingNow } from "../../core/recording_now.js";
import type { CommandBody } from "../../protocol/index.js";
import { consentTexts, daysOf } from "../../ui/texts/consent.js";
import { recordingTexts, type RecordingTexts } from "../../ui/texts/recording.js";
import type { Panel } from "../panel.js";
import { recordingStyle } from "../styles/recording.js";
import type { Kit } from "./later.js";

/** How long it is said that a recording is over. */
const OVER_MS = 12_000;
type Act = Extract<CommandBody, { type: `recording_${string}` }>;

export type Recording = ReturnType<typeof make>;

export function make(panel: Panel, { html, nothing }: Kit) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(recordingStyle);
  const root = panel.renderRoot as ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  let said = "";
  let changing = false;
  let refused = false;
  /** A button of these screens that was pressed and had the focus. */
  let pressed: Element | null = null;
  /** The call in which a recorder has been seen, on this page or one before: where none is there now, it was lost. */
  let had = panel.session.keep.get<string>("recorder_in") ?? "";
  let over = "";
  let over_timer: ReturnType<typeof setTimeout> | undefined;

  const words = (): RecordingTexts => recordingTexts(panel.session.language);

  function now(): RecordingNow {
    const call = panel.session.state.current?.call;
    if (!call || panel.session.stage !== "live") return { kind: "none" };
    if (had !== call.call_id && recorderIn(call)) panel.session.keep.set("recorder_in", (had = call.call_id));
    return recordingNow(call, "shopper", had === call.call_id);
  }

  /** What is new is said once, politely; the panel's own place for news says it. `first`: as this page found it. */
  function look(first: boolean): void {
    const found = now();
    const key = found.kind === "asked" ? `asked ${found.mine === null}` : found.kind === "on" ? found.recorder : found.kind;
    if (key === said) return;
    const before = said;
    said = key;
    refused = false;
    if (found.kind !== "asked") changing = false;
    const t = words();
    const sentence = sentenceOf(found, before, t, panel.name);
    if (found.kind === "stopped" && !first) {
      over = sentence;
      clearTimeout(over_timer);
      over_timer = setTimeout(() => {
        over = "";
        panel.requestUpdate();
      }, OVER_MS);
    }
    if (sentence === "" || (first && found.kind !== "asked")) return;
    panel.news.say(sentence);
    if (panel.is_small && found.kind === "asked") panel.news.unseen = true;
    panel.requestUpdate();
  }

  function act(body: Act): void {
    pressed = root.activeElement;
    changing = refused = false;
    void panel.session.call.send(body).then(({ refusal }) => {
      refused = refusal !== null && refusal.code !== "not_recording";
      panel.requestUpdate();
    });
  }

  /** The button that was pressed may be gone with its question: the reading goes on in the call, not at the top of the page. */
  async function keepFocus(): Promise<void> {
    const button = pressed;
    if (button === null) return;
    await panel.updateComplete;
    if (button.isConnected) return;
    pressed = null;
    if (document.activeElement === document.body) root.querySelector<HTMLElement>("#title")?.focus();
  }

  function answer(agreed: boolean, text_version: string): void {
    act({ type: "recording_consent", agreed, text_version, language: consentTexts(panel.session.language).language });
  }

  /** The name on the picture is no place for the mark: there is none, or the controls lie over it. */
  function crowded(): boolean {
    const { session, phone, is_small } = panel;
    const { height, drawer } = session.panel;
    return is_small || session.state.current?.call.mode === "text" || (phone && height === "half" && drawer !== "cards");
  }

  /** The mark, for beside the name. */
  function mark(): TemplateResult | typeof nothing {
    return crowded() ? nothing : sign();
  }

  function sign(): TemplateResult | typeof nothing {
    const found = now();
    if (found.kind !== "on" && found.kind !== "paused") return nothing;
    const t = words();
    const kind = found.kind === "paused" ? "paused" : ({ coming: "starting", there: "on", lost: "interrupted" } as const)[found.recorder];
    return html`<span class="mark" data-recording=${kind}><i></i>${t[kind]}</span>`;
  }

  /** Below the picture: the question, what has become of it, and the mark where it cannot be beside the name. */
  function bar(): TemplateResult | typeof nothing {
    const { session, is_small: small, name } = panel;
    const found = now();
    const t = words();
    const written = session.state.current?.call.mode === "text";
    const line = (said: string): TemplateResult => html`<div class="recording" role="status"><p>${said}</p></div>`;
    const trouble = refused && !small ? line(session.texts.refused) : nothing;
    switch (found.kind) {
      case "none":
        return nothing;
      case "asked":
        // What is being written keeps its room.
        if (small || (panel.reads_chat && !written)) return found.mine === null ? question(t) : nothing;
        if (found.mine === null || changing) return html`${trouble}${consent(found.text_version)}`;
        return html`${trouble}<div class="recording" data-consent="given"><p>${found.mine ? t.said_yes(name) : t.said_no(name)}</p>
          <button class="link" @click=${() => {
            changing = true;
            panel.requestUpdate();
          }}>${t.change}</button></div>`;
      case "on":
      case "paused":
        if (!crowded()) return trouble;
        return html`${trouble}<div class="recording">${sign()}${written && !small ? acts("plain") : nothing}</div>`;
      case "stopped":
        return over === "" || small ? nothing : line(over);
      default:
        return found satisfies never;
    }
  }

  function question(t: RecordingTexts): TemplateResult {
    const { session, phone, name, is_small } = panel;
    const words = phone || !is_small ? t.asked(name) : t.asked_short;
    return html`<div class="recording"><button data-consent="question" aria-label=${`${words} ${t.read_question}`}
      @click=${() => session.setPanel({ size: "large", height: "half", drawer: "cards" })}>${words}</button></div>`;
  }

  function consent(text_version: string): TemplateResult {
    const { session, name } = panel;
    const days = daysOf(text_version);
    if (days === null) return otherVersion();
    const t = consentTexts(session.language).texts.shopper;
    const store = session.store?.name ?? "";
    return html`<div class="consent" role="group" aria-labelledby="consent-title" data-consent="ask" lang=${consentTexts(session.language).language}>
      <p class="strong" id="consent-title">${t.title} <span class="muted">${t.asked_by(name)}</span></p>
      <ul><li>${t.what}</li><li>${t.who(store)} ${t.kept(days)}</li><li>${t.rights}</li></ul>
      <div class="answers">
        <button @click=${() => answer(true, text_version)}>${t.yes}</button>
        <button @click=${() => answer(false, text_version)}>${t.no}</button>
      </div>
    </div>`;
  }

  /** The associate's console is of another version than this page: nobody agrees to words that they were not shown. */
  function otherVersion(): TemplateResult {
    const t = words();
    return html`<div class="consent" data-consent="other"><p>${t.other_version(panel.name)}</p>
      <div class="answers">
        <button @click=${() => location.reload()}>${t.reload}</button>
        <button @click=${() => act({ type: "recording_withdraw" })}>${t.not_this_call}</button>
      </div>
    </div>`;
  }

  /** Pause or go on, and stop for good: for everybody in the call, whatever they had answered. */
  function acts(look_of: string): TemplateResult | typeof nothing {
    const found = now();
    const t = words();
    const button = (label: string, body: Act): TemplateResult => html`<button class=${look_of} @click=${() => act(body)}>${label}</button>`;
    if (found.kind === "asked") return button(t.not_this_call, { type: "recording_withdraw" });
    if (found.kind !== "on" && found.kind !== "paused") return nothing;
    return html`${found.kind === "on"
        ? button(t.pause, { type: "recording_pause" })
        : found.at_checkout
          ? html`<p class="small muted">${t.at_checkout}</p>`
          : button(t.resume, { type: "recording_resume" })}
      ${button(t.stop, { type: "recording_withdraw" })}`;
  }

  /** In the menu of rarely needed things. */
  function menu(): TemplateResult | typeof nothing {
    const found = now();
    const out = (found.kind === "on" || found.kind === "paused") && !found.recorded.includes("shopper");
    return html`${out ? html`<p class="small muted">${words().left_out}</p>` : nothing}${acts("wide")}`;
  }

  look(panel.session.resumed);
  panel.session.onChange(() => {
    look(false);
    void keepFocus();
  });
  return { mark, bar, menu };
}

function sentenceOf(found: RecordingNow, before: string, t: RecordingTexts, name: string): string {
  switch (found.kind) {
    case "asked":
      return found.mine === null ? t.asked(name) : "";
    case "on":
      if (found.recorder !== "there") return found.recorder === "lost" ? t.now_interrupted : t.now_starting;
      return before === "paused" || before === "lost" ? t.goes_on : t.started;
    case "paused":
      return found.at_checkout ? t.at_checkout : t.now_paused;
    case "stopped":
      return found.reason === "refused" ? t.refused : found.reason === "failed" ? t.failed : t.stopped;
    case "none":
      return "";
    default:
      return found satisfies never;
  }
}
