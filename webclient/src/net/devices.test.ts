import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Devices } from "./devices.js";
import { makeKeep } from "./keep.js";

const devicesOf = (early: Promise<MediaStream> | null = null, keep = makeKeep("t:", null)): Devices => new Devices(() => undefined, keep, early);

afterEach(() => vi.unstubAllGlobals());

/** A browser's answers; what was asked for is written down as "audio", "video" or "both". */
function browser(refuses: (what: string) => string, permissions: Record<string, string>): string[] {
  const asked: string[] = [];
  const track = (kind: string) => ({ kind, readyState: "live", muted: false, stop: () => undefined, onended: null });
  vi.stubGlobal("navigator", {
    mediaDevices: {
      addEventListener: () => undefined,
      getUserMedia: ({ audio, video }: { audio: unknown; video: unknown }) => {
        const what = audio && video ? "both" : audio ? "audio" : "video";
        asked.push(what);
        const error = refuses(what);
        if (error !== "") return Promise.reject(Object.assign(new Error(error), { name: error }));
        const tracks = [...(audio ? [track("audio")] : []), ...(video ? [track("video")] : [])];
        return Promise.resolve({ getTracks: () => tracks });
      },
    },
    permissions: { query: ({ name }: { name: string }) => Promise.resolve({ state: permissions[name] ?? "prompt" }) },
  });
  return asked;
}

it("who says no to camera and microphone is asked once", async () => {
  const asked = browser(() => "NotAllowedError", {});
  const devices = devicesOf();
  await devices.want({ microphone: true, camera: true });
  expect(asked).toEqual(["both"]);
  expect(devices.state).toMatchObject({ opening: false, microphone_problem: "denied", camera_problem: "denied" });
});

it("where the camera alone is forbidden the microphone is opened", async () => {
  const asked = browser((what) => (what === "audio" ? "" : "NotAllowedError"), { camera: "denied", microphone: "granted" });
  const devices = devicesOf();
  await devices.want({ microphone: true, camera: true });
  expect(asked).toEqual(["both", "video", "audio"]);
  expect(devices.state).toMatchObject({ microphone_problem: null, camera_problem: "denied" });
  expect(devices.state.tracks.audio).not.toBeNull();
});

it("where there is no camera the microphone is opened, and tried again when something is plugged in", async () => {
  const asked = browser((what) => (what === "audio" ? "" : "NotFoundError"), {});
  const devices = devicesOf();
  await devices.want({ microphone: true, camera: true });
  expect(asked).toEqual(["both", "video", "audio"]);
  expect(devices.state).toMatchObject({ microphone_problem: null, camera_problem: "missing" });
});

it("what was chosen on the page before is asked for again, and what the loader has opened is used", async () => {
  const asked = browser(() => "", {});
  const keep = makeKeep("t:", null);
  const before = devicesOf(null, keep);
  await before.want({ microphone: true, camera: true });
  await before.choose("audio", "headset");
  await before.flip();
  expect(keep.get("constraints")).toMatchObject({ audio: { deviceId: { exact: "headset" } }, video: { facingMode: { ideal: "environment" } } });
  asked.length = 0;

  const track = { kind: "audio", readyState: "live", stop: vi.fn() };
  const after = devicesOf(Promise.resolve({ getTracks: () => [track] } as unknown as MediaStream), keep);
  expect(after.state.facing).toBe("environment");
  await after.want({ microphone: true, camera: false });
  expect([asked, after.state.tracks.audio]).toEqual([[], track]);
});

it("what the loader has opened is let go of where nobody wants it", async () => {
  browser(() => "", {});
  const track = { kind: "audio", readyState: "live", stop: vi.fn() };
  const devices = devicesOf(Promise.resolve({ getTracks: () => [track] } as unknown as MediaStream));
  devices.close();
  await Promise.resolve();
  expect(track.stop).toHaveBeenCalledOnce();
});

it("where the chosen device is gone another one is used", async () => {
  let refusals = 1;
  const asked = browser(() => (refusals-- > 0 ? "OverconstrainedError" : ""), {});
  const keep = makeKeep("t:", null);
  keep.set("constraints", { audio: { deviceId: { exact: "unplugged" } } });
  const devices = devicesOf(null, keep);
  await devices.want({ microphone: true, camera: false });
  expect(asked).toEqual(["audio", "audio"]);
  expect(devices.state).toMatchObject({ microphone_problem: null });
});

it("where the browser does not say which devices there are, there are none", async () => {
  browser(() => "", {});
  (navigator.mediaDevices as { enumerateDevices: unknown }).enumerateDevices = () => Promise.reject(new DOMException("", "InvalidStateError"));
  expect(await devicesOf().list()).toEqual([]);
});

/** Another app takes the device of a track, or gives it back. */
function held(track: MediaStreamTrack | null, muted: boolean): void {
  if (track === null) throw new Error("there is no such track");
  Object.assign(track, { muted });
  (muted ? track.onmute : track.onunmute)?.call(track, new Event(muted ? "mute" : "unmute"));
}

describe("a device that another app takes", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is said to be held, and is there again when it is given back; the track stays", async () => {
    browser(() => "", {});
    const devices = devicesOf();
    await devices.want({ microphone: true, camera: true });
    const { audio, video } = devices.state.tracks;
    held(audio, true);
    expect(devices.state.microphone_problem).toBeNull(); // a stumble is not told
    vi.advanceTimersByTime(3_000);
    expect(devices.state).toMatchObject({ microphone_problem: "held", camera_problem: null });
    expect(devices.state.tracks).toEqual({ audio, video });
    held(audio, false);
    vi.advanceTimersByTime(0);
    expect(devices.state.microphone_problem).toBeNull();
  });

  it("is not said to be held where it only stumbled", async () => {
    browser(() => "", {});
    const devices = devicesOf();
    await devices.want({ microphone: false, camera: true });
    held(devices.state.tracks.video, true);
    vi.advanceTimersByTime(1_000);
    held(devices.state.tracks.video, false);
    vi.advanceTimersByTime(3_000);
    expect(devices.state.camera_problem).toBeNull();
  });

  it("is asked for anew when the person tries again, and let go of when it is not wanted any more", async () => {
    const asked = browser(() => "", {});
    const devices = devicesOf();
    await devices.want({ microphone: true, camera: true });
    const before = devices.state.tracks.audio;
    const stop = vi.fn();
    Object.assign(before ?? {}, { stop });
    held(before, true);
    held(devices.state.tracks.video, true);
    vi.advanceTimersByTime(3_000);
    asked.length = 0;
    await devices.want({ microphone: true, camera: false });
    expect(asked).toEqual(["audio"]);
    expect(stop).toHaveBeenCalledOnce();
    expect(devices.state).toMatchObject({ microphone_problem: null, camera_problem: null });
    expect(devices.state.tracks.audio).not.toBe(before);
    expect(devices.state.tracks.video).toBeNull();
    held(before, false); // a track of before says nothing any more
    vi.advanceTimersByTime(3_000);
    expect(devices.state.microphone_problem).toBeNull();
  });

  it("stays as it was where the other app does not give it up", async () => {
    let free = true;
    browser(() => (free ? "" : "NotReadableError"), {});
    const devices = devicesOf();
    await devices.want({ microphone: true, camera: false });
    const { audio } = devices.state.tracks;
    held(audio, true);
    vi.advanceTimersByTime(3_000);
    free = false;
    await devices.want({ microphone: true, camera: false });
    expect([devices.state.microphone_problem, devices.state.tracks.audio]).toEqual(["held", audio]);
    held(audio, false);
    vi.advanceTimersByTime(0);
    expect(devices.state.microphone_problem).toBeNull();
  });

  it("one that was unplugged is said to have stopped, not that there never was one", async () => {
    let there = true;
    browser(() => (there ? "" : "NotFoundError"), {});
    const devices = devicesOf();
    await devices.want({ microphone: true, camera: false });
    there = false;
    const { audio } = devices.state.tracks;
    audio?.onended?.call(audio, new Event("ended"));
    await devices.want({ microphone: true, camera: false });
    expect(devices.state).toMatchObject({ microphone_problem: "lost", tracks: { audio: null } });
    there = true;
    await devices.want({ microphone: true, camera: false });
    expect(devices.state.microphone_problem).toBeNull();
  });
});
