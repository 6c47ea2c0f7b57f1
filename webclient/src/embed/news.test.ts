/** Tests of what is read out: each piece of news is one of its own, however like the last it is and however many come at once. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LedgerItem } from "../core/paint.js";
import { en } from "../ui/texts/en.js";
import { News } from "./news.js";
import type { Panel } from "./panel.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const shown = (product_id: string, command_id: string) => ({ product_id, command_id, variant_id: "", at_ms: 1, pending: false });
const settled = (change_id: string) => ({ change_id, state: "applied" }) as LedgerItem;
const line = (message_id: string, text: string) => ({ message_id, by: "associate", text, at_ms: 1, pending: false, refusal: null });

interface Screen {
  shown: unknown[];
  ledger: unknown[];
  chat: unknown[];
}

/** A panel with this on its screen; `later`: the words for the bag have come. */
function panelWith(screen: Partial<Screen>, rest: { later?: boolean; reads_chat?: boolean; is_small?: boolean; resumed?: boolean } = {}): Panel {
  const { later = true, reads_chat = false, is_small = false, resumed = false } = rest;
  return {
    name: "Anna",
    reads_chat,
    is_small,
    chosen: new Map(),
    later: later ? { ledger: { news: ({ change_id }: LedgerItem) => `Parka: In the bag${change_id.startsWith("other") ? " too" : ""}` } } : null,
    session: {
      texts: en,
      language: "en",
      resumed,
      catalogue: { get: (id: string) => (id === "unknown" ? null : { title: id, variants: [] }) },
      state: { screen: { call: { call_id: "c" }, shown: [], ledger: [], chat: [], ...screen } },
    },
  } as unknown as Panel;
}

const words = (news: News): string[] => news.said.map((each) => each.words);

it("the same words are said again when the same happens again", () => {
  const news = new News(() => undefined);
  news.look(panelWith({ ledger: [settled("a")] }));
  news.look(panelWith({ ledger: [settled("a")] }));
  expect(words(news)).toEqual(["Parka: In the bag"]);
  news.look(panelWith({ ledger: [settled("b"), settled("a")] }));
  expect(words(news)).toEqual(["Parka: In the bag", "Parka: In the bag"]);
  expect(new Set(news.said.map(({ id }) => id)).size).toBe(2);
});

it("what comes at once is said one after the other, in the order in which it came", () => {
  const news = new News(() => undefined);
  news.look(
    panelWith({
      shown: [shown("Second", "2"), shown("First", "1")],
      ledger: [settled("other"), settled("a")],
      chat: [line("m1", "Hello"), line("m2", "Again")],
    }),
  );
  expect(words(news)).toEqual([
    "Anna shows you First", "Anna shows you Second", "Parka: In the bag", "Parka: In the bag too", "Anna: Hello", "Anna: Again",
  ]);
});

it("a message that its own log says takes nothing away from what is to be said", () => {
  const news = new News(() => undefined);
  news.look(panelWith({ shown: [shown("Parka", "1")], chat: [line("m1", "Look")] }, { reads_chat: true }));
  expect(words(news)).toEqual(["Anna shows you Parka"]);
  news.look(panelWith({ shown: [shown("Parka", "1")], chat: [line("m1", "Look")] }));
  expect(words(news)).toEqual(["Anna shows you Parka"]);
});

it("what has no words yet is said once it has", () => {
  const news = new News(() => undefined);
  news.look(panelWith({ ledger: [settled("a")] }, { later: false }));
  expect(words(news)).toEqual([]);
  news.look(panelWith({ ledger: [settled("a")] }, { is_small: true }));
  expect([words(news), news.unseen]).toEqual([["Parka: In the bag"], true]);
});

it("what was there when the page came is not said; what was said is taken away after a while, the rest stays", () => {
  const changed = vi.fn();
  const news = new News(changed);
  news.look(panelWith({ ledger: [settled("a")], shown: [shown("unknown", "0")] }, { resumed: true }));
  expect(words(news)).toEqual([]);
  news.say("One");
  vi.advanceTimersByTime(40_000);
  news.say("Two");
  vi.advanceTimersByTime(30_000);
  expect([words(news), changed.mock.calls.length]).toEqual([["Two"], 1]);
  vi.advanceTimersByTime(30_000);
  expect(words(news)).toEqual([]);
});
