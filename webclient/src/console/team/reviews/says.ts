/** What a mark of a timeline says, and who did it. Pure; the words come as an argument. Fields that are not as expected say nothing. */

import { duration, money } from "../../../core/words.js";
import type { RecordingView, Side, TimelineMark } from "../../../protocol/index.js";
import type { TeamReviewsTexts } from "../../../ui/texts/team_reviews.js";
import type { Titles } from "../../view/ledger.js";

export interface MarkSays {
  readonly who: Side | null;
  readonly words: string;
}

type Mark = Pick<TimelineMark, "what" | "by" | "said">;

/** The guests of a timeline that were recorders. */
export function recordersOf(marks: readonly Mark[]): ReadonlySet<string> {
  const joined = marks.filter(({ what }) => what === "guest_joined").map(({ said }) => record(said.guest));
  return new Set(joined.filter(({ role }) => role === "recorder").map(({ guest_id }) => text(guest_id)));
}

/** Null for what says nothing to somebody who looks back. `recorders`: see `recordersOf`. */
export function markSays(mark: Mark, texts: TeamReviewsTexts, titles: Titles, language: string, recorders: ReadonlySet<string> = new Set()): MarkSays | null {
  const { said } = mark;
  const by: Side | null = mark.by === "shopper" || mark.by === "associate" ? mark.by : null;
  const side = said.side === "shopper" || said.side === "associate" ? said.side : by;
  const title = (): string => titles(text(said.product_id), text(said.variant_id)) || texts.a_product;
  const says = (who: Side | null, words: string): MarkSays => ({ who, words });
  switch (mark.what) {
    case "call_requested":
      return says("shopper", texts.requested(text(said.question)));
    case "call_accepted":
      return says("associate", texts.accepted);
    case "participant_lost":
      return said.reason === "page_change" ? null : says(side, texts.lost);
    case "participant_returned":
      return null;
    case "page_changed": {
      const page = record(said.page);
      return says("shopper", texts.page(text(page.title) || text(page.url)));
    }
    case "media_changed":
      return says(side, texts.media(said.microphone === true, said.camera === true));
    case "product_shown":
      return says(by, texts.shown(title()));
    case "product_hidden":
      return says(by, texts.hidden(title()));
    case "cart_change_requested": {
      const change = record(said.change);
      const kind = text(change.kind) as keyof TeamReviewsTexts["cart"];
      const named = titles(text(change.product_id), text(change.variant_id)) || texts.a_product;
      return kind in texts.cart ? says(by, texts.cart[kind](named, whole(change.quantity))) : null;
    }
    case "cart_change_settled": {
      const words = { applied: texts.cart_applied, partly_applied: texts.cart_partly, rejected: texts.cart_rejected }[text(said.outcome)];
      return words === undefined ? null : says(null, words);
    }
    case "cart_reported": {
      const cart = record(said.cart);
      const lines = Array.isArray(cart.lines) ? cart.lines : [];
      const units = lines.reduce((sum: number, line) => sum + whole(record(line).quantity), 0);
      return says(null, texts.bag(units, money(whole(cart.total_minor), text(cart.currency), language)));
    }
    case "chat_sent":
      return says(side, texts.said(text(said.text)));
    case "checkout_moved":
      return says(said.step === "offered" ? "associate" : "shopper", texts.checkout[text(said.step)] ?? text(said.step));
    case "recording_started":
      return says(null, texts.recording_started);
    case "recording_paused":
      return said.reason === "checkout" ? says(null, texts.recording_paused_checkout) : says(by, texts.recording_paused);
    case "recording_resumed":
      return says(by, texts.recording_resumed);
    case "recording_stopped":
      if (said.reason === "failed") return says(null, texts.recording_failed);
      return said.reason === "ended" ? null : says(by, texts.recording_stopped);
    case "guest_joined":
      return says(null, record(said.guest).role === "recorder" ? texts.recorder_joined : texts.guest_joined);
    case "guest_left":
      if (recorders.has(text(said.guest_id))) return said.reason === "lost" ? says(null, texts.recording_interrupted) : null;
      return said.reason === "call_ended" ? null : says(null, texts.guest_left);
    case "call_ended":
      return says(by, texts.ended);
    case "call_wrapped_up":
      return says("associate", text(said.note) === "" ? texts.wrapped_up : `${texts.wrapped_up}: ${text(said.note)}`);
    default:
      return null;
  }
}

/** What went wrong with a recording: nothing, or one sentence. */
export function faultSays({ state, fault, files }: Pick<RecordingView, "state" | "fault" | "files">, texts: TeamReviewsTexts): string[] {
  if (state !== "failed" && fault === "") return [];
  const why = texts.faults[fault.split(":")[0] ?? ""];
  const nothing = fault === "empty" || fault === "never_began" ? texts.nothing : texts.faulty_nothing;
  return [[files.length === 0 ? nothing : texts.faulty, ...(why === undefined ? [] : [why])].join(" ")];
}

/** Of whom nothing ever came, part by part: a file of silence looks like a quiet person otherwise. */
export function nothingCameSays(files: RecordingView["files"], texts: TeamReviewsTexts): string[] {
  return files
    .filter(({ fault }) => fault === "nothing_came")
    .map(({ side, start_ms, duration_ms }) => texts.nothing_came[side](duration(start_ms), duration(start_ms + duration_ms)));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function whole(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
