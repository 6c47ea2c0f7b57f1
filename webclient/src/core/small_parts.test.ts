import { describe, expect, it } from "vitest";
import { CHANNEL_COMMANDS, CLOSE_CODES } from "../protocol/index.js";
import { CHANNEL_TEXT_MAX, rateBound, readChannelFrame } from "./channel.js";
import { READABLE, accentFor, contrast, parse, type Rgb } from "./colour.js";
import { bars, type MediaLook } from "./quality.js";
import { FIRST_DELAY_MS, LONGEST_DELAY_MS, afterClose, delayMs, postponed, ticketHopeless } from "./retry.js";
import { opening } from "./opening.js";
import { duration, money, waitMinutes } from "./words.js";

describe("retry", () => {
  it("waits 0.25 s to 5 s, half of it by chance", () => {
    expect([0, 1, 2, 3, 4, 5, 99].map((n) => delayMs(n, 1))).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    expect(delayMs(0, 0)).toBe(FIRST_DELAY_MS / 2);
    expect(delayMs(40, 0.5)).toBe(LONGEST_DELAY_MS * 0.75);
  });

  it("does after each close code what the server's list says, and tries again after any other", () => {
    for (const { code, action } of Object.values(CLOSE_CODES)) expect(afterClose(code)).toBe(action);
    expect(afterClose(1006)).toBe("retry");
    expect(afterClose(CLOSE_CODES.FENCED.code)).toBe("stop");
  });

  it("knows what is worth repeating", () => {
    expect(postponed("retry_later")).toBe(true);
    expect(postponed("sold_out")).toBe(false);
    expect(ticketHopeless("origin_not_allowed")).toBe(true);
    expect(ticketHopeless("rate_limited")).toBe(false);
  });
});

function rgb(text: string): Rgb {
  const found = parse(text);
  if (found === null) throw new Error(text);
  return found;
}

describe("accent", () => {
  const wishes = ["#1F4B43", "#ffff00", "#ff0000", "#808080", "#fafaf8", "#1b1b1a", "#0ff", "not a colour", ""];
  it.each(wishes.flatMap((wish) => [["#FAFAF8", wish], ["#1B1B1A", wish]] as const))("on %s %s can be read", (ground, wish) => {
    const { accent, on_accent } = accentFor(wish, ground);
    expect(contrast(rgb(accent), rgb(ground))).toBeGreaterThanOrEqual(READABLE);
    expect(contrast(rgb(on_accent), rgb(accent))).toBeGreaterThanOrEqual(READABLE);
  }); // prettier-ignore

  it("leaves a colour alone that can be read already", () => {
    expect(accentFor("#1F4B43", "#FAFAF8").accent).toBe("#1f4b43");
  });

  it("agrees with the known contrasts", () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast(rgb("#777777"), [255, 255, 255])).toBeCloseTo(4.48, 2);
  });
});

describe("data channel", () => {
  const frame = (body: unknown, id: unknown = "command-1"): string => JSON.stringify({ type: "command", id, body });
  it("takes what fits, from the side that may say it", () => {
    const show = frame({ type: "product_show", product_id: "P1" });
    expect(readChannelFrame(show, "associate")).toMatchObject({ body: { product_id: "P1" } });
    expect(readChannelFrame(show, "shopper")).toBeNull();
    expect(readChannelFrame(frame({ type: "cart_add", variant_id: "V", quantity: 1 }), "shopper")).not.toBeNull();
    expect(readChannelFrame(JSON.stringify({ type: "signal", body: { type: "typing" } }), "shopper")).not.toBeNull();
  });

  const good = { type: "cart_add", variant_id: "V", quantity: 1 };
  it.each([
    ["no text", 5],
    ["no JSON", "{"],
    ["an array", "[]"],
    ["null", "null"],
    ["too long", " ".repeat(CHANNEL_TEXT_MAX + 1)],
    ["a short id", frame(good, "x")],
    ["a number as id", frame(good, 12345678)],
    ["a price", frame({ ...good, price: 1 })],
    ["quantity 0", frame({ ...good, quantity: 0 })],
    ["quantity 100", frame({ ...good, quantity: 100 })],
    ["quantity 1.5", frame({ ...good, quantity: 1.5 })],
    ["quantity as text", frame({ ...good, quantity: "1" })],
    ["no variant", frame({ type: "cart_add", quantity: 1 })],
    ["a long variant", frame({ ...good, variant_id: "V".repeat(129) })],
    ["a command that is not for the channel", frame({ type: "cart_settle", change_id: "c", applied_quantity: 1 })],
    ["a name from the prototype", frame({ type: "constructor" })],
    ["another frame's extra", JSON.stringify({ type: "command", id: "command-1", body: good, more: 1 })],
    ["an unknown type", JSON.stringify({ type: "event", body: good })],
    ["an offer", JSON.stringify({ type: "signal", body: { type: "offer", connection_id: "c".repeat(8), sdp: "v=0" } })],
  ])("drops %s", (_, text) => {
    expect(readChannelFrame(text, "associate")).toBeNull();
  });

  it("has a shape for every command that travels that way", () => {
    expect(Object.keys(CHANNEL_COMMANDS)).toHaveLength(8);
  });

  it("looks at so many a second and no more", () => {
    const within = rateBound(3);
    expect([1, 2, 3, 4, 5].map((n) => within(1000 + n))).toEqual([true, true, true, false, false]);
    expect(within(2000)).toBe(true);
  });
});

describe("quality", () => {
  const look = (over: Partial<MediaLook>): MediaLook => ({ at_ms: 0, packets: 0, lost: 0, frames: 0, round_trip_s: 0.02, jitter_s: 0.01, ...over }); // prettier-ignore
  it.each([
    ["nothing came", look({ at_ms: 2000 }), true, 0],
    ["all well", look({ at_ms: 2000, packets: 300, frames: 60 }), true, 3],
    ["sound only, no picture expected", look({ at_ms: 2000, packets: 100 }), false, 3],
    ["few frames", look({ at_ms: 2000, packets: 300, frames: 20 }), true, 2],
    ["hardly any frames", look({ at_ms: 2000, packets: 300, frames: 4 }), true, 1],
    ["some loss", look({ at_ms: 2000, packets: 300, lost: 12, frames: 60 }), true, 2],
    ["much loss", look({ at_ms: 2000, packets: 300, lost: 40, frames: 60 }), true, 1],
    ["a long way", look({ at_ms: 2000, packets: 300, frames: 60, round_trip_s: 0.7 }), true, 1],
  ] as const)("%s", (_, now, video, want) => {
    expect(bars(look({}), now, video)).toBe(want);
  });
});

describe("words", () => {
  it("money by the currency's own digits", () => {
    expect(money(12900, "EUR", "de").replace(/\s/g, " ")).toBe("129,00 €");
    expect(money(12900, "EUR", "en")).toBe("€129.00");
    expect(money(12900, "JPY", "en")).toBe("¥12,900");
    expect(money(1, "", "en")).toBe("");
    expect(money(100, "EUR", "not a language!")).toBe("1.00 EUR");
  });

  it("durations, waits and openings", () => {
    expect(duration(125_000)).toBe("2:05");
    expect(duration(3_725_000)).toBe("1:02:05");
    expect(duration(-5)).toBe("0:00");
    expect(waitMinutes(0)).toBe(1);
    expect(waitMinutes(61)).toBe(2);
    const noon = new Date(2026, 10, 23, 12, 0).getTime();
    expect(opening(noon + 3_600_000, noon, "en-GB")).toBe("13:00");
    expect(opening(noon + 86_400_000, noon, "en-GB")).toMatch(/^Tuesday.*12:00$/);
  });
});
