/** Camera and microphone for a set check, and back to how they were after it. Where a tune is played, the microphone is heard as it is. */

import type { Tracks } from "../../net/link.js";
import type { Desk } from "../desk.js";

/** Nothing of what arrives may be taken for an echo and removed [MIRROR3]. */
const AS_IT_IS: MediaTrackConstraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

export class CheckDevices {
  private readonly desk: Desk;
  private raw: MediaStreamTrack | null = null;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Open both, for a look at oneself. */
  async open(): Promise<void> {
    await this.desk.client?.devices.want({ microphone: true, camera: true });
  }

  /** What is to be sent. Either may be missing; never rejects. */
  async take(tone: boolean): Promise<Tracks> {
    const devices = this.desk.client?.devices;
    if (!devices) return { audio: null, video: null };
    await this.open();
    const { audio, video } = devices.state.tracks;
    if (!tone || audio === null) return { audio, video };
    const id = audio.getSettings().deviceId;
    // Some browsers lend a microphone to one at a time.
    await devices.want({ microphone: false, camera: true });
    try {
      const asked = { ...AS_IT_IS, ...(id ? { deviceId: { exact: id } } : {}) };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: asked, video: false });
      this.raw = stream.getAudioTracks()[0] ?? null;
    } catch {
      this.raw = null;
    }
    if (this.raw === null) await this.open();
    return { audio: this.raw ?? devices.state.tracks.audio, video: devices.state.tracks.video };
  }

  /** The check is over; the person may still look at themselves. */
  async give_back(): Promise<void> {
    this.raw?.stop();
    this.raw = null;
    await this.open();
  }

  /** The person leaves: as their state wants it. Nobody who is away keeps a camera open. */
  leave(): void {
    this.raw?.stop();
    this.raw = null;
    const { desk } = this;
    const state = desk.wished ?? desk.state?.view.presence?.state ?? "away";
    if (state !== "away") {
      desk.openDevices();
      return;
    }
    desk.client?.devices.close();
    desk.keep.drop("media");
  }
}
