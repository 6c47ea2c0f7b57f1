/** Commands on their way: kept until they are answered, sent again in their order, never too fast. */

import { describe, expect, it, vi } from "vitest";
import { LIMITS, type ServerFrame } from "../protocol/index.js";
import { LONGEST_DELAY_MS, POSTPONED_MAX } from "../core/retry.js";
import { FakeSocket } from "./fake_socket.js";
import type { Socket } from "./socket.js";
import { eachTab, last, online, said, settle, socketOf, tab } from "./socket_rig.js";

const answer = (id: string, code: "retry_later" | "rate_limited" | "call_ended" | null = null): Extract<ServerFrame, { type: "answer" }> => ({
  type: "answer",
  id,
  call_id: "call-1",
  seq: 7,
  refusal: code && { code, message: "", detail: "", allowed: [] },
});
const commandsSent = (socket = last()): string[] => socket.of("command").map(({ id }) => id);

/** Many commands, as somebody sends them while every server is away. */
function many(socket: Socket, count: number): string[] {
  const ids = Array.from({ length: count }, (_, n) => `command-${n}`);
  for (const id of ids) void socket.command(id, "call-1", said);
  return ids;
}

eachTab();

describe("CMD1: commands", () => {
  it("are sent at once, and settled by their answer", async () => {
    const socket = await online();
    const answered = socket.command("c-1", "call-1", said);
    expect(last().of("command")).toEqual([{ type: "command", id: "c-1", call_id: "call-1", body: said }]);
    last().says(answer("c-1", "call_ended"));
    await expect(answered).resolves.toMatchObject({ id: "c-1", seq: 7, refusal: { code: "call_ended" } });
    expect([socket.unanswered, tab.keep.get("unanswered")]).toEqual([[], null]);
  });

  it("CMD5: are sent again in their order after every welcome, and by the next page", async () => {
    const socket = await online();
    const ids = many(socket, 3);
    last().says(answer("command-1"));
    last().ends(1006);
    void socket.command("while-away", "call-1", said);
    await vi.advanceTimersByTimeAsync(250);
    expect(last().of("command")).toEqual([]);
    last().welcomes();
    const left = [ids[0], ids[2], "while-away"];
    expect(commandsSent()).toEqual(left);
    socket.close("page_change");
    expect(last().sent.at(-1)).toEqual({ type: "goodbye", reason: "page_change" });

    const next = await online();
    expect(commandsSent()).toEqual(left);
    const answered = next.answered("while-away");
    last().says(answer("while-away"));
    await expect(answered).resolves.toMatchObject({ refusal: null });
  });

  it("one that is sent while the socket comes up is sent once", async () => {
    const socket: Socket = socketOf({ onState: (state) => state === "online" && void socket.command("at-once", "call-1", said) });
    void socket.command("before", "call-1", said);
    socket.open();
    await settle();
    last().welcomes();
    expect(commandsSent()).toEqual(["before", "at-once"]);
  });

  it("SOCK14: many that waited go out no faster than the server takes them", async () => {
    const socket = socketOf();
    const ids = many(socket, 100);
    socket.open();
    await settle();
    last().welcomes();
    const at_once = commandsSent().length;
    expect(at_once).toBeLessThanOrEqual(30);
    void socket.command("newer", "call-1", said).catch(() => undefined);
    for (let n = 1; n <= 10; n += 1) {
      await vi.advanceTimersByTimeAsync(500);
      expect(commandsSent().length).toBeLessThanOrEqual(at_once + n * 0.5 * LIMITS.FRAMES_PER_SECOND);
      const answered = commandsSent().slice((n - 1) * 5, n * 5);
      for (const id of answered) last().says(answer(id)); // each once sent, and none twice because of answers
    }
    expect(commandsSent()).toEqual(ids);
  });

  it("a new one does not overtake those that still wait for their turn", async () => {
    const socket = socketOf();
    const ids = many(socket, 40);
    socket.open();
    await settle();
    last().welcomes();
    void socket.command("newer", "call-1", said);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(commandsSent()).toEqual([...ids, "newer"]);
    void socket.command("newest", "call-1", said);
    expect(commandsSent().at(-1)).toBe("newest");
  });

  it("a line that drops in the middle of them begins anew", async () => {
    const socket = socketOf();
    const ids = many(socket, 40);
    socket.open();
    await settle();
    last().welcomes();
    last().ends(1006);
    const [first] = FakeSocket.made;
    await vi.advanceTimersByTimeAsync(250);
    last().welcomes();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(commandsSent()).toEqual(ids);
    expect(commandsSent(first)).toHaveLength(30);
  });

  it("more than 100 that nobody answers are refused, but never the end of the call", async () => {
    const socket = socketOf();
    many(socket, 100);
    await expect(socket.command("one-more", "call-1", said)).resolves.toMatchObject({ refusal: { code: "too_many_frames" } });
    expect(socket.unanswered).toHaveLength(100);
    void socket.command("end", "call-1", { type: "call_end" });
    expect(socket.unanswered.at(-1)).toMatchObject({ id: "end", body: { type: "call_end" } });
  });

  it("CMD4: a postponed one is sent again after a moment, a person's wish a dozen times at most", async () => {
    const socket = await online();
    const answered = socket.command("c-1", "call-1", said);
    for (let n = 1; n < POSTPONED_MAX; n += 1) {
      expect(commandsSent()).toHaveLength(n);
      last().says(answer("c-1", "retry_later"));
      expect(commandsSent()).toHaveLength(n); // not at once
      await vi.advanceTimersByTimeAsync(LONGEST_DELAY_MS);
      last().says({ type: "heartbeat", server_time_ms: 0, streams: [] });
    }
    last().says(answer("c-1", "retry_later"));
    await expect(answered).resolves.toMatchObject({ refusal: { code: "retry_later" } });
    await vi.advanceTimersByTimeAsync(LONGEST_DELAY_MS);
    expect(commandsSent()).toHaveLength(POSTPONED_MAX);
  });

  it("CMD4: what has happened already is never given up, however long it is postponed", async () => {
    const socket = await online();
    const settle_ = { type: "cart_settle", change_id: "change-1", applied_quantity: 1, reason: null, cart: null } as const;
    const bodies = [settle_, { type: "call_end" }, { type: "call_withdraw" }, { type: "recording_withdraw" }] as const;
    const given_up: string[] = [];
    for (const body of bodies) void socket.command(body.type, "call-1", body).then(({ id }) => given_up.push(id));
    const count = 3 * POSTPONED_MAX;
    for (let n = 1; n < count; n += 1) {
      for (const { type } of bodies) last().says(answer(type, n % 2 ? "retry_later" : "rate_limited"));
      await vi.advanceTimersByTimeAsync(LONGEST_DELAY_MS);
      last().says({ type: "heartbeat", server_time_ms: 0, streams: [] });
    }
    expect(given_up).toEqual([]);
    expect(commandsSent()).toHaveLength(bodies.length * count); // each time once
    expect(socket.unanswered.map(({ id }) => id)).toEqual(bodies.map(({ type }) => type));
    last().says(answer("call_end"));
    await settle();
    expect(given_up).toEqual(["call_end"]);
  });

  it("a postponed one whose line went meanwhile is sent by the next line alone", async () => {
    const socket = await online();
    void socket.command("c-1", "call-1", said);
    last().says(answer("c-1", "retry_later"));
    last().ends(1006);
    await vi.advanceTimersByTimeAsync(400);
    last().opens();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(commandsSent()).toEqual([]);
  });

  it("what the page in between has left is sent, also where this one is back already", async () => {
    const socket = await online();
    tab.keep.set("unanswered", [{ id: "left-0001", call_id: "call-1", body: said, tries: 0 }]);
    expect(socket.readAgain().map(({ id }) => id)).toEqual(["left-0001"]);
    expect(commandsSent()).toEqual(["left-0001"]);
  });
});
