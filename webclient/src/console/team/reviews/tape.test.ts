/** Tests of where a recording stands. */

import { describe, expect, it } from "vitest";
import { beginning, fileAt, interruptions, markAt, onward, pauseEnd, pictureMissing, playable } from "./tape.js";

const file = (side: "shopper" | "associate", part: number, start_ms: number, duration_ms: number) => ({ side, part, start_ms, duration_ms });
const files = [file("shopper", 2, 20_000, 5_000), file("shopper", 1, 400, 9_600), file("associate", 1, 500, 0)];

describe("the tape", () => {
  it("finds the file of a moment, and none in the gap between two parts", () => {
    expect(fileAt(files, "shopper", 0)).toBeNull();
    expect(fileAt(files, "shopper", 400)?.part).toBe(1);
    expect(fileAt(files, "shopper", 9_999)?.part).toBe(1);
    expect(fileAt(files, "shopper", 10_000)).toBeNull();
    expect(fileAt(files, "shopper", 20_000)?.part).toBe(2);
    expect(fileAt(files, "shopper", 25_000)).toBeNull();
  });

  it("plays no part that cannot be opened, and the next one all the same", () => {
    const waits = [{ ...file("shopper", 1, 0, 0), fault: "elsewhere" }, { ...file("shopper", 2, 9_000, 1_000), fault: "cut_off" }];
    expect(fileAt(waits, "shopper", 5_000)).toBeNull();
    expect(fileAt(waits, "shopper", 9_500)?.part).toBe(2);
    expect(fileAt([{ ...file("shopper", 1, 0, 5_000), fault: "unreadable: changed" }], "shopper", 1_000)).toBeNull();
    expect(fileAt([{ ...file("shopper", 1, 0, 0), fault: "empty" }], "shopper", 1_000)).toBeNull();
  });

  it("tells once where a recorder was lost and another went on", () => {
    expect(interruptions(files)).toEqual([[10_000, 20_000]]);
    const both = [...files, file("associate", 1, 500, 9_700), file("associate", 2, 20_100, 0), file("associate", 3, 30_000, 0)];
    expect(interruptions(both.filter(({ side, part }) => side === "shopper" || part > 0).filter((each) => each !== files[2]))).toEqual([[10_200, 20_000]]);
    expect(interruptions([file("shopper", 1, 0, 5_000), file("shopper", 2, 5_900, 100)])).toEqual([]);
    expect(interruptions([{ ...file("shopper", 1, 0, 0), fault: "elsewhere" }, file("shopper", 2, 5_900, 100)])).toEqual([]);
    expect(interruptions([{ ...file("shopper", 1, 300, 0), fault: "empty" }, file("shopper", 2, 5_900, 100)])).toEqual([[300, 5_900]]);
    expect(interruptions([file("shopper", 2, 5_900, 100)])).toEqual([[0, 5_900]]);
    expect(interruptions([file("shopper", 1, 300, 0), file("shopper", 2, 5_900, 100)])).toEqual([]);
    expect(interruptions([file("shopper", 1, 0, 1_000), file("shopper", 2, 3_000, 1_000), file("shopper", 3, 8_000, 9)])).toEqual([[1_000, 3_000], [4_000, 8_000]]);
  });

  it("takes a length that is not known for as long as there is", () => {
    expect(fileAt(files, "associate", 999_000)?.part).toBe(1);
    expect(playable(files, 60_000)).toBe(60_000);
    expect(playable(files.slice(0, 2), 60_000)).toBe(25_000);
    expect(playable([], 60_000)).toBe(0);
  });

  it("begins where everybody is there, if that is soon", () => {
    expect(beginning(files)).toBe(500);
    expect(beginning([...files, file("associate", 1, 3_001, 0)])).toBe(0);
    expect(beginning([])).toBe(0);
  });

  it("skips what was paused, and ends at the end", () => {
    const pauses = [[2_000, 5_000], [8_000, 9_000]];
    expect(pauseEnd(pauses, 1_999)).toBeNull();
    expect(pauseEnd(pauses, 2_000)).toBe(5_000);
    expect(pauseEnd(pauses, 5_000)).toBeNull();
    expect(onward(1_950, 100, pauses, 10_000)).toBe(5_000);
    expect(onward(6_000, 100, pauses, 10_000)).toBe(6_100);
    expect(onward(9_950, 100, pauses, 10_000)).toBe(10_000);
    expect(onward(7_950, 100, pauses, 8_500)).toBe(8_500);
  });

  it("tells where no picture came, and not every hitch", () => {
    const gap = (kind: "audio" | "video", start_ms: number, end_ms: number) => ({ kind, start_ms, end_ms });
    const lame = { start_ms: 400, gaps: [gap("video", 1_000, 3_000), gap("video", 5_000, 5_200), gap("audio", 7_000, 9_000)] };
    const seen = [1_399, 1_400, 3_399, 3_400, 5_500, 7_600].map((at_ms) => pictureMissing(lame, at_ms));
    expect(seen).toEqual([false, true, true, false, false, false]);
  });

  it("knows the last thing that happened", () => {
    const marks = [{ at_ms: -500 }, { at_ms: 0 }, { at_ms: 3_000 }];
    expect([markAt(marks, -1_000), markAt(marks, 0), markAt(marks, 2_999), markAt(marks, 9_000)]).toEqual([-1, 1, 1, 2]);
  });
});
