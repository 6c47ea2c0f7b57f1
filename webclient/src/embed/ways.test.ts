/** What is marked before a call agrees with what will happen. The browser's devices are made up; the choice and the devices' own rules are the real ones. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Devices } from "../net/devices.js";
import { makeKeep } from "../net/keep.js";
import type { Stage } from "./course.js";
import { Way } from "./way.js";
import { followDevices } from "./ways.js";

type Name = "audio" | "video";

/** Why the browser refuses a device; what is not named works. */
let refuses: Partial<Record<Name, string>>;
let asked: string[];
let plugged: EventTarget;
let permission: Record<"microphone" | "camera", { state: string; onchange: (() => void) | null }>;
let stage: Stage;
let devices: Devices;
let way: Way;

const track = (kind: string) => ({ kind, readyState: "live", stop: vi.fn(), onended: null as (() => void) | null });
const settle = (): Promise<unknown> => new Promise((done) => setTimeout(done, 0));

/** Whether microphone and camera are open. */
const open = (): [boolean, boolean] => [devices.state.tracks.audio !== null, devices.state.tracks.video !== null];

async function chosen(mode: "video" | "voice" | "text"): Promise<string> {
  await way.choose(mode);
  await settle();
  return way.mode;
}

beforeEach(() => {
  refuses = {};
  asked = [];
  stage = "before";
  plugged = new EventTarget();
  permission = { microphone: { state: "prompt", onchange: null }, camera: { state: "prompt", onchange: null } };
  vi.stubGlobal("navigator", {
    mediaDevices: Object.assign(plugged, {
      getUserMedia: ({ audio, video }: Partial<Record<Name, unknown>>) => {
        const names: Name[] = [...(audio ? (["audio"] as const) : []), ...(video ? (["video"] as const) : [])];
        asked.push(names.join("+"));
        const error = names.map((name) => refuses[name]).find((each) => each !== undefined);
        if (error !== undefined) return Promise.reject(Object.assign(new Error(error), { name: error }));
        return Promise.resolve({ getTracks: () => names.map(track) });
      },
    }),
    permissions: { query: ({ name }: { name: "microphone" | "camera" }) => Promise.resolve(permission[name]) },
  });
  const listeners: (() => void)[] = [];
  const changed = (): void => listeners.forEach((each) => each());
  devices = new Devices(changed, makeKeep("t:", null));
  const call = {
    // As a call client does it: the change is told before the devices are asked for.
    media: async (wish: { microphone: boolean; camera: boolean }) => {
      changed();
      await devices.want(wish);
    },
  };
  way = new Way(call, changed);
  followDevices({
    get stage() {
      return stage;
    },
    get state() {
      return { devices: devices.state };
    },
    way,
    onChange: (listener) => listeners.push(listener),
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("what is marked", () => {
  it("is the wish where all is there", async () => {
    expect([await chosen("video"), open()]).toEqual(["video", [true, true]]);
    expect([await chosen("voice"), open()]).toEqual(["voice", [true, false]]);
    expect([await chosen("text"), open()]).toEqual(["text", [false, false]]);
  });

  it.each(["NotAllowedError", "NotFoundError", "NotReadableError"])("is video where the camera is not to be had: one sees the shop (%s)", async (why) => {
    refuses = { video: why };
    permission.microphone = { state: "granted", onchange: null };
    expect([await chosen("video"), open()]).toEqual(["video", [true, false]]);
  });

  it.each(["NotAllowedError", "NotFoundError", "NotReadableError"])("is video where the microphone is not to be had, and text instead of voice (%s)", async (why) => {
    refuses = { audio: why };
    permission.camera = { state: "granted", onchange: null };
    expect([await chosen("video"), open()]).toEqual(["video", [false, true]]);
    expect([await chosen("voice"), way.wish, open()]).toEqual(["text", "voice", [false, false]]);
  });

  it("asks who said no to both no second time", async () => {
    refuses = { audio: "NotAllowedError", video: "NotAllowedError" };
    expect([await chosen("video"), asked]).toEqual(["video", ["audio+video"]]);
  });

  it("is video to see, and text instead of voice, on a page without https", async () => {
    vi.stubGlobal("navigator", {});
    expect([await chosen("video"), await chosen("voice")]).toEqual(["video", "text"]);
  });

  it("is text once the microphone of a voice call goes, and stands once a call is asked for", async () => {
    await chosen("voice");
    refuses = { audio: "NotFoundError" };
    devices.state.tracks.audio?.onended?.(new Event("ended"));
    await settle();
    expect(way.mode).toBe("text");
    refuses = {};
    await chosen("voice");
    stage = "waiting";
    refuses = { audio: "NotFoundError" };
    devices.state.tracks.audio?.onended?.(new Event("ended"));
    await settle();
    expect(way.mode).toBe("voice");
  });
});

describe("what was wished for comes back", () => {
  beforeEach(async () => {
    refuses = { audio: "NotAllowedError", video: "NotAllowedError" };
    expect([await chosen("voice"), await chosen("video"), open()]).toEqual(["text", "video", [false, false]]);
  });

  it("when it is tried again", async () => {
    refuses = {};
    expect([await chosen(way.wish), open()]).toEqual(["video", [true, true]]);
  });

  it("when the browser tells of the permission, and not of one that is refused", async () => {
    expect(await chosen("voice")).toBe("text");
    refuses = {};
    permission.microphone.state = "denied";
    permission.microphone.onchange?.();
    await settle();
    expect(way.mode).toBe("text");
    permission.microphone.state = "granted";
    permission.microphone.onchange?.();
    await settle();
    expect([way.mode, open()]).toEqual(["voice", [true, false]]);
  });

  it("when something is plugged in", async () => {
    refuses = { video: "NotFoundError" };
    plugged.dispatchEvent(new Event("devicechange"));
    await settle();
    expect([way.mode, open()]).toEqual(["video", [true, false]]);
    refuses = {};
    plugged.dispatchEvent(new Event("devicechange"));
    await settle();
    expect([way.mode, open()]).toEqual(["video", [true, true]]);
  });

  it("but not in the middle of a call, nor where the shopper has chosen otherwise", async () => {
    expect(await chosen("voice")).toBe("text");
    refuses = {};
    stage = "waiting";
    plugged.dispatchEvent(new Event("devicechange"));
    await settle();
    expect(way.mode).toBe("text");
    stage = "before";
    await chosen("text");
    plugged.dispatchEvent(new Event("devicechange"));
    await settle();
    expect([way.mode, open()]).toEqual(["text", [false, false]]);
  });
});
