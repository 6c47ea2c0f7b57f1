/** Where a recording stands: which file of whom belongs to a moment, and which moment comes next. Pure; all times are the timeline's, in ms. */

import type { RecordedFileView, Side, TimelineMark } from "../../../protocol/index.js";

type Piece = Pick<RecordedFileView, "side" | "part" | "start_ms" | "duration_ms"> & { readonly fault?: string };
/** A shorter gap is a hitch. */
const TOLD_MS = 1_000;
const SOON_MS = 3_000;
export type Spans = readonly (readonly number[])[];

/** Whether there is anything to play: a part may wait on another machine, or hold nothing that can be read. */
function opens({ fault = "" }: Piece): boolean {
  return fault !== "elsewhere" && fault !== "empty" && !fault.startsWith("unreadable");
}

/** The file of a side that covers this moment, if one does. A length of 0 is not known: it lasts until the next part, or the end. */
export function fileAt<P extends Piece>(files: readonly P[], side: Side, at_ms: number): P | null {
  const own = files.filter((each) => each.side === side && opens(each)).sort((a, b) => a.start_ms - b.start_ms);
  const index = own.findLastIndex((each) => each.start_ms <= at_ms);
  const file = own[index];
  if (file === undefined) return null;
  return file.duration_ms === 0 || at_ms < file.start_ms + file.duration_ms ? file : null;
}

/** Whether no picture came at this moment, for long enough to be told. A gap counts from the file's own start. */
export function pictureMissing(file: Pick<RecordedFileView, "start_ms" | "gaps">, at_ms: number): boolean {
  const own_ms = at_ms - file.start_ms;
  return file.gaps.some(({ kind, start_ms, end_ms }) => kind === "video" && end_ms - start_ms >= TOLD_MS && start_ms <= own_ms && own_ms < end_ms);
}

/** [from, to] where a recorder was lost and another went on later: nothing of anybody was kept. */
export function interruptions(files: readonly Piece[]): Spans {
  const spans: (readonly [number, number])[] = [];
  for (const next of files) {
    if (next.part === 1) continue;
    const before = files.filter((each) => each.side === next.side && each.part < next.part).sort((a, b) => b.part - a.part)[0];
    // A part that its recorder began and wrote nothing into, or did not even begin, is missing from its start.
    const ends_ms = before === undefined ? 0 : before.fault === "empty" ? before.start_ms : opens(before) && before.duration_ms > 0 ? before.start_ms + before.duration_ms : null;
    if (ends_ms === null) continue;
    const span = [ends_ms, next.start_ms] as const;
    if (span[1] - span[0] >= TOLD_MS) spans.push(span);
  }
  // Both sides are cut off within the same moment: it is told once, as the time in which neither is there.
  const merged: [number, number][] = [];
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from < last[1]) merged[merged.length - 1] = [from, Math.min(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

/** Where a pause that covers this moment ends; null outside of pauses. */
export function pauseEnd(pauses: Spans, at_ms: number): number | null {
  for (const [from = 0, to = 0] of pauses) if (from <= at_ms && at_ms < to) return to;
  return null;
}

/** The moment after `by_ms` more of playing: pauses are skipped, and at the end it stands still. */
export function onward(at_ms: number, by_ms: number, pauses: Spans, length_ms: number): number {
  const next = at_ms + by_ms;
  return Math.min(length_ms, pauseEnd(pauses, next) ?? next);
}

/** Where to begin: everybody is there, if that is soon. */
export function beginning(files: readonly Piece[]): number {
  const first = Math.max(0, ...files.filter((each) => each.part === 1).map((each) => each.start_ms));
  return first <= SOON_MS ? first : 0;
}

/** How long there is something to play: to the end of the last file, at most to the timeline's. */
export function playable(files: readonly Piece[], length_ms: number): number {
  if (files.some((each) => each.duration_ms === 0)) return length_ms;
  return Math.min(length_ms, Math.max(0, ...files.map((each) => each.start_ms + each.duration_ms)));
}

/** The mark that was the last one at this moment; -1 before the first. */
export function markAt(marks: readonly Pick<TimelineMark, "at_ms">[], at_ms: number): number {
  return marks.findLastIndex((each) => each.at_ms <= at_ms);
}
