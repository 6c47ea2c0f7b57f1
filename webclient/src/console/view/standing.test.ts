/** Tests of where the associate stands: ring, call, wrap-up, the line across the top, and the sentences. */

import { describe, expect, it } from "vitest";
import { EMPTY_VIEW, type CallView, type View } from "../../core/view.js";
import type { DeviceProblem } from "../../net/devices.js";
import type { Call, CallPhase, CallSummary, Participant, Presence, Refusal, Welcome } from "../../protocol/index.js";
import { consoleTexts } from "../../ui/texts/console.js";
import { noticeOf, type Known } from "./notices.js";
import { changeOutcome, changeWords, deviceTrouble, guestTrouble, refusalSentence } from "./sentences.js";
import type { LedgerRow } from "./ledger.js";
import { liveCall, unwrapped, waitingRing } from "./standing.js";
import { answeredOf, wrapOf } from "./wraps.js";

const { texts } = consoleTexts(["en"]);
const me: Participant = {
  person_id: "anna", name: "Anna", client_id: "here", microphone: true, camera: true, lost_at_ms: 0, lost_deadline_ms: 0, lost_reason: null,
};

function call(call_id: string, phase: CallPhase, requested_at_ms = 0): CallView {
  const it: Call = {
    call_id, store_id: "st", mode: "video", language: "en", requested_at_ms, question: "", shopper: { ...me, person_id: "s" },
    page: { url: "https://shop.example/", title: "", product_id: "", variant_id: "" }, phase, left_out: [], shown: [],
    cart: { store: null, changes: [] }, chat: [], checkout: null, kind: "customer", reserved_for: "", guests: [], recording: null,
  };
  return { call_id, epoch: 1, seq: 1, call: it, shown_by: {} };
}

const ringing = (associate: Participant): CallPhase => ({ phase: "ringing", associate, rang_at_ms: 0, deadline_ms: 20, waiting_deadline_ms: 90 });
const live = (associate: Participant): CallPhase => ({ phase: "live", associate, accepted_at_ms: 0 });
const ended = (rest: Partial<Extract<CallPhase, { phase: "ended" }>> = {}): CallPhase => ({
  phase: "ended", reason: "ended_by_shopper", ended_at_ms: 65_000, associate: me, answered: true, outcome: null, note: "", ...rest,
});
const view = (...calls: CallView[]): View => ({ ...EMPTY_VIEW, welcome: { person_id: "anna" } as Welcome, calls });
const seen = (...calls: CallView[]) => ({ view: view(...calls), client_id: "here" });

describe("where the associate stands", () => {
  it("knows a ring here from a ring on another tablet, and from a colleague's", () => {
    expect(waitingRing(seen(call("a", ringing(me))))).toMatchObject({ here: true });
    expect(waitingRing(seen(call("a", ringing({ ...me, client_id: "there" }))))).toMatchObject({ here: false });
    expect(waitingRing(seen(call("a", ringing({ ...me, person_id: "ben" }))))).toBeNull();
    expect(waitingRing(seen(call("a", live(me))))).toBeNull();
  });

  it("sees a ring beside a running call", () => {
    const both = seen(call("a", live(me)), call("b", ringing(me)));
    expect(liveCall(both)).toMatchObject({ here: true, view: { call_id: "a" } });
    expect(waitingRing(both)?.call.call_id).toBe("b");
  });

  it("knows a call on another tablet", () => {
    expect(liveCall(seen(call("a", live({ ...me, client_id: "there" }))))?.here).toBe(false);
    expect(liveCall(seen())).toBeNull();
  });

  it("takes no call of others, in which one is a guest, for one's own", () => {
    const theirs = call("theirs", live({ ...me, person_id: "ben" }));
    expect(liveCall(seen(theirs))).toBeNull();
    expect(liveCall(seen(theirs, call("mine", live(me))))).toMatchObject({ view: { call_id: "mine" } });
    expect(unwrapped(seen(call("theirs", ended({ associate: { ...me, person_id: "ben" } }))))).toBeNull();
  });

  it("wraps up the newest answered call without an outcome", () => {
    const calls = [call("old", ended(), 1), call("new", ended(), 2), call("done", ended({ outcome: "sold" }), 3), call("missed", ended({ answered: false }), 4)];
    expect(unwrapped(seen(...calls))?.call_id).toBe("new");
    expect(unwrapped(seen(call("a", live(me))))).toBeNull();
  });

  it("says how the call to be wrapped up ended, the new one before the reopened one", () => {
    const reopened: CallSummary = {
      call_id: "old", requested_at_ms: 0, ended_at_ms: 5_000, shopper_name: "", end_reason: "nobody_knows", outcome: null, note: "",
    };
    const over = call("a", ended()).call;
    expect(wrapOf(over, reopened, { call_id: "a", at_ms: 0 }, texts)).toEqual({ call_id: "a", words: "The shopper ended the call. It took 1:05.", paid: false });
    expect(wrapOf(null, reopened, { call_id: "old", at_ms: 0 }, texts)).toEqual({ call_id: "old", words: "It took 0:05.", paid: false });
    expect(wrapOf(null, null, null, texts)).toBeNull();
  });

  it("counts a call from its answer, as the call's own clock does, and says no length that it does not know", () => {
    const running = call("a", { phase: "live", associate: me, accepted_at_ms: 44_000 }, 1_000).call;
    const over = call("a", ended(), 1_000).call;
    const answered = answeredOf(running);
    expect(answered).toEqual({ call_id: "a", at_ms: 44_000 });
    expect([answeredOf(over), answeredOf(null)]).toEqual([null, null]);
    expect(wrapOf(over, null, answered, texts)?.words).toBe("The shopper ended the call. It took 0:21.");
    expect(wrapOf(over, null, null, texts)?.words).toBe("The shopper ended the call.");
    expect(wrapOf(over, null, { call_id: "b", at_ms: 44_000 }, texts)?.words).toBe("The shopper ended the call.");
  });
});

describe("the line across the top", () => {
  const presence: Presence = { type: "presence", state: "available", since_ms: 0, call_id: "", here: true };
  const known = (rest: Partial<Known> = {}, state: Partial<NonNullable<Known["state"]>> = {}): Known => ({
    account: { unreachable: false, state: "in" },
    state: { socket: "online", stopped: null, draining: false, view: { presence, clock_ahead_ms: 0 }, ...state },
    toast: "", lost_at_ms: 0, bell: { unlocked: true }, ...rest,
  });
  const words = (it: Known, network = true) => noticeOf(it, network, texts, 10_000)?.words ?? "";
  const refusal: Refusal = { code: "unsupported_protocol", message: "", detail: "", allowed: [] };

  it("says nothing while all is well", () => {
    expect(words(known())).toBe("");
  });

  it("says what is wrong first, what happened next", () => {
    expect(words(known({ toast: "hello" }), false)).toBe(texts.link_offline);
    expect(words(known({ toast: "hello" }, { draining: true }))).toBe(texts.link_draining);
    expect(words(known({ toast: "hello" }))).toBe("hello");
  });

  it("does not mention a socket that is back soon", () => {
    expect(words(known({ lost_at_ms: 9_500 }, { socket: "reconnecting" }))).toBe("");
    expect(words(known({ lost_at_ms: 8_000 }, { socket: "reconnecting" }))).toBe(texts.link_lost);
  });

  it("tells a newer console from a closed door, and neither while a sign-in is asked for", () => {
    expect(words(known({}, { socket: "stopped", stopped: refusal }))).toBe(texts.link_old_client);
    expect(words(known({}, { socket: "stopped" }))).toBe(texts.link_stopped);
    expect(words(known({ account: { unreachable: false, state: "expired" } }, { socket: "stopped" }))).toBe("");
  });

  it("reminds whoever is in a call of others of it, unless they see it", () => {
    const guest = { over: null, role: "whisperer", needs_tap: false, call: null } as const;
    expect(words(known({ guest }))).toBe(texts.guest_there.whisperer);
    expect(words(known({ guest, guest_seen: true }))).toBe("");
    expect(words(known({ guest: { ...guest, over: "left" } }))).toBe("");
    expect(words(known({ guest, toast: "hello" }))).toBe("hello");
    const silent = noticeOf(known({ guest: { ...guest, needs_tap: true } }), true, texts, 10_000);
    expect(silent).toEqual({ words: texts.guest_silent, act: { words: texts.guest_hear, want: { do: "guest_hear" } } });
  });

  it("[REC9] tells whoever is in a call of others of its recording", () => {
    const recording = { state: "on", since_ms: 1, text_version: "", consents: [], recorded: ["shopper", "associate"], paused_by: null, pause_reason: null, stopped_reason: null } as const;
    const of = (change: Partial<NonNullable<Call["recording"]>>): Call => ({ ...call("c", live(me)).call, recording: { ...recording, recorded: [...recording.recorded], consents: [], ...change } });
    const guest = { over: null, role: "listener", needs_tap: false, call: of({}) } as const;
    expect(words(known({ guest }))).toBe("You are listening to a call. Recording starts.");
    expect(words(known({ guest, recorder_in: "c" }))).toBe("You are listening to a call. Recording interrupted. It goes on by itself.");
    expect(words(known({ guest: { ...guest, call: of({ state: "paused", paused_by: "associate", pause_reason: "tap" }), needs_tap: true } }))).toBe(`${texts.guest_silent} Recording paused.`);
    expect(words(known({ guest: { ...guest, call: of({ state: "stopped", stopped_reason: "withdrawn" }) } }))).toBe(texts.guest_there.listener);
  });

  it("says that it rings elsewhere, or silently", () => {
    expect(words(known({}, { view: { presence: { ...presence, here: false }, clock_ahead_ms: 0 } }))).toBe(texts.available_elsewhere);
    expect(words(known({ bell: { unlocked: false } }))).toBe(texts.sound_locked);
  });
});

describe("a wrap-up that was forgotten", () => {
  const presence: Presence = { type: "presence", state: "wrap_up", since_ms: 1_000, call_id: "call-1", here: true };
  const known = (clock_ahead_ms: number): Known => ({
    account: { unreachable: false, state: "in" },
    state: { socket: "online", stopped: null, draining: false, view: { presence, clock_ahead_ms } },
    toast: "", lost_at_ms: 0, bell: { unlocked: true },
  });

  it("is reminded of when it counts no longer, by the server's clock, with the way back", () => {
    expect(noticeOf(known(0), true, texts, 181_000)).toBeNull();
    expect(noticeOf(known(0), true, texts, 181_001)).toEqual({ words: texts.wrap_up_long, act: { words: texts.go_available, want: { do: "go_available" } } });
    expect(noticeOf(known(1_000), true, texts, 180_001)?.words).toBe(texts.wrap_up_long);
  });
});

describe("sentences", () => {
  const row: LedgerRow = {
    change_id: "c", kind: "add", quantity: 3, title: "Coat", by: "associate", at_ms: 0, is_undo: false, state: "applied", applied_quantity: 3,
    asked_quantity: 3, reason: null, refusal: null, may_undo: true,
  };
  const no: Refusal = { code: "sold_out", message: "server words", detail: "", allowed: [] };

  it("prefers our own words for a refusal, else the server's, else one word", () => {
    expect(refusalSentence(no, texts)).toBe("It is sold out.");
    expect(refusalSentence({ ...no, code: "malformed" }, texts)).toBe("server words");
    expect(refusalSentence({ ...no, code: "malformed", message: "" }, texts)).toBe(texts.refused);
  });

  it("says what became of a change", () => {
    expect(changeOutcome(row, texts)).toEqual({ sentence: "done", good: true });
    expect(changeOutcome({ ...row, state: "partly_applied", applied_quantity: 1, reason: "limited_stock" }, texts)).toEqual({
      sentence: "only 1 of 3. The store has no more of it.", good: false,
    });
    expect(changeOutcome({ ...row, state: "rejected", reason: "no_cart" }, texts).sentence).toContain("no bag");
    expect(changeOutcome({ ...row, state: "rejected", refusal: no }, texts).sentence).toBe("It is sold out.");
    expect(changeOutcome({ ...row, state: "pending" }, texts)).toEqual({ sentence: "waiting for the store", good: true });
  });

  it("says what a change was", () => {
    expect(changeWords(row, texts)).toBe("3 × Coat added");
    expect(changeWords({ ...row, is_undo: true, kind: "subtract" }, texts)).toBe("Undo: Coat");
    expect(changeWords({ ...row, kind: "set", quantity: 2 }, texts)).toBe("Coat set to 2");
    expect(changeWords({ ...row, kind: "remove" }, texts)).toBe("Coat removed");
  });

  it("says what a missing device means, and shows the way back", () => {
    const both = { microphone: true, camera: true };
    const says = (microphone_problem: DeviceProblem | null, camera_problem: DeviceProblem | null, wish = both) =>
      deviceTrouble({ microphone_problem, camera_problem }, wish, texts);
    expect(says(null, null)).toBeNull();
    expect(says("denied", "denied")).toEqual({ sentence: texts.device_denied_both, way_back: texts.device_way_back });
    expect(says(null, "missing")).toEqual({ sentence: texts.device_missing_camera, way_back: texts.device_plug_in });
    expect(says(null, "lost")).toEqual({ sentence: texts.device_lost_camera, way_back: texts.device_plug_in });
    expect(says("held", null)).toEqual({ sentence: texts.device_held_microphone, way_back: "" });
    expect(says("held", "held")?.sentence).toBe(texts.device_held_both);
    expect(says("busy", "denied")).toEqual({ sentence: texts.device_busy, way_back: "" });
    expect(says("missing", null)?.sentence).toBe(texts.device_missing_microphone);
  });

  it("tells a guest without a microphone who cannot hear them, not what shoppers hear", () => {
    const says = (["denied", "lost", "missing", "failed", null, "busy", "held", "insecure"] as const).map((problem) => guestTrouble(problem, texts));
    expect(says).toEqual([texts.guest_denied, texts.guest_lost, texts.guest_missing, texts.guest_failed, texts.guest_failed, texts.device_busy, texts.device_busy, texts.device_insecure]);
    expect(says.filter((each) => /shopper|both/iu.test(each))).toEqual([]);
  });

  it("says nothing of a device that nobody wants on", () => {
    const problems = { microphone_problem: "denied", camera_problem: "lost" } as const;
    expect(deviceTrouble(problems, { microphone: false, camera: false }, texts)).toBeNull();
    expect(deviceTrouble(problems, { microphone: true, camera: false }, texts)?.sentence).toBe(texts.device_denied_microphone);
    expect(deviceTrouble(problems, { microphone: false, camera: true }, texts)?.sentence).toBe(texts.device_lost_camera);
  });

  it("is complete in both languages: the same keys, nothing empty", () => {
    const german = consoleTexts(["fr", "de-AT"]);
    expect(german.language).toBe("de-AT");
    expect(Object.keys(german.texts).sort()).toEqual(Object.keys(texts).sort());
    expect(Object.keys(german.texts.refusals).sort()).toEqual(Object.keys(texts.refusals).sort());
    expect(Object.values(german.texts).filter((word) => word === "")).toEqual([]);
    expect(consoleTexts(["fr"]).language).toBe("en");
  });
});
