import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { EVENT_TYPES, type Call, type Entry } from "../protocol/index.js";
import { evolve } from "./calls.js";
import { EMPTY_VIEW, apply, find, positions } from "./view.js";

interface Row {
  readonly entry: Entry;
  readonly state: Call;
}

/** Histories as the server's own core plays them, with the state after each entry. */
function serverHistories(seed: number, count: number): Row[][] {
  const root = resolve(import.meta.dirname, "../../..");
  const venv = resolve(root, ".venv/bin/python");
  const python = process.env.PYTHON ?? (existsSync(venv) ? venv : "python3");
  const out = execFileSync(python, ["-m", "tests.core.print_histories", String(seed), String(count)], {
    cwd: root,
    env: { ...process.env, PYTHONPATH: resolve(root, "src") },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return JSON.parse(out) as Row[][];
}

const histories = serverHistories(7, 60);

describe("the state that screens show is the server's", () => {
  it("SNAP1 the first history has every type of event", () => {
    const types = new Set(histories[0]?.map(({ entry }) => entry.event.type));
    expect(types).toEqual(new Set(EVENT_TYPES));
  });

  it("SNAP2 after each event the state equals the server's", () => {
    for (const history of histories) {
      let call: Call | null = null;
      for (const { entry, state } of history) {
        call = evolve(call, entry);
        expect(call, `${entry.seq} ${entry.event.type}`).toEqual(state);
      }
    }
  });

  it("SNAP2 a snapshot anywhere in between, plus the events after it, is the same state", () => {
    for (const history of histories.slice(0, 20)) {
      const last = history.at(-1);
      for (const [at, { entry, state }] of history.entries()) {
        const { call_id } = state;
        let view = apply(EMPTY_VIEW, { type: "snapshot", epoch: 1, seq: entry.seq, call: state }, 0);
        const entries = history.slice(Math.max(0, at - 2)).map((row) => row.entry); // two of them known already
        view = apply(view, { type: "events", call_id, epoch: 1, entries }, 0);
        expect(find(view, call_id)?.call).toEqual(last?.state);
        expect(positions(view)).toEqual([{ call_id, epoch: 1, seq: last?.entry.seq }]);
      }
    }
  }, 30_000);

  it("an event that cannot follow is no state, so that a snapshot is asked for", () => {
    const accepted = histories[0]?.find(({ entry }) => entry.event.type === "call_accepted");
    const first = histories[0]?.[0];
    if (accepted === undefined || first === undefined) throw new Error("no history");
    expect(evolve(null, accepted.entry)).toBeNull();
    expect(evolve(first.state, accepted.entry)).toBeNull();
  });
});
