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
