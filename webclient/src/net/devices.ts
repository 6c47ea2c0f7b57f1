/**
 * The own microphone and camera: opened with fallbacks, so that neither a denied nor a missing one ever blocks a call.
 * It says what is missing and why; what is shown and told to the other side is decided above.
 */

import type { Keep } from "./keep.js";
import { NO_TRACKS, type Tracks } from "./link.js";

/**
 * Why a microphone or camera is not there. `lost`: it was there and went (unplugged). `held`: it is there, but nothing comes of it
 * for now, because a phone call or another app has it (a muted track); it comes back by itself.
 */
export type DeviceProblem = "denied" | "missing" | "busy" | "insecure" | "lost" | "held" | "failed";

export interface DevicesState {
  readonly tracks: Tracks;
  readonly opening: boolean;
  readonly microphone_problem: DeviceProblem | null;
  readonly camera_problem: DeviceProblem | null;
  readonly facing: "user" | "environment";
}

export interface Wish {
  readonly microphone: boolean;
  readonly camera: boolean;
}

type Kind = "audio" | "video";

/** Absent on a page without https, whatever the types say. */
function mediaDevices(): MediaDevices | undefined {
  const where = (globalThis as { navigator?: { mediaDevices?: MediaDevices } }).navigator;
  return where?.mediaDevices;
}

const KEPT = "constraints";
/** A track that is muted for less is none that anybody has taken: a camera on a busy machine stumbles. */
const HELD_MS = 2_500;
const SOUND: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

function picture(facing: "user" | "environment"): MediaTrackConstraints {
  return { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 }, facingMode: { ideal: facing } };
}

function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof DOMException || error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "failed";
}

function problem(kind: Kind, why: DeviceProblem | null): Partial<DevicesState> {
  return kind === "audio" ? { microphone_problem: why } : { camera_problem: why };
}

/** Whether the browser says yes to one of the two: then the other alone was refused. */
async function oneIsAllowed(): Promise<boolean> {
  const states = await Promise.all(
    ["camera", "microphone"].map((name) => navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state)),
  ).catch((): PermissionState[] => []);
  return states.includes("granted");
}

export class Devices {
  state: DevicesState = {
    tracks: NO_TRACKS,
    opening: false,
    microphone_problem: null,
    camera_problem: null,
    facing: "user",
  };
  /** What the browser is asked for, chosen devices among it; kept for the next page. */
  #asked: Record<Kind, MediaTrackConstraints>;
  #early: Promise<MediaStream> | null;
  #wish: Wish = { microphone: false, camera: false };
  #queue: Promise<void> = Promise.resolve();
  readonly #onChange: (state: DevicesState) => void;
  readonly #keep: Keep;

  /** `early`: asked for already, with the kept constraints. */
  constructor(onChange: (state: DevicesState) => void, keep: Keep, early: Promise<MediaStream> | null = null) {
    this.#onChange = onChange;
    this.#keep = keep;
    this.#early = early;
    this.#asked = { audio: SOUND, video: picture("user"), ...keep.get<Partial<Record<Kind, MediaTrackConstraints>>>(KEPT) };
    if (JSON.stringify(this.#asked.video).includes("environment")) this.state = { ...this.state, facing: "environment" };
    mediaDevices()?.addEventListener("devicechange", () => {
      // A plugged-in headset or camera: what was wished for and missing is tried again.
      const { microphone_problem: mic, camera_problem: cam } = this.state;
      if (mic === "missing" || mic === "lost" || cam === "missing" || cam === "lost") void this.want(this.#wish);
    });
  }

  /** Open what is wished and not open, close what is open and not wished. Resolves when that is done; never rejects. */
  want(wish: Wish): Promise<void> {
    this.#wish = wish;
    // Said at once, so that nobody takes devices that are on their way for devices that are off.
    const needed = this.#needed();
    if (needed.audio || needed.video) this.#set({ opening: true });
    this.#queue = this.#queue.then(() => this.#settle()).catch(() => undefined);
    return this.#queue;
  }

  /** Use the other camera of a phone or tablet. */
  async flip(): Promise<void> {
    this.#set({ facing: this.state.facing === "user" ? "environment" : "user" });
    await this.#ask("video", picture(this.state.facing));
  }

  /** Use this device from now on. */
  async choose(kind: Kind, device_id: string): Promise<void> {
    const { facingMode: _, ...others } = this.#asked[kind];
    await this.#ask(kind, { ...others, deviceId: { exact: device_id } });
  }

  async #ask(kind: Kind, asked: MediaTrackConstraints): Promise<void> {
    this.#asked = { ...this.#asked, [kind]: asked };
    this.#keep.set(KEPT, this.#asked);
    this.#close(kind);
    await this.want(this.#wish);
  }

  /** The devices there are, for a menu; none where the browser does not say. Labels are empty before permission. */
  async list(): Promise<readonly MediaDeviceInfo[]> {
    return (await mediaDevices()?.enumerateDevices().catch(() => [])) ?? [];
  }

  /** Let go of everything: no light stays on. */
  close(): void {
    this.#early?.then((stream) => stream.getTracks().forEach((track) => track.stop()), () => undefined);
    this.#early = null;
    this.#wish = { microphone: false, camera: false };
    this.#close("audio");
    this.#close("video");
  }

  async #settle(): Promise<void> {
    const { microphone, camera } = this.#wish;
    if (!microphone) this.#close("audio");
    if (!camera) this.#close("video");
    const need = this.#needed();
    if (!need.audio && !need.video) {
      if (this.state.opening) this.#set({ opening: false });
      return;
    }
    if (mediaDevices() === undefined) {
      this.#set({
        opening: false,
        microphone_problem: need.audio ? "insecure" : null,
        camera_problem: need.video ? "insecure" : null,
      });
      return;
    }
    this.#set({ opening: true });
    try {
      await this.#open(need.audio, need.video);
    } catch (error) {
      // Both together failed: one of them may still work, and the person learns which does not. Who said no to both is not asked again.
      if (need.audio && need.video) {
        const no = problemOf(error) === "denied" && !(await oneIsAllowed());
        const alone = async (audio: boolean, kind: Kind): Promise<void> => {
          await (no ? Promise.reject(error as Error) : this.#open(audio, !audio)).catch((why: unknown) => this.#failed(kind, why));
        };
        await alone(false, "video");
        await alone(true, "audio");
      } else this.#failed(need.audio ? "audio" : "video", error);
    } finally {
      this.#set({ opening: false });
    }
    // The wish may have changed while the browser asked.
    if (!this.#wish.microphone) this.#close("audio");
    if (!this.#wish.camera) this.#close("video");
  }

  /** What was there a moment ago has gone: that says more than that there is none. What is held stays so until it is given back. */
  #failed(kind: Kind, error: unknown): void {
    const why = problemOf(error);
    const before = this.#problem(kind);
    if (before !== "held" && (before !== "lost" || why !== "missing")) this.#set(problem(kind, why));
  }

  #problem(kind: Kind): DeviceProblem | null {
    return kind === "audio" ? this.state.microphone_problem : this.state.camera_problem;
  }

  /** What is wished for and not there; what others hold is asked for anew. */
  #needed(): { readonly audio: boolean; readonly video: boolean } {
    const missing = (kind: Kind): boolean => this.state.tracks[kind]?.readyState !== "live" || this.#problem(kind) === "held";
    return { audio: this.#wish.microphone && missing("audio"), video: this.#wish.camera && missing("video") };
  }

  async #open(audio: boolean, video: boolean): Promise<void> {
    const stream = await this.#stream(audio, video);
    for (const track of stream.getTracks()) {
      const kind: Kind = track.kind === "audio" ? "audio" : "video";
      this.#close(kind); // one that is held
      const look = (): void => void setTimeout(() => this.#look(kind, track), track.muted ? HELD_MS : 0);
      track.onended = () => this.#lost(kind, track);
      track.onmute = track.onunmute = look;
      if (track.muted) look();
      this.#set({ tracks: { ...this.state.tracks, [kind]: track }, ...problem(kind, null) });
    }
  }

  async #stream(audio: boolean, video: boolean): Promise<MediaStream> {
    const early = this.#early;
    this.#early = null;
    this.#keep.set(KEPT, this.#asked);
    const open = (): Promise<MediaStream> =>
      navigator.mediaDevices.getUserMedia({ audio: audio && this.#asked.audio, video: video && this.#asked.video });
    try {
      return await (early ?? open());
    } catch (error) {
      const { audio: a, video: v } = this.#asked;
      if ((error as Error).name !== "OverconstrainedError" || (!a.deviceId && !v.deviceId)) throw error;
      // The device that was chosen is gone: another one will do.
      this.#asked = { audio: SOUND, video: picture(this.state.facing) };
      return open();
    }
  }

  /** A phone call or another app has taken the device, or given it back. */
  #look(kind: Kind, track: MediaStreamTrack): void {
    const why = track.muted ? "held" : null;
    if (this.state.tracks[kind] === track && this.#problem(kind) !== why) this.#set(problem(kind, why));
  }

  #lost(kind: Kind, track: MediaStreamTrack): void {
    if (this.state.tracks[kind] !== track) return;
    const { deviceId: _, ...others } = this.#asked[kind];
    this.#asked = { ...this.#asked, [kind]: others };
    this.#set({
      tracks: { ...this.state.tracks, [kind]: null },
      ...problem(kind, "lost"),
    });
    void this.want(this.#wish);
  }

  #close(kind: Kind): void {
    const track = this.state.tracks[kind];
    if (track === null) return;
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
    this.#set({ tracks: { ...this.state.tracks, [kind]: null }, ...problem(kind, null) });
  }

  #set(change: Partial<DevicesState>): void {
    this.state = { ...this.state, ...change };
    this.#onChange(this.state);
  }
}
