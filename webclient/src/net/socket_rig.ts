/** A socket between a made-up browser and a made-up server, for the tests of sockets. It is part of no bundle. */

import { afterEach, beforeEach, vi } from "vitest";
import type { ServerFrame, StreamPosition } from "../protocol/index.js";
import { FakeSocket, fakeSockets } from "./fake_socket.js";
import { makeKeep, type Keep } from "./keep.js";
import { Socket, type SocketState } from "./socket.js";

export const said = { type: "chat_send", text: "hello" } as const;

/** What the tab keeps and holds, and what it was told. New for each test. */
export interface Tab {
  keep: Keep;
  positions: StreamPosition[];
  /** What the next tickets are; the last one goes on for ever. */
  tickets: (() => Promise<string>)[];
  asked: number;
  readonly states: SocketState[];
  readonly frames: ServerFrame["type"][];
}

export let tab: Tab;

/** A socket of this tab; a ticket for it, and the connection, may be other ones. */
export function socketOf(change: { connect?: () => WebSocket; onState?: (state: SocketState) => void } = {}): Socket {
  return new Socket({
    connect: () => new WebSocket("ws://coshop.example/v1/socket"),
    client_id: "tab-00000001",
    keep: tab.keep,
    ticket: () => {
      tab.asked += 1;
      const next = tab.tickets.length > 1 ? tab.tickets.shift() : tab.tickets[0];
      return next?.() ?? Promise.reject(new Error("no ticket"));
    },
    positions: () => tab.positions,
    onGreeted: () => undefined,
    onFrame: (frame) => tab.frames.push(frame.type),
    onState: (state) => tab.states.push(state),
    ...change,
  });
}

export function last(): FakeSocket {
  const found = FakeSocket.made.at(-1);
  if (found === undefined) throw new Error("nothing has connected");
  return found;
}

export const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** A socket that has been let in. */
export async function online(): Promise<Socket> {
  const socket = socketOf();
  socket.open();
  await settle();
  last().welcomes();
  return socket;
}

/** Each test of the file has a tab of its own. */
export function eachTab(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(1); // every wait is as long as it may be
    fakeSockets();
    tab = { keep: makeKeep("", null), positions: [], tickets: [() => Promise.resolve(`ticket-${tab.asked}`)], asked: 0, states: [], frames: [] };
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}
