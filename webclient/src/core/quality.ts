/** How good the picture and sound arrive, in bars from 0 (nothing) to 3 (good), from two looks at WebRTC's own figures. */

export interface MediaLook {
  readonly at_ms: number;
  readonly packets: number;
  readonly lost: number;
  readonly frames: number;
  /** Seconds. */
  readonly round_trip_s: number;
  readonly jitter_s: number;
}

export type Bars = 0 | 1 | 2 | 3;

/** Bars for the time between two looks. `expects_video`: frames must have come, too. */
export function bars(before: MediaLook, now: MediaLook, expects_video: boolean): Bars {
  const got = now.packets - before.packets;
  if (got <= 0) return 0;
  const seconds = Math.max(0.5, (now.at_ms - before.at_ms) / 1000);
  const share_lost = Math.max(0, now.lost - before.lost) / (got + Math.max(0, now.lost - before.lost));
  const rate = (now.frames - before.frames) / seconds;
  if (share_lost > 0.08 || now.round_trip_s > 0.6 || (expects_video && rate < 5)) return 1;
  if (share_lost > 0.02 || now.round_trip_s > 0.3 || now.jitter_s > 0.08 || (expects_video && rate < 12)) return 2;
  return 3;
}
