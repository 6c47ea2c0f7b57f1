/** Tests of being a guest: the way back after a reload, roles that change on the way in, sound that waits for a tap, the loudspeaker. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeClient, FakeSound, associate } from "../call/fake_guest_client.js";
import { aCall } from "../core/fixtures.js";
import type { Role } from "../core/guests.js";
import { FakeConnection, fakeConnections } from "../net/fake_connection.js";
import { makeKeep, type Keep } from "../net/keep.js";
import type { Refusal } from "../protocol/index.js";
import type { Desk } from "./desk.js";

vi.hoisted(() => vi.stubGlobal("navigator", { languages: ["en"] })); // Node 20 has none
const { beGuest, hearGuest, keepGuest, resumeGuest } = await import("./guest_deeds.js");

const REFUSED: Refusal = { code: "not_allowed", message: "", detail: "", allowed: [] };

let keep: Keep;

/** A page of the console's tab. */
function page(client: FakeClient, speaker = "") {
  const said: string[] = [];
  const desk = {
    client, keep, guest: null, guest_problem: "", guest_seen: true, recorder_in: "", media: { speaker },
    get state() {
      return client.state;
    },
    say: (words: string) => said.push(words),
    changed: () => undefined,
  };
  return { desk: desk as unknown as Desk, said };
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
const told = ({ sent }: FakeClient) => sent.map((each) => ("role" in each ? `${each.type} ${each.role}` : each.type));

beforeEach(() => {
  fakeConnections();
  vi.stubGlobal("Audio", FakeSound);
  vi.stubGlobal("MediaStream", class {
    getAudioTracks = () => [];
  });
  FakeSound.made = [];
  FakeSound.allowed = true;
  keep = makeKeep("", null);
});

afterEach(() => vi.unstubAllGlobals());

/** Be there, and let the page go. */
async function reload(role: Role): Promise<void> {
  const before = new FakeClient();
  const { desk } = page(before);
  await beGuest(desk, "call", role);
  await settle();
  expect(desk.guest?.me?.role).toBe(role);
  keepGuest(desk);
  expect(desk.guest).toBeNull();
  expect(told(before)).toEqual([`guest_join ${role}`, "guest_leave"]);
}

describe("the way back after a reload", () => {
  it("is taken by itself by whoever listened, and opens nothing", async () => {
    await reload("listener");
    const client = new FakeClient();
    const { desk } = page(client);
    await resumeGuest(desk);
    await settle();
    expect(told(client)).toEqual(["guest_join listener"]);
    expect(desk.guest?.me?.role).toBe("listener");
    expect(client.asked).toBe(0);
  });

  it.each(["whisperer", "speaker"] as const)("leads a %s back to being heard", async (role) => {
    await reload(role);
    const client = new FakeClient();
    const { desk } = page(client);
    await resumeGuest(desk);
    await settle();
    expect(told(client)).toEqual(["guest_join listener", `guest_change ${role}`]);
    expect([desk.guest?.role, desk.guest?.me?.role, desk.guest_problem]).toEqual([role, role, ""]);
  });

  it("says what is missing where the microphone cannot be had, and listens", async () => {
    await reload("whisperer");
    const client = new FakeClient();
    client.has_microphone = false;
    const { desk } = page(client);
    await resumeGuest(desk);
    await settle();
    expect([desk.guest?.role, desk.guest?.me?.role]).toEqual(["listener", "listener"]);
    expect(desk.guest_problem).not.toBe("");
  });

  it("is there once: not for a copy of the tab, and not for whoever had left", async () => {
    await reload("listener");
    await resumeGuest(page(new FakeClient()).desk);
    const copy = new FakeClient();
    await resumeGuest(page(copy).desk);
    const { desk } = page(copy);
    await beGuest(desk, "call", "listener");
    desk.guest?.leave();
    keepGuest(desk);
    await resumeGuest(desk);
    expect(told(copy)).toEqual(["guest_join listener", "guest_leave"]);
  });

  it("[REC9] remembers that the call had a recorder", async () => {
    const client = new FakeClient();
    const { desk } = page(client);
    await beGuest(desk, "call", "listener");
    await settle();
    expect(desk.recorder_in).toBe("");
    const recorder = { guest_id: "rec", role: "recorder", person_id: "w", client_id: "wrk", name: "", told: true, joined_at_ms: 1 } as const;
    client.call = { ...client.call, guests: [...client.call.guests, recorder] };
    client.tell();
    expect([desk.recorder_in, keep.get("recorder_in")]).toEqual(["call", "call"]);
  });

  it("is not taken past a call of one's own", async () => {
    await reload("listener");
    const client = new FakeClient();
    client.call = aCall("call", { phase: { phase: "live", accepted_at_ms: 1, associate: { ...associate, person_id: "kim", client_id: "desk" } } });
    await resumeGuest(page(client).desk);
    expect(client.sent).toEqual([]);
  });

  it("says that the call has ended meanwhile, where it is not on the screen", async () => {
    await reload("listener");
    const client = new FakeClient();
    client.refuses = { guest_join: { ...REFUSED, code: "call_ended" } };
    const { desk, said } = page(client);
    desk.guest_seen = false;
    await resumeGuest(desk);
    await settle();
    expect(desk.guest?.over).toBe("call_ended");
    expect(said).toEqual(["The call you were in as a guest has ended."]);
  });
});

describe("a role that is chosen on the way in", () => {
  it("is told once one is in", async () => {
    const client = new FakeClient();
    const { desk } = page(client);
    client.held = [];
    await beGuest(desk, "call", "listener");
    await beGuest(desk, "call", "whisperer");
    expect(told(client)).toEqual(["guest_join listener"]);
    client.answer();
    await settle();
    expect(told(client)).toEqual(["guest_join listener", "guest_change whisperer"]);
    expect(desk.guest?.me?.role).toBe("whisperer");
  });

  it("goes back where it is refused", async () => {
    const client = new FakeClient();
    const { desk } = page(client);
    await beGuest(desk, "call", "listener");
    await settle();
    client.refuses = { guest_change: REFUSED };
    await beGuest(desk, "call", "speaker");
    expect(desk.guest?.role).toBe("listener");
    expect(desk.guest_problem).not.toBe("");
  });

  it("stays although it was refused to the guest one was before", async () => {
    const client = new FakeClient();
    const { desk } = page(client);
    await beGuest(desk, "call", "listener");
    await settle();
    client.held = [];
    const changed = beGuest(desk, "call", "whisperer");
    await settle();
    client.call = { ...client.call, guests: [] }; // the socket was away: the server had this guest leave
    client.tell();
    client.refuses = { guest_change: { ...REFUSED, code: "unknown_guest" } };
    client.answer();
    await changed;
    await settle();
    expect(told(client)).toEqual(["guest_join listener", "guest_change whisperer", "guest_join whisperer"]);
    expect([desk.guest?.role, desk.guest?.me?.role, desk.guest_problem]).toEqual(["whisperer", "whisperer", ""]);
  });
});

describe("what a guest hears", () => {
  it("waits for a tap where the browser wants one, says so, and begins with it", async () => {
    vi.stubGlobal("MediaStream", class {
      tracks: unknown[] = [];
      addTrack = (track: unknown) => void this.tracks.push(track);
      getTracks = () => this.tracks;
      getAudioTracks = () => [];
    });
    FakeSound.allowed = false;
    const client = new FakeClient();
    const { desk } = page(client, "headphones");
    await beGuest(desk, "call", "listener");
    await settle();
    client.offer();
    await settle();
    for (const pc of FakeConnection.made) (pc.ontrack as (event: unknown) => void)({ track: {} });
    await settle();
    expect(FakeSound.made.map(({ playing }) => playing)).toEqual([false, false]);
    expect(desk.guest?.needs_tap).toBe(true);
    FakeSound.allowed = true;
    hearGuest(desk);
    await settle();
    expect(desk.guest?.needs_tap).toBe(false);
    expect(FakeSound.made.map(({ playing }) => playing)).toEqual([true, true]);
  });

  it("comes from the chosen loudspeaker", async () => {
    const client = new FakeClient();
    const { desk } = page(client, "headphones");
    await beGuest(desk, "call", "listener");
    await settle();
    expect(FakeSound.made.map(({ sinkId }) => sinkId)).toEqual(["headphones", "headphones"]);
  });
});
