/** Reads what arrives over a connection out of WebRTC's own figures. It draws no conclusions: that is core/quality. */

import type { MediaLook } from "../core/quality.js";

interface Row {
  readonly type: string;
  readonly kind?: string;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly framesDecoded?: number;
  readonly jitter?: number;
  readonly nominated?: boolean;
  readonly currentRoundTripTime?: number;
  readonly packetsSent?: number;
  readonly audioLevel?: number;
}

/** What of our sound has left, by the sender's count. */
export interface SentLook {
  readonly audio_packets: number;
  /** Loudness at the microphone, 0 to 1. */
  readonly level: number;
}

/** One look at what leaves. */
export async function lookAtSent(pc: RTCPeerConnection): Promise<SentLook> {
  const report = (await pc.getStats()) as unknown as { forEach(each: (row: Row) => void): void };
  let [audio_packets, level] = [0, 0];
  report.forEach((row) => {
    if (row.kind !== "audio") return;
    if (row.type === "outbound-rtp") audio_packets += row.packetsSent ?? 0;
    if (row.type === "media-source") level = Math.max(level, row.audioLevel ?? 0);
  });
  return { audio_packets, level };
}

/** One look at what arrives. */
export async function lookAt(pc: RTCPeerConnection): Promise<MediaLook> {
  const report = (await pc.getStats()) as unknown as { forEach(each: (row: Row) => void): void };
  let [packets, lost, frames, round_trip_s, jitter_s] = [0, 0, 0, 0, 0];
  report.forEach((row) => {
    if (row.type === "inbound-rtp") {
      packets += row.packetsReceived ?? 0;
      lost += row.packetsLost ?? 0;
      frames += row.framesDecoded ?? 0;
      jitter_s = Math.max(jitter_s, row.jitter ?? 0);
    } else if (row.type === "candidate-pair" && row.nominated === true) {
      round_trip_s = Math.max(round_trip_s, row.currentRoundTripTime ?? 0);
    }
  });
  return { at_ms: performance.now(), packets, lost, frames, round_trip_s, jitter_s };
}
