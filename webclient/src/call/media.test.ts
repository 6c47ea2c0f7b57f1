/** Tests of what is told of the own microphone and camera. */

import { afterEach, expect, it, vi } from "vitest";
import { makeKeep } from "../net/keep.js";
import { CallMedia } from "./media.js";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Another app takes the device of a track, or gives it back. */
function held(track: MediaStreamTrack | null, muted: boolean): void {
  if (track === null) throw new Error("there is no such track");
  Object.assign(track, { muted });
  (muted ? track.onmute : track.onunmute)?.call(track, new Event(muted ? "mute" : "unmute"));
}

it("a microphone that another app holds is told to be off, until it is back", async () => {
  vi.useFakeTimers();
  const opened = ["audio", "video"].map((kind) => ({ kind, readyState: "live", muted: false, stop: () => undefined }));
  vi.stubGlobal("navigator", { mediaDevices: { addEventListener: () => undefined, getUserMedia: () => Promise.resolve({ getTracks: () => opened }) } });
  const media = new CallMedia({
    role: "shopper", client_id: "tab", keep: makeKeep("t:", null), ice: () => ({ servers: [], relay_only: false }), send: () => undefined,
    onChannel: () => undefined, onChange: () => undefined,
  });
  await media.want(true, true);
  expect(media.on).toEqual({ microphone: true, camera: true });
  const { audio, video } = media.devices.state.tracks;
  held(audio, true);
  vi.advanceTimersByTime(3_000);
  expect(media.on).toEqual({ microphone: false, camera: true });
  held(audio, false);
  held(video, true);
  vi.advanceTimersByTime(3_000);
  expect(media.on).toEqual({ microphone: true, camera: false });
});
