/** Tests of the words of a timeline. */

import { expect, it } from "vitest";
import type { RecordingView, TimelineMark } from "../../../protocol/index.js";
import { teamReviewsTexts } from "../../../ui/texts/team_reviews.js";
import { faultSays, markSays, nothingCameSays, recordersOf } from "./says.js";

const texts = teamReviewsTexts(["en"]);
const titles = (product_id: string, variant_id: string): string => (product_id === "p1" ? `Coat${variant_id}` : "");
const says = (what: string, said: TimelineMark["said"] = {}, by = "associate") => markSays({ what, by, said }, texts, titles, "en");

it("tells what was shown, said, and put into the bag, and by whom", () => {
  expect(says("product_shown", { product_id: "p1", variant_id: ", M" })).toEqual({ who: "associate", words: "Showed Coat, M" });
  expect(says("product_hidden", { product_id: "gone" }, "shopper")).toEqual({ who: "shopper", words: "Put away a product" });
  expect(says("chat_sent", { side: "shopper", text: "Is it warm?" })).toEqual({ who: "shopper", words: "“Is it warm?”" });
  const change = { kind: "add", product_id: "p1", variant_id: "", quantity: 2 };
  expect(says("cart_change_requested", { change })?.words).toBe("Adds 2 × Coat");
  expect(says("cart_change_settled", { outcome: "rejected" })).toEqual({ who: null, words: "The store refused it" });
  const cart = { lines: [{ quantity: 1 }, { quantity: 2 }], total_minor: 14900, currency: "EUR" };
  expect(says("cart_reported", { cart })?.words).toBe("Bag: 3 items, €149.00");
  expect(says("checkout_moved", { step: "paid" }, "shopper")?.words).toBe("Paid");
});

it("tells of the recording", () => {
  expect(says("recording_started", {}, "server")?.words).toBe("Recording starts");
  expect(says("recording_paused", { reason: "checkout" }, "shopper")).toEqual({ who: null, words: texts.recording_paused_checkout });
  expect(says("recording_paused", { reason: "tap" }, "shopper")).toEqual({ who: "shopper", words: texts.recording_paused });
  expect(says("recording_stopped", { reason: "withdrawn" }, "shopper")?.words).toBe(texts.recording_stopped);
  expect(says("guest_joined", { guest: { role: "recorder" } }, "server")?.words).toBe(texts.recorder_joined);
});

it("tells a recorder that was lost from a colleague who left, and a fault from a stop", () => {
  const came = [
    { what: "guest_joined", by: "server", said: { guest: { guest_id: "rec-1", role: "recorder" } } },
    { what: "guest_joined", by: "server", said: { guest: { guest_id: "g-1", role: "listener" } } },
    { what: "guest_joined", by: "server", said: {} },
  ];
  const recorders = recordersOf(came);
  const left = (guest_id: string, reason: string) => markSays({ what: "guest_left", by: "server", said: { guest_id, reason } }, texts, titles, "en", recorders)?.words;
  expect(left("rec-1", "lost")).toBe("Recording interrupted");
  expect(left("rec-1", "left")).toBeUndefined();
  expect(left("g-1", "lost")).toBe(texts.guest_left);
  expect(says("recording_stopped", { reason: "failed" }, "server")).toEqual({ who: null, words: "Recording ended because of a fault" });
});

it("says what went wrong, and why where that is known", () => {
  const file = { side: "shopper", part: 1 } as RecordingView["files"][number];
  expect(faultSays({ state: "kept", fault: "", files: [file] }, texts)).toEqual([]);
  expect(faultSays({ state: "failed", fault: "disk_full", files: [file] }, texts)).toEqual([`${texts.faulty} The disk was full.`]);
  expect(faultSays({ state: "failed", fault: "shelf_refused: the bucket is away", files: [file] }, texts)[0]).toContain("could not take it");
  expect(faultSays({ state: "failed", fault: "no_worker", files: [] }, texts)).toEqual(["Nothing was recorded because of a fault. The program that records was not running. Tell whoever runs your server."]);
  expect(faultSays({ state: "failed", fault: "empty", files: [] }, texts)).toEqual(["Nothing was recorded. It was over before the program that records was there."]);
  expect(faultSays({ state: "failed", fault: "A fault of another kind", files: [file] }, texts)).toEqual([texts.faulty]);
});

it("says of whom nothing came, and from when to when", () => {
  const file = { side: "shopper", part: 1, start_ms: 1_000, duration_ms: 119_000, fault: "" } as RecordingView["files"][number];
  expect(nothingCameSays([file], texts)).toEqual([]);
  expect(nothingCameSays([file, { ...file, side: "associate", fault: "nothing_came" }], texts)).toEqual([
    "From 0:01 to 2:00 nothing arrived from the associate, although the microphone or camera was on. Tell whoever runs your server.",
  ]);
});

it("leaves out what says nothing, and is not troubled by what it does not know", () => {
  expect(says("participant_lost", { side: "shopper", reason: "page_change" })).toBeNull();
  expect(says("recording_stopped", { reason: "ended" })).toBeNull();
  expect(says("guest_left", { reason: "call_ended" })).toBeNull();
  expect(says("something_new")).toBeNull();
  expect(says("cart_change_requested", { change: 7 })).toBeNull();
  expect(says("cart_change_settled", {})).toBeNull();
  expect(says("page_changed", { page: null })?.words).toBe("Opened ");
  expect(says("cart_reported", { cart: { lines: "x" } })?.words).toBe("Bag: 0 items");
});

it("is there in German, and English where there is nothing else", () => {
  expect(teamReviewsTexts(["fr", "de-AT"]).play).toBe("Abspielen");
  expect(teamReviewsTexts(["fr"]).play).toBe("Play");
});
