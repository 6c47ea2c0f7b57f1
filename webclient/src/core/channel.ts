/** What may come over the data channel: shape, limits, and which side may say it. Anything else is dropped, silently. */

import {
  CHANNEL_COMMANDS,
  CHANNEL_SIGNALS,
  type ChannelFrame,
  type FieldShape,
  type Side,
} from "../protocol/index.js";

/** Longer texts are not even parsed: chat is the longest thing that may come (2,000 characters, escaped). */
export const CHANNEL_TEXT_MAX = 16 * 1024;

const ASSOCIATE_ONLY: ReadonlySet<string> = new Set(["product_show", "checkout_offer", "product_hint"]);
const ID = /^[A-Za-z0-9_-]{8,64}$/;

/** The frame in `text` if the other side, who is `from`, may say it; else null. */
export function readChannelFrame(text: unknown, from: Side): ChannelFrame | null {
  if (typeof text !== "string" || text.length > CHANNEL_TEXT_MAX) return null;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(raw) || !isRecord(raw.body) || typeof raw.body.type !== "string") return null;
  if (raw.type === "command") {
    if (typeof raw.id !== "string" || !ID.test(raw.id) || !only(raw, ["type", "id", "body"])) return null;
    return fits(raw.body, CHANNEL_COMMANDS, from) ? (raw as unknown as ChannelFrame) : null;
  }
  if (raw.type === "signal" && only(raw, ["type", "body"])) {
    return fits(raw.body, CHANNEL_SIGNALS, from) ? (raw as unknown as ChannelFrame) : null;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function only(value: Record<string, unknown>, allowed: readonly string[]): boolean {
  return Object.keys(value).every((key) => allowed.includes(key));
}

function fits(
  body: Record<string, unknown>,
  table: Readonly<Record<string, Readonly<Record<string, FieldShape>>>>,
  from: Side,
): boolean {
  const type = body.type as string;
  const shape = Object.hasOwn(table, type) ? table[type] : undefined;
  if (shape === undefined) return false;
  if (ASSOCIATE_ONLY.has(type) && from !== "associate") return false;
  return (
    only(body, ["type", ...Object.keys(shape)]) &&
    Object.entries(shape).every(([field, rule]) => fieldFits(body[field], rule))
  );
}

function fieldFits(value: unknown, rule: FieldShape): boolean {
  if (value === undefined) return !rule.required;
  const measure = rule.kind === "string" ? (typeof value === "string" ? value.length : -1) : value;
  if (rule.kind === "integer" && !Number.isInteger(value)) return false;
  return typeof measure === "number" && measure >= rule.min && measure <= rule.max;
}

/** Lets `per_second` frames a second through. A plain counter over whole seconds. */
export function rateBound(per_second: number): (now_ms: number) => boolean {
  let second = 0;
  let seen = 0;
  return (now_ms) => {
    const now = Math.floor(now_ms / 1000);
    if (now !== second) {
      second = now;
      seen = 0;
    }
    seen += 1;
    return seen <= per_second;
  };
}
