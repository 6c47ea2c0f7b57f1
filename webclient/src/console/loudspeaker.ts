/** Sends a sound to the loudspeaker that was chosen at this tablet. It chooses none, and opens nothing. */

/** By `speaker`, a device's id, from now on; empty is the usual one. A browser that cannot, or a loudspeaker that is gone, leaves it where it is. */
export function playThere(sound: HTMLAudioElement | null | undefined, speaker: string): void {
  if (sound && "setSinkId" in sound && sound.sinkId !== speaker) void sound.setSinkId(speaker).catch(() => undefined);
}
