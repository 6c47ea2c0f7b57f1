/** The associate's own sound and picture as screens show them: streams, devices for a menu, the microphone's level, whether the shopper hears. */

import type { CallClient, CallState } from "../call.js";
import type { Keep } from "../net/keep.js";
import { playThere } from "./loudspeaker.js";
import { hears, type Hears } from "./view/shopper_now.js";
import type { Device } from "./parts/controls.js";

const LEVEL_MS = 150;
const SENT_MS = 1_000;
const SPEAKER = "speaker";
/** The microphone counts as silent after this many looks without a sound. */
const SILENT_LOOKS = 8;

export class OwnMedia {
  own: MediaStream | null = null;
  level = 0;
  hears: Hears = "not_yet";
  devices: readonly Device[] = [];
  /** The chosen loudspeaker, by its id; empty is the usual one. */
  speaker: string;
  private video: MediaStreamTrack | null = null;
  private audio: MediaStreamTrack | null = null;
  private meter: AnalyserNode | null = null;
  private context: AudioContext | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private packets = 0;
  private loud: number[] = [];
  private readonly client: CallClient;
  private readonly keep: Keep;
  private readonly onChange: () => void;
  private readonly timers: ReturnType<typeof setInterval>[];
  private readonly closed = new AbortController();

  constructor(client: CallClient, keep: Keep, onChange: () => void) {
    this.client = client;
    this.keep = keep;
    this.speaker = keep.get<string>(SPEAKER) ?? "";
    this.onChange = onChange;
    this.timers = [setInterval(() => this.measure(), LEVEL_MS), setInterval(() => void this.listen(), SENT_MS)];
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    devices?.addEventListener("devicechange", () => void this.list(), { signal: this.closed.signal });
  }

  /** Follow what the client has opened, and have its guests heard where everything is. */
  tend(state: CallState): void {
    for (const sound of state.guest_sounds) playThere(sound, this.speaker);
    const { video, audio } = state.devices.tracks;
    if (video !== this.video) {
      this.video = video;
      this.own = video ? new MediaStream([video]) : null;
      void this.list();
    }
    if (audio !== this.audio) {
      this.audio = audio;
      this.hang(audio);
      void this.list();
    }
  }

  close(): void {
    this.closed.abort();
    for (const timer of this.timers) clearInterval(timer);
    this.hang(null);
    void this.context?.close().catch(() => undefined);
  }

  /** Read again which devices there are. */
  async list(): Promise<void> {
    const all = await this.client.devices.list();
    const out = all.filter(({ kind, deviceId }) => kind === "audiooutput" && deviceId !== "");
    if (out.length > 0 && !out.some(({ deviceId }) => deviceId === this.speaker)) this.speaker = ""; // unplugged, or of another time
    const kinds = { audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" } as const;
    this.devices = all
      .filter((d) => d.deviceId !== "")
      .map((d) => ({ kind: kinds[d.kind], device_id: d.deviceId, label: d.label, used: this.uses(d) }));
    this.onChange();
  }

  async useSpeaker(device_id: string): Promise<void> {
    this.speaker = device_id;
    this.keep.set(SPEAKER, device_id);
    for (const sound of this.client.state.guest_sounds) playThere(sound, device_id);
    await this.list();
  }

  private uses(d: MediaDeviceInfo): boolean {
    if (d.kind === "audiooutput") return d.deviceId === this.speaker || (this.speaker === "" && d.deviceId === "default");
    const track = d.kind === "videoinput" ? this.video : this.audio;
    return track?.getSettings().deviceId === d.deviceId;
  }

  private hang(audio: MediaStreamTrack | null): void {
    this.source?.disconnect();
    this.source = this.meter = null;
    this.level = 0;
    if (!audio) return;
    this.context ??= new AudioContext();
    void this.context.resume().catch(() => undefined);
    this.meter = new AnalyserNode(this.context, { fftSize: 512 });
    this.source = this.context.createMediaStreamSource(new MediaStream([audio]));
    this.source.connect(this.meter);
  }

  private measure(): void {
    const { meter } = this;
    if (!meter || this.client.state.current?.call.phase.phase === "live") return;
    const samples = new Float32Array(meter.fftSize);
    meter.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, v) => sum + v * v, 0) / samples.length);
    if (Math.abs(level - this.level) < 0.01) return;
    this.level = level;
    this.onChange();
  }

  private async listen(): Promise<void> {
    const { current, microphone, devices, mine, peer, bars } = this.client.state;
    if (current?.call.phase.phase !== "live" || !mine) {
      this.packets = 0;
      this.loud = [];
      this.hears = "not_yet";
      return;
    }
    const sent = await this.client.lookSent();
    const gone = current.call.shopper.lost_at_ms > 0 && bars === 0;
    const flowing = !gone && sent !== null && peer === "connected" && sent.audio_packets > this.packets;
    this.packets = sent?.audio_packets ?? 0;
    this.loud = [...this.loud, sent?.level ?? 0].slice(-SILENT_LOOKS);
    const level = this.loud.length < SILENT_LOOKS ? 1 : Math.max(...this.loud);
    const next = hears(current.call.mode, microphone && devices.tracks.audio !== null, flowing, level);
    if (next === this.hears) return;
    this.hears = next;
    this.onChange();
  }
}
