import { afterEach, expect, it, vi } from "vitest";
import { Devices } from "./devices.js";

afterEach(() => vi.unstubAllGlobals());

/** A browser's answers; what was asked for is written down as "audio", "video" or "both". */
function browser(refuses: (what: string) => string, permissions: Record<string, string>): string[] {
  const asked: string[] = [];
  const track = (kind: string) => ({ kind, readyState: "live", stop: () => undefined, onended: null });
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
  const devices = new Devices(() => undefined);
  await devices.want({ microphone: true, camera: true });
  expect(asked).toEqual(["both"]);
  expect(devices.state).toMatchObject({ opening: false, microphone_problem: "denied", camera_problem: "denied" });
});

it("where the camera alone is forbidden the microphone is opened", async () => {
  const asked = browser((what) => (what === "audio" ? "" : "NotAllowedError"), { camera: "denied", microphone: "granted" });
  const devices = new Devices(() => undefined);
  await devices.want({ microphone: true, camera: true });
  expect(asked).toEqual(["both", "video", "audio"]);
  expect(devices.state).toMatchObject({ microphone_problem: null, camera_problem: "denied" });
  expect(devices.state.tracks.audio).not.toBeNull();
});

it("where there is no camera the microphone is opened, and tried again when something is plugged in", async () => {
  const asked = browser((what) => (what === "audio" ? "" : "NotFoundError"), {});
  const devices = new Devices(() => undefined);
  await devices.want({ microphone: true, camera: true });
  expect(asked).toEqual(["both", "video", "audio"]);
  expect(devices.state).toMatchObject({ microphone_problem: null, camera_problem: "missing" });
});
