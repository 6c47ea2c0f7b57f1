/** The set check's screen: look at oneself, let it be judged, read what to do, tick off the list. What is good the mirror says. */

import { LitElement, html, nothing, svg, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import "../../ui/picture.js";
import type { CoshopPicture } from "../../ui/picture.js";
import type { Desk } from "../desk.js";
import { icons } from "../icons.js";
import { playThere } from "../loudspeaker.js";
import "../parts/device_trouble.js";
import { texts } from "../speech.js";
import { base, buttons, states } from "../styles.js";
import { deviceTrouble } from "../view/sentences.js";
import { want } from "../want.js";
import { CheckDevices } from "./devices.js";
import "./list.js";
import type { TickEvent } from "./list.js";
import { count, type Progress } from "./progress.js";
import { CheckRun } from "./run.js";
import { checkStyles } from "./styles.js";
import "./verdicts.js";
import { words } from "./words.js";

const TONE = "tone";
const LOOK_AGAIN_MS = 5_000;

@customElement("console-set-check")
export class SetCheck extends LitElement {
  /** The same desk each time, with news in it. */
  @property({ attribute: false, hasChanged: () => true }) desk!: Desk;
  @state() private run: CheckRun | null = null;
  @state() private beginning = false;
  @state() private listening = false;
  @state() private tone = false;
  @query("coshop-picture") private picture!: CoshopPicture | null;
  private devices: CheckDevices | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private stage = "";

  static override styles = [base, buttons, states, checkStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    // Whether somebody could do a check changes by itself.
    this.timer = setInterval(() => {
      if (this.desk.go_live.view?.can_check !== true) void this.desk.go_live.read();
    }, LOOK_AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.run?.stop();
    this.run = null;
    this.devices?.leave();
    this.devices = null;
  }

  override firstUpdated(): void {
    this.tone = this.desk.keep.get<boolean>(TONE) ?? false;
    this.renderRoot.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    this.devices = new CheckDevices(this.desk);
    void this.devices.open();
    void this.desk.go_live.read();
  }

  override updated(_changed: PropertyValues): void {
    playThere(this.picture?.sound, this.desk.media?.speaker ?? "");
    const stage = this.run?.progress.stage ?? "";
    if (stage === this.stage) return;
    this.stage = stage;
    if (stage !== "done" && stage !== "failed") return;
    this.listening = false;
    void this.devices?.give_back();
    void this.desk.go_live.read();
    this.renderRoot.querySelector<HTMLElement>("h2[tabindex]")?.focus();
  }

  private get running(): boolean {
    const stage = this.run?.progress.stage;
    return this.beginning || (stage !== undefined && stage !== "done" && stage !== "failed");
  }

  override render() {
    return html`
      <header>
        <a class="button square" href="#" aria-label=${words.back} title=${words.back}>${icons.back}</a>
        <h1 tabindex="-1">${words.title}</h1>
      </header>
      <main>
        <div class="look">${this.look()}${this.running && this.run ? this.now(this.run.progress) : nothing}${this.trouble()}${this.ways()}</div>
        <div class="say">
          ${this.running ? this.live() : this.run ? this.outcome(this.run.progress) : html`<p>${words.intro}</p>`}
          <console-go-live-list store=${this.desk.store?.language ?? ""} .view=${this.desk.go_live.view} ?failed=${this.desk.go_live.failed}
            @tick=${({ detail }: TickEvent) => this.desk.go_live.tick(detail.item_id, detail.on)}></console-go-live-list>
        </div>
      </main>
    `;
  }

  /** While it runs what came back from the server, as shoppers see it; else one's own camera, mirrored as everybody knows themselves. */
  private look() {
    const { media, state: call } = this.desk;
    const back = this.running ? (this.run?.back ?? null) : null;
    const stream = back ?? media?.own ?? null;
    const heard = back !== null && (this.listening || this.run?.progress.stage === "tone");
    const nothing_there = stream === null || (back === null && call?.devices.tracks.video === null);
    return html`<figure>
      ${nothing_there
        ? html`<div class="none">${icons.camera_off}<p>${call?.devices.opening ? words.opening : words.no_picture}</p></div>`
        : html`<coshop-picture .stream=${stream} ?muted=${!heard} ?mirrored=${back === null && call?.devices.facing === "user"}
            label=${back ? words.as_shoppers : words.your_camera}></coshop-picture><figcaption class="small">${back ? words.as_shoppers : words.your_camera}</figcaption>`}
    </figure>`;
  }

  private now(progress: Progress) {
    const { stage, part, loop_ms } = progress;
    const says = stage === "asked" || stage === "done" || stage === "failed" ? words.asked : words.states[stage];
    const late = loop_ms === null || stage !== "measuring" ? "" : words.late(Math.round(loop_ms / 10) * 10);
    return html`<div class="now">
      <div role="progressbar" aria-label=${words.progress} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(part * 100)}>${bar(part)}</div>
      <div class="words"><p role="status">${says}</p></div>
      <div class="meter" role="img" aria-label=${words.level_label}>${icons.microphone}${bar(progress.level)}</div>
      ${late === "" ? nothing : html`<p class="small muted">${late}</p>`}
    </div>`;
  }

  private trouble() {
    const { state: call } = this.desk;
    const found = call && !this.running ? deviceTrouble(call.devices, { microphone: true, camera: true }, texts) : null;
    return found ? html`<console-device-trouble .trouble=${found} ?opening=${call?.devices.opening === true}></console-device-trouble>` : nothing;
  }

  private ways() {
    if (this.running) {
      return html`<div class="row">
        <button class="button" @click=${() => this.stop()}>${words.stop}</button>
        <button class="button" aria-pressed=${this.listening} ?disabled=${!this.run?.back} @click=${() => (this.listening = !this.listening)}>
          ${icons.sound}${this.listening ? words.listen_stop : words.listen}</button>
        <span class="small muted">${words.listen_hint}</span>
      </div>`;
    }
    const { state: call, go_live } = this.desk;
    const online = call?.socket === "online";
    const nobody = go_live.view?.can_check === false;
    const { audio, video } = call?.devices.tracks ?? { audio: null, video: null };
    const none = audio === null && video === null;
    return html`
      <label class="choice"><input type="checkbox" .checked=${this.tone} @change=${(event: Event) => this.agree((event.target as HTMLInputElement).checked)} />
        <span>${words.tone}</span><span class="small muted">${words.tone_hint}</span></label>
      <div class="row">
        ${this.run?.progress.stage === "done" && this.run.progress.passed ? this.goAvailable("main") : nothing}
        <button class="button start ${this.run?.progress.passed ? "" : "main"}" ?disabled=${!online || nobody || none}
          @click=${() => void this.begin()}>${this.run ? words.again : words.start}</button>
        ${this.run?.progress.stage === "done" && !this.run.progress.passed ? this.goAvailable("") : nothing}
      </div>
      <p role="status" class=${online && !nobody ? "" : "refused"}>${!online
        ? html`${icons.offline}<span>${words.offline}</span>`
        : nobody
          ? html`${icons.warn}<span>${words.problems.no_worker.says} ${words.problems.no_worker.what_to_do}</span>`
          : nothing}</p>`;
  }

  /** What comes next stands first: going available after a good check, checking again after one that was not. */
  private goAvailable(kind: "main" | "") {
    const presence = this.desk.state?.view.presence;
    if (presence?.state === "available" && presence.here) return nothing;
    return html`<button class="button start ${kind}" ?disabled=${this.desk.wished !== null}
      @click=${() => this.toDesk()}>${texts.go_available}</button>`;
  }

  private live() {
    const found = this.run?.progress.verdicts ?? [];
    return html`<section><h2>${words.results}</h2>
      ${found.length === 0 ? html`<p class="muted">${words.first_results}</p>` : html`<console-verdicts .verdicts=${found}></console-verdicts>`}</section>`;
  }

  private outcome(progress: Progress) {
    const { problem, verdicts, passed } = progress;
    if (problem !== null) {
      const { says, what_to_do } = words.problems[problem];
      return html`<section class="outcome"><h2 tabindex="-1">${icons.warn}${says}</h2><p>${what_to_do}</p></section>`;
    }
    const better = count("warn", verdicts);
    return html`<section class="outcome">
      <h2 tabindex="-1" class=${passed ? "good" : ""}>${passed ? html`${icons.check}${words.passed}` : html`${icons.warn}${words.need_attention(count("fail", verdicts))}`}</h2>
      <p>${better > 0 ? words.could_be_better(better) : passed ? words.passed_hint : nothing}</p></section>
      <console-verdicts .verdicts=${verdicts}></console-verdicts>`;
  }

  private agree(tone: boolean): void {
    this.tone = tone;
    this.desk.keep.set(TONE, tone);
  }

  private async begin(): Promise<void> {
    const { client, http } = this.desk;
    if (!client || !this.devices || this.running) return;
    this.beginning = true;
    this.run = null;
    const tracks = await this.devices.take(this.tone);
    this.beginning = false;
    if (!this.isConnected) return;
    this.run = new CheckRun({ client, http, tracks, tone: this.tone, onChange: () => this.requestUpdate() });
  }

  private stop(): void {
    this.run?.stop();
  }

  private toDesk(): void {
    want(this, { do: "go_available_anyway" });
    location.hash = "";
  }
}

/** A bar that is full to this part. No style attributes: a strict policy forbids them. */
function bar(part: number) {
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><path d="M0 4H100"/>${part > 0
    ? svg`<path class="on" d=${`M0 4H${Math.round(part * 1000) / 10}`} />`
    : nothing}</svg>`;
}
