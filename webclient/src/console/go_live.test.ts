/** Ticks on their way, answers that come late or not at all, and a question that holds nobody up. */

import { describe, expect, it, vi } from "vitest";
import type { ConsoleHttp } from "../net/console_http.js";
import type { GoLiveView } from "../protocol/index.js";
import { GoLive } from "./go_live.js";

const ITEMS = ["ring_light", "backdrop"].map((kind) => ({ item_id: kind, kind: kind as "ring_light", text: "" }));

function view(more: Partial<GoLiveView> = {}): GoLiveView {
  return { items: ITEMS, ticked: [], passed_today: false, asks: false, can_check: true, ...more };
}

/** A server whose answers the test gives, one by one. */
function server() {
  const asked: { body: unknown; answer: (view: GoLiveView) => void; fail: () => void }[] = [];
  const ask = (_method: string, _path: string, body?: unknown): Promise<GoLiveView> =>
    new Promise((resolve, reject) => asked.push({ body, answer: resolve, fail: () => reject(new Error("no answer")) }));
  return { asked, go_live: new GoLive({ ask } as unknown as ConsoleHttp, () => undefined) };
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function known(more: Partial<GoLiveView> = {}) {
  const made = server();
  void made.go_live.read();
  made.asked[0]?.answer(view(more));
  await soon();
  return made;
}

describe("the list", () => {
  it("shows a tick at once and sends one change after another", async () => {
    const { asked, go_live } = await known();
    go_live.tick("backdrop", true);
    go_live.tick("ring_light", true);
    expect(go_live.view?.ticked).toEqual(["backdrop", "ring_light"]);
    await soon();
    expect(asked.map(({ body }) => body).slice(1)).toEqual([{ ticked: ["backdrop"] }]);
    asked[1]?.answer(view({ ticked: ["backdrop"] }));
    await soon();
    expect(go_live.view?.ticked).toEqual(["backdrop", "ring_light"]);
    asked[2]?.answer(view({ ticked: ["ring_light", "backdrop"] }));
    await soon();
    expect(go_live.view?.ticked).toEqual(["ring_light", "backdrop"]);
    expect(go_live.failed).toBe(false);
  });

  it("takes a tick back that did not reach the server, and says so until one does", async () => {
    const { asked, go_live } = await known({ ticked: ["backdrop"] });
    go_live.tick("backdrop", false);
    await soon();
    asked[1]?.fail();
    await soon();
    expect(go_live.view?.ticked).toEqual(["backdrop"]);
    expect(go_live.failed).toBe(true);
    go_live.tick("backdrop", false);
    await soon();
    asked[2]?.answer(view());
    await soon();
    expect([go_live.view?.ticked, go_live.failed]).toEqual([[], false]);
  });

  it("keeps what is known when it cannot be read, and says so only where nothing is", async () => {
    const { asked, go_live } = await known({ ticked: ["backdrop"] });
    void go_live.read();
    asked[1]?.fail();
    await soon();
    expect([go_live.view?.ticked, go_live.failed]).toEqual([["backdrop"], false]);
    go_live.forget();
    void go_live.read();
    asked[2]?.fail();
    await soon();
    expect([go_live.view, go_live.failed]).toEqual([null, true]);
    go_live.tick("backdrop", true);
    expect(asked).toHaveLength(3);
  });
});

describe("the question", () => {
  it.each([true, false])("is put where the server says so: %s", async (asks) => {
    const { asked, go_live } = await known({ asks: !asks });
    const waiting = go_live.asks();
    asked[1]?.answer(view({ asks }));
    expect(await waiting).toBe(asks);
  });

  it("holds nobody up where no answer comes, or comes late", async () => {
    const { asked, go_live } = await known({ asks: true });
    const failing = go_live.asks();
    asked[1]?.fail();
    expect(await failing).toBe(false);
    vi.useFakeTimers();
    const late = go_live.asks();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await late).toBe(false);
    vi.useRealTimers();
  });

  it("is asked once it is put, whatever the answer", async () => {
    const { asked, go_live } = await known({ asks: true });
    go_live.ask();
    expect(go_live.asking).toBe(true);
    expect(asked[1]?.body).toEqual({ asked: true });
    go_live.answered();
    expect(go_live.asking).toBe(false);
  });
});
