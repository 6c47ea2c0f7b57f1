import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createCall, type CallClient } from "./call.js";
import { aCall } from "./core/fixtures.js";
import type { CallView } from "./core/view.js";
import { FakeConnection, fakeConnections } from "./net/fake_connection.js";
import { makeKeep, type Keep } from "./net/keep.js";

const associate = { person_id: "a", name: "Anna", client_id: "tablet-01", microphone: true, camera: true, lost_at_ms: 0, lost_deadline_ms: 0, lost_reason: null };

function liveCall(client_id: string): CallView {
  const call = aCall("call-1");
  return {
    call_id: "call-1",
    epoch: "e",
    seq: 4,
    shown_by: {},
    call: { ...call, shopper: { ...call.shopper, client_id }, phase: { phase: "live", accepted_at_ms: 2000, associate } },
  } as unknown as CallView;
}

/** A page of the tab; its socket waits for a ticket for ever. */
function page(keep: Keep): CallClient {
  return createCall({ role: "shopper", socket_url: "ws://127.0.0.1:9/v1/socket", keep, ticket: () => new Promise(() => undefined) });
}

let keep: Keep;

beforeEach(() => {
  fakeConnections();
  keep = makeKeep("", null);
  keep.set("client_id", "tab-00000001");
  keep.set("calls", [liveCall("tab-00000001")]);
});

afterEach(() => vi.unstubAllGlobals());

it("a page that goes away makes no connection any more", async () => {
  const call = page(keep);
  call.open();
  expect(FakeConnection.made).toHaveLength(1);
  call.close("page_change");
  await Promise.resolve();
  expect(FakeConnection.made.map((each) => each.closed)).toEqual([true]);
});

it("the next page resumes the call at once", () => {
  page(keep).close("page_change");
  page(keep).open();
  expect(FakeConnection.made).toHaveLength(1);
});

it("a copy of a tab in use has no call to resume", () => {
  const call = page(keep);
  call.open();
  expect(keep.get("calls")).toBeNull();
  call.hidden(true); // it may be thrown away from here on
  expect(keep.get("calls")).not.toBeNull();
  call.hidden(false);
  expect(keep.get("calls")).toBeNull();
});

it("a page out of the browser's memory takes up what the pages in between have left", () => {
  keep.drop("calls");
  const first = page(keep);
  first.close("page_change");
  const second = page(keep);
  keep.set("calls", [liveCall("tab-00000001")]);
  const third = page(keep);
  third.close("page_change");
  expect(first.state.current).toBeNull();
  first.comeBack();
  expect(first.state.current?.call_id).toBe("call-1");
  expect(keep.get("calls")).toBeNull();
  first.close("page_change");
  keep.drop("calls"); // it ended on another page
  second.comeBack();
  expect(second.state.current).toBeNull();
});

it("what another page had answered is answered, what it left is taken up", async () => {
  keep.drop("calls");
  const first = page(keep);
  const asked = first.request({ mode: "video", language: "en", page: aCall("x").page, name: "", question: "", microphone: true, camera: true });
  expect(first.state.requesting).toBe(true);
  first.close("page_change");
  keep.set("unanswered", [{ id: "later-0001", call_id: "call-1", body: { type: "chat_send", text: "hello" }, tries: 0 }]);
  first.comeBack();
  await expect(asked).resolves.toMatchObject({ refusal: null });
  expect(first.state.requesting).toBe(false);
  expect(first.unanswered.map((each) => each.id)).toEqual(["later-0001"]);
  expect(first.state.paintings.map((each) => each.id)).toEqual(["later-0001"]);
});
