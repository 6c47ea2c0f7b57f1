/** The picture's own decisions; that a person sees them is tested in browsers. Lit runs without a page, the elements inside are made up. */

import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CoshopPicture } from "./picture.js";

interface Video extends EventTarget {
  srcObject: unknown;
  videoWidth: number;
  videoHeight: number;
  onresize: (() => void) | null;
  play(): Promise<void>;
}

let made: new () => CoshopPicture;
let video: Video & { frames: (() => void)[] };
let sound: { srcObject: unknown; play: () => Promise<void> };
/** What was drawn softly on the canvas. */
let drawn: unknown[];

const streamOf = (...audio: string[]): MediaStream => ({ getAudioTracks: () => audio }) as unknown as MediaStream;
const settle = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve));

function canvas(onDraw: (source: unknown) => void): object {
  return { width: 0, height: 0, getContext: () => ({ drawImage: (source: unknown) => onDraw(source) }) };
}

/** The element with what it draws, told of changes as Lit tells it. */
function pictureOf(): CoshopPicture & { becomes(change: Partial<CoshopPicture>): void } {
  const picture = new made();
  const parts: Record<string, unknown> = { video, audio: sound, canvas: canvas(() => undefined) };
  Object.defineProperty(picture, "renderRoot", { value: { querySelector: (name: string) => parts[name] } });
  return Object.assign(picture, {
    becomes: (change: Partial<CoshopPicture>) => {
      const before = new Map(Object.keys(change).map((name) => [name, (picture as unknown as Record<string, unknown>)[name]]));
      Object.assign(picture, change);
      (picture as unknown as { updated(changed: Map<string, unknown>): void }).updated(before);
    },
  });
}

beforeAll(async () => {
  made = (await import("./picture.js")).CoshopPicture;
}, 60_000);

beforeEach(() => {
  drawn = [];
  const frames: (() => void)[] = [];
  video = Object.assign(new EventTarget(), {
    frames,
    srcObject: null,
    videoWidth: 640,
    videoHeight: 480,
    onresize: null,
    play: () => Promise.resolve(),
    requestVideoFrameCallback: (then: () => void) => frames.push(then),
  });
  sound = { srcObject: null, play: () => Promise.resolve() };
  vi.stubGlobal("MediaStream", class {
    readonly tracks: unknown;
    constructor(tracks: unknown) {
      this.tracks = tracks;
    }
  });
  vi.stubGlobal("document", { visibilityState: "visible", createElement: () => canvas((source) => drawn.push(source)) });
  return () => vi.unstubAllGlobals();
});

const frame = (): void => video.frames.splice(0).forEach((then) => then());

describe("the soft last picture", () => {
  it("stays from one stream to the first frame of the next, and is drawn once", () => {
    const picture = pictureOf();
    const first = vi.fn();
    picture.addEventListener("first-frame", first);
    picture.becomes({ stream: streamOf() });
    expect([picture.fresh, drawn]).toEqual([false, []]);
    frame();
    expect(picture.fresh).toBe(true);
    picture.becomes({ stream: streamOf() });
    expect([picture.fresh, drawn]).toEqual([false, [video]]);
    frame();
    expect([picture.fresh, first.mock.calls.length]).toEqual([true, 2]);
  });

  it("goes again where the stream that comes is one that was here before", () => {
    const picture = pictureOf();
    const stream = streamOf();
    picture.becomes({ stream });
    frame();
    picture.becomes({ stream: null });
    expect(picture.fresh).toBe(false);
    picture.becomes({ stream });
    frame();
    expect(picture.fresh).toBe(true);
  });

  it("is drawn when what is sent is known to be old, and not over itself when the next stream comes", () => {
    const picture = pictureOf();
    picture.becomes({ stream: streamOf() });
    frame();
    picture.becomes({ held: true });
    expect(drawn).toEqual([video]);
    picture.becomes({ stream: streamOf() });
    expect(drawn).toEqual([video]);
  });

  it("a frame of a stream that has gone is nobody's first", () => {
    const picture = pictureOf();
    picture.becomes({ stream: streamOf() });
    const late = video.frames.splice(0);
    picture.becomes({ stream: streamOf() });
    late.forEach((then) => then());
    expect(picture.fresh).toBe(false);
  });

  it("a hidden page takes a size for a frame", () => {
    const picture = pictureOf();
    picture.becomes({ stream: streamOf() });
    video.onresize?.();
    expect(picture.fresh).toBe(false);
    vi.stubGlobal("document", { visibilityState: "hidden" });
    video.onresize?.();
    expect(picture.fresh).toBe(true);
  });
});

describe("a kept still", () => {
  it("is drawn before the first frame, from the address alone", async () => {
    vi.stubGlobal("createImageBitmap", () => Promise.resolve({ width: 4, height: 3 }));
    const picture = pictureOf();
    picture.becomes({ still: `data:image/jpeg;base64,${btoa("jpeg")}` });
    await settle();
    expect(drawn).toEqual([{ width: 4, height: 3 }]);
    expect(picture.keepStill()).toBe(picture.still);
  });

  it("that is no picture is none, and nobody's unhandled rejection", async () => {
    const asked = vi.fn(() => Promise.reject(new Error("no picture")));
    vi.stubGlobal("createImageBitmap", asked);
    const picture = pictureOf();
    for (const still of ["nonsense", "data:image/jpeg;base64,$$", `data:text/html;base64,${btoa("x")}`, `data:image/jpeg;base64,${btoa("x")}`]) {
      picture.becomes({ still });
      await settle();
    }
    expect([drawn, asked.mock.calls.length]).toEqual([[], 1]);
  });
});

describe("sound", () => {
  it("comes out beside the picture, and is silent where it is muted", () => {
    const picture = pictureOf();
    picture.becomes({ stream: streamOf("microphone") });
    expect(sound.srcObject).toMatchObject({ tracks: ["microphone"] });
    picture.becomes({ muted: true });
    expect(sound.srcObject).toBeNull();
  });

  it("that the browser holds back is said once, and gone with a tap", async () => {
    const picture = pictureOf();
    const told = vi.fn();
    picture.addEventListener("needs-tap", told);
    sound.play = () => Promise.reject(new DOMException("", "NotAllowedError"));
    picture.becomes({ stream: streamOf("microphone") });
    await settle();
    await picture.hear();
    expect([picture.needs_tap, told.mock.calls.length]).toEqual([true, 1]);
    sound.play = () => Promise.reject(new DOMException("", "AbortError")); // another stream took its place
    await picture.hear();
    expect(picture.needs_tap).toBe(true);
    sound.play = () => Promise.resolve();
    await picture.hear();
    expect([picture.needs_tap, told.mock.calls.length]).toEqual([false, 2]);
  });
});
