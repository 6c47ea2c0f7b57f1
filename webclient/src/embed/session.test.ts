/** When the widget connects, and when it lets go. */

import { describe, expect, it } from "vitest";
import { FakeConnection } from "../net/fake_connection.js";
import { FakeSocket, welcome } from "../net/fake_socket.js";
import { after, asked, begun, eachPage, has, keeps, last, open, opened, page, quiet, sessionOf, track, tracks, window_ } from "./session_rig.js";

eachPage();

describe("a page without an open call", () => {
  it("connects to nobody and opens nothing before somebody wants to talk", async () => {
    const session = sessionOf();
    await after(60_000);
    expect([session.stage, session.resumed, asked, opened, FakeSocket.made, FakeConnection.made]).toEqual(["closed", false, [], [], [], []]);
  });

  it("lets go of what the loader has begun for a call that is over", async () => {
    const early = begun(Promise.resolve("tk_early"));
    const [audio] = [track("audio")];
    sessionOf({ ...early, media: Promise.resolve({ getTracks: () => [audio] } as unknown as MediaStream) });
    await after(0);
    expect([last().readyState, FakeConnection.made[0]?.closed, audio.stop.mock.calls.length]).toEqual([FakeSocket.CLOSED, true, 1]);
  });

  it("connects on intent, and lets go after two minutes in which nothing came of it", async () => {
    const session = sessionOf();
    session.warm();
    await after(0);
    last().welcomes();
    expect([asked, session.state.socket, opened]).toEqual([["/v1/shopper/tokens"], "online", []]);
    await quiet(60_000);
    session.warm(); // intent again
    await quiet(120_000 - 1);
    expect(session.state.socket).toBe("online");
    await after(1);
    expect([session.state.socket, last().of("goodbye")]).toEqual(["idle", [{ type: "goodbye", reason: "closed" }]]);
  });

  it("keeps the line while the screen before a call is open, with the devices of the chosen way to talk", async () => {
    const session = sessionOf();
    session.open();
    await after(0);
    last().welcomes();
    expect([session.stage, opened.map(({ audio, video }) => [Boolean(audio), Boolean(video)])]).toEqual(["before", [[true, true]]]);
    await session.way.choose("text");
    expect(session.state.devices.tracks).toEqual({ audio: null, video: null });
    await quiet(160_000);
    expect(session.state.socket).toBe("online");
  });

  it("a stray pointer takes no call away from another tab; a tap does", async () => {
    const session = sessionOf();
    session.warm();
    await after(0);
    last().welcomes();
    last().ends(4409);
    expect(session.stage).toBe("elsewhere");
    session.warm();
    await after(0);
    expect(FakeSocket.made).toHaveLength(1);
    session.open();
    await after(0);
    expect(FakeSocket.made).toHaveLength(2);
  });
});

describe("a page in a call", () => {
  it("goes on with what the loader has begun: its ticket, its socket, its connection", async () => {
    open();
    const session = sessionOf(begun(Promise.resolve("tk_early")));
    await after(0);
    last().opens();
    expect([session.resumed, asked, FakeSocket.made.length, FakeConnection.made.length]).toEqual([true, [], 1, 1]);
    expect(last().of("hello")[0]?.ticket).toBe("tk_early");
    expect(last().of("signal").map(({ body }) => body.type)).toEqual(["offer"]);
    last().ends(1006);
    await after(250);
    last().opens();
    expect([asked, last().of("hello")[0]?.ticket]).toEqual([["/v1/shopper/tickets"], "tk_1"]); // each is used once
  });

  it("asks for a ticket itself where the loader's failed", async () => {
    open();
    const failed = Promise.reject(new TypeError("gone"));
    sessionOf(begun(failed));
    await after(0);
    last().opens();
    expect(last().of("hello")[0]?.ticket).toBe("tk_1");
  });

  it("opens what was on, and nothing that was not", async () => {
    open();
    keeps("media", { microphone: true, camera: false });
    sessionOf();
    await after(0);
    expect(opened.map(({ audio, video }) => [Boolean(audio), Boolean(video)])).toEqual([[true, false]]);
  });

  it("SOCK10: leaves the call for the next page, and takes it up again where it comes back from the browser's memory", async () => {
    open();
    const session = sessionOf(begun(Promise.resolve("tk_early")));
    await after(0);
    last().opens();
    last().says({ ...welcome(), person_id: "s", streams: [{ call_id: "call-1", epoch: 1, seq: 4 }] });
    expect(has("calls")).toBeNull(); // a copy of this tab has nothing to resume
    window_.dispatchEvent(new Event("pagehide"));
    await after(0);
    expect([last().of("goodbye"), FakeConnection.made.map(({ closed }) => closed)]).toEqual([[{ type: "goodbye", reason: "page_change" }], [true]]);
    expect(has("calls")).toMatchObject([{ call_id: "call-1" }]);
    window_.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    await after(0);
    expect([session.state.current?.call_id, FakeSocket.made.length, FakeConnection.made.length]).toEqual(["call-1", 2, 2]);
  });

  it("who hangs up is seen and heard no longer, also while no server answers; the word is kept until one does", async () => {
    const stopped = (): boolean[] => tracks.map(({ stop }) => stop.mock.calls.length > 0);
    open();
    keeps("media", { microphone: true, camera: true });
    const session = sessionOf();
    await after(0);
    last().opens();
    last().says({ ...welcome(), person_id: "s", streams: [{ call_id: "call-1", epoch: 1, seq: 4 }] });
    await after(0);
    expect([session.stage, stopped(), FakeConnection.made.map(({ closed }) => closed)]).toEqual(["live", [false, false], [false]]);
    last().ends(1006);
    session.end();
    await after(0);
    expect([session.stage, stopped(), FakeConnection.made.map(({ closed }) => closed)]).toEqual(["ended", [true, true], [true]]);
    expect([has("media"), (has("unanswered") as { body: unknown }[]).map(({ body }) => body)]).toMatchObject([{ microphone: false, camera: false }, [{ type: "page_open" }, { type: "call_end" }]]);

    window_.dispatchEvent(new Event("pagehide"));
    const next = sessionOf(); // its end was seen on the page before
    await after(0);
    last().opens();
    last().says({ ...welcome(), person_id: "s", streams: [{ call_id: "call-1", epoch: 1, seq: 4 }] });
    await after(0);
    const said = last().of("command");
    expect([next.stage, opened.length, FakeConnection.made.length, said.map(({ body }) => body.type)]).toEqual(["closed", 1, 1, ["page_open", "call_end"]]);
    last().says({ type: "events", call_id: "call-1", epoch: 1, entries: [{ seq: 5, at_ms: 9, by: "shopper", command_id: said[1]?.id ?? "", event: { type: "call_ended", reason: "ended_by_shopper" } }] });
    for (const { id } of said) last().says({ type: "answer", id, call_id: "call-1", seq: 5, refusal: null });
    await after(0);
    expect([next.stage, has("unanswered")]).toEqual(["closed", null]);
  });

  it("who hangs up reads that the call has ended until they have done with it, and can ask for another", async () => {
    open();
    const session = sessionOf();
    await after(0);
    session.end();
    expect(session.stage).toBe("ended");
    session.dismiss();
    expect(session.stage).toBe("closed");
    session.open();
    expect(session.stage).toBe("before");
    void session.start();
    expect(session.stage).toBe("waiting");
  });

  it("an early connection that a page has closed unused is not taken for a good one", async () => {
    open("tab-elsewhere"); // it goes on in another tab
    sessionOf(begun(Promise.resolve("tk_early")));
    await after(0);
    window_.dispatchEvent(new Event("pagehide"));
    open();
    window_.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    await after(0);
    last().opens();
    expect(FakeConnection.made.map(({ closed }) => closed)).toEqual([true, false]);
    expect(last().of("signal").map(({ body }) => body.type)).toEqual(["offer"]);
  });

  it("fetches a ticket ahead when a link of the store is about to be followed, and at no other time", async () => {
    const link = new HTMLAnchorElement();
    const press = (on: EventTarget): unknown => page.dispatchEvent(Object.assign(new Event("pointerdown"), { composedPath: () => [on] }));
    keeps("token", "st_mine");
    sessionOf();
    press(link);
    await after(0);
    expect(asked).toEqual([]);
    open();
    sessionOf(begun(Promise.resolve("tk_early")));
    await after(0);
    press(page);
    await after(0);
    expect(asked).toEqual([]);
    press(link);
    press(link);
    await after(0);
    expect([asked.slice(0, 1), has("spare_ticket")]).toMatchObject([["/v1/shopper/tickets"], { ticket: expect.stringContaining("tk_") as string }]);
  });
});
