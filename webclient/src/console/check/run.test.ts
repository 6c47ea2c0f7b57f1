/** A set check from the tablet's side: what is offered when, what is done when nobody answers, and how it ends. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallClient } from "../../call.js";
import { FakeConnection, fakeConnections } from "../../net/fake_connection.js";
import type { ConsoleHttp } from "../../net/console_http.js";
import type { CommandBody, IceServer, Refusal, ServerFrame, SignalBody } from "../../protocol/index.js";
import { CheckRun, hasRelay } from "./run.js";

const JOB = "job_00000001";
const RELAY: IceServer = { urls: ["turn:turn.example:3478"], username: "u", credential: "c" };

interface Scene {
  readonly run: CheckRun;
  readonly sent: SignalBody[];
  readonly commands: CommandBody[];
  readonly hear: (frame: ServerFrame) => void;
  readonly note: (note: Record<string, unknown>, job_id?: string) => void;
  socket: "online" | "reconnecting";
}

function begin(options: { servers?: readonly IceServer[]; refusal?: Refusal; checks?: () => Promise<unknown>; tone?: boolean } = {}): Scene {
  const sent: SignalBody[] = [];
  const commands: CommandBody[] = [];
  let listener: (frame: ServerFrame) => void = () => undefined;
  const scene = { socket: "online" as "online" | "reconnecting" };
  const client = {
    on: (_event: string, hear: (frame: ServerFrame) => void) => {
      listener = hear;
      return () => (listener = () => undefined);
    },
    get state() {
      return { socket: scene.socket, view: { welcome: { ice_servers: options.servers ?? [], relay_only: false } } };
    },
    send: (body: CommandBody) => {
      commands.push(body);
      return Promise.resolve({ id: "", seq: 0, refusal: options.refusal ?? null });
    },
    guest: { signal: (job_id: string, body: SignalBody) => (job_id === JOB ? sent.push(body) > 0 : false) },
  } as unknown as CallClient;
  const http = { ask: options.checks ?? (() => Promise.reject(new Error("no answer"))) } as unknown as ConsoleHttp;
  const tracks = { audio: null, video: null };
  const run = new CheckRun({ client, http, tracks, tone: options.tone ?? false, onChange: () => undefined });
  const hear = (frame: ServerFrame): void => listener(frame);
  const note = (words: Record<string, unknown>, job_id = JOB): void => hear({ type: "job_note", job_id, kind: "mirror", note: words });
  return Object.assign(scene, { run, sent, commands, hear, note });
}

const offers = (scene: Scene): SignalBody[] => scene.sent.filter(({ type }) => type === "offer");
const soon = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  fakeConnections();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a set check", () => {
  it("offers once somebody has it, and to the relay alone besides where there is one", async () => {
    const scene = begin({ servers: [RELAY], tone: true });
    expect(scene.commands).toEqual([{ type: "check_start", tone: true, relay: true }]);
    scene.note({ state: "queued" });
    await soon();
    expect(offers(scene)).toHaveLength(0);
    scene.note({ state: "running" });
    await soon();
    expect(offers(scene)).toHaveLength(2);
    expect(FakeConnection.made.map(({ configuration }) => configuration.iceTransportPolicy)).toEqual(["all", "relay"]);
    scene.run.stop();
    expect(scene.commands.at(-1)).toEqual({ type: "check_stop", job_id: JOB });
    expect(scene.run.progress).toMatchObject({ stage: "failed", problem: "stopped" });
    expect(FakeConnection.made.every(({ closed }) => closed)).toBe(true);
  });

  it("stopped before the server has answered, is stopped there all the same, once it is known by name", async () => {
    const scene = begin();
    scene.run.stop();
    expect(scene.commands).toHaveLength(1);
    scene.note({ state: "queued" });
    await soon();
    expect(scene.commands.slice(1)).toEqual([{ type: "check_stop", job_id: JOB }]);
    scene.note({ state: "running" });
    await soon();
    expect(offers(scene)).toHaveLength(0);
    expect(scene.run.progress).toMatchObject({ stage: "failed", problem: "stopped" });
  });

  it("tries no relay where there is none, and hears no other job", async () => {
    const scene = begin();
    expect(scene.commands).toEqual([{ type: "check_start", tone: false, relay: false }]);
    scene.note({ state: "queued" });
    scene.note({ state: "running" }, "job_00000002");
    await soon();
    expect(offers(scene)).toHaveLength(0);
    expect(hasRelay([{ ...RELAY, urls: ["stun:stun.example"] }])).toBe(false);
  });

  it("offers again where nobody answers or another offer is wanted, five times at most", async () => {
    const scene = begin();
    scene.note({ state: "queued" });
    scene.note({ state: "running" });
    await soon();
    scene.hear({ type: "signal", call_id: JOB, sender: "worker", client_id: "wrk", guest_id: "", body: { type: "negotiate", restart: false } });
    await soon();
    expect(offers(scene)).toHaveLength(2);
    for (let second = 0; second < 40; second++) {
      scene.note({ step: "waiting", elapsed_ms: 0, total_ms: 10_000, level_dbfs: null, loop_ms: null, verdicts: [] });
      await soon(1_000);
    }
    expect(offers(scene)).toHaveLength(5);
    expect(FakeConnection.made.filter(({ closed }) => !closed)).toHaveLength(1);
  });

  it("begins anew with another worker", async () => {
    const scene = begin();
    scene.note({ state: "queued" });
    scene.note({ state: "running" });
    await soon();
    scene.note({ state: "queued", reason: "worker_lost" });
    expect(FakeConnection.made.every(({ closed }) => closed)).toBe(true);
    expect(scene.run.progress.stage).toBe("asked");
    scene.note({ state: "running" });
    await soon();
    expect(offers(scene)).toHaveLength(2);
  });

  it("says that nobody is there, or that there was no line", async () => {
    const nobody = begin();
    await soon(32_000);
    expect(nobody.run.progress).toMatchObject({ stage: "failed", problem: "no_worker" });
    const away = begin();
    away.socket = "reconnecting";
    await soon(32_000);
    expect(away.run.progress).toMatchObject({ stage: "failed", problem: "no_connection" });
  });

  it("looks a result up that it did not hear, and gives up where there is none", async () => {
    const verdicts = [{ code: "sharp", level: "ok", measured: 1, wanted: 2 }];
    const found = begin({ checks: () => Promise.resolve({ checks: [{ check_id: "other" }, { check_id: JOB, passed: true, verdicts }] }) });
    found.note({ state: "queued" });
    found.note({ state: "running" });
    await soon(5_000);
    expect(found.run.progress.stage).toBe("waiting");
    await soon(4_000);
    expect(found.run.progress).toMatchObject({ stage: "done", passed: true, verdicts });
    const lost = begin();
    lost.note({ state: "queued" });
    lost.note({ state: "running" });
    await soon(20_000);
    expect(lost.run.progress.stage).toBe("waiting");
    await soon(10_000);
    expect(lost.run.progress).toMatchObject({ stage: "failed", problem: "no_connection" });
  });

  it("says when it may not begin", async () => {
    const refusal: Refusal = { code: "not_allowed", message: "", detail: "", allowed: [] };
    const scene = begin({ refusal });
    await soon();
    expect(scene.run.progress).toMatchObject({ stage: "failed", problem: "refused" });
    scene.note({ state: "queued" });
    expect(scene.run.progress.stage).toBe("failed");
  });
});
