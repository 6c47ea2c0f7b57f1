/** Tests of the small rules behind the console's screens. */

import { describe, expect, it } from "vitest";
import type { Call, Checkout, Page, Participant, ProductView } from "../../protocol/index.js";
import { checkoutTrack } from "./checkout_track.js";
import { languageName, secondsLeft, shareLeft } from "./clock.js";
import { judgeLight } from "./light.js";
import { pageName, visited, withoutStore } from "./pages.js";
import { priceRange, priceWords } from "./price.js";
import { EMPTY_SEARCH, found, meant, moved, needsRoom, notFound, typed } from "./search_cursor.js";
import { PAGE_MS, hears, shopperNow } from "./shopper_now.js";

const shopper: Participant = {
  person_id: "s", name: "", client_id: "c", microphone: true, camera: true, lost_at_ms: 0, lost_deadline_ms: 0, lost_reason: null,
};
const page: Page = { url: "https://shop.example/coat", title: "Coat", product_id: "p", variant_id: "" };
const call: Call = {
  call_id: "call", store_id: "st", mode: "video", language: "en", requested_at_ms: 0, question: "", shopper, page,
  phase: { phase: "live", associate: shopper, accepted_at_ms: 0 }, left_out: [], shown: [], cart: { store: null, changes: [] },
  chat: [], checkout: null, kind: "customer", reserved_for: "", guests: [], recording: null,
};

describe("the shopper's state", () => {
  it("tells a page change from a lost connection", () => {
    const lost = { ...shopper, lost_at_ms: 5, lost_deadline_ms: 60 };
    expect(shopperNow({ ...call, shopper: { ...lost, lost_reason: "page_change" } }, true, 6).kind).toBe("changing_page");
    expect(shopperNow({ ...call, shopper: { ...lost, lost_reason: "connection" } }, true, 6)).toEqual({ kind: "coming_back", deadline_ms: 60 });
  });

  it("says how long the call still waits when a page stays away, for it was perhaps closed", () => {
    const lost = { ...shopper, lost_at_ms: 1_000, lost_deadline_ms: 61_000, lost_reason: "page_change" as const };
    expect(shopperNow({ ...call, shopper: lost }, true, 1_000 + PAGE_MS - 1)).toEqual({ kind: "changing_page" });
    expect(shopperNow({ ...call, shopper: lost }, true, 1_000 + PAGE_MS)).toEqual({ kind: "page_away", deadline_ms: 61_000 });
  });

  it("says why there is no picture", () => {
    expect(shopperNow({ ...call, mode: "text" }, false, 0).kind).toBe("text_only");
    expect(shopperNow({ ...call, mode: "voice" }, false, 0).kind).toBe("voice_only");
    expect(shopperNow({ ...call, shopper: { ...shopper, camera: false } }, true, 0).kind).toBe("camera_off");
    expect(shopperNow(call, false, 0).kind).toBe("picture_coming");
    expect(shopperNow(call, true, 0).kind).toBe("here");
  });

  it("says whether the shopper hears", () => {
    expect(hears("text", true, true, 1)).toBe("text_only");
    expect(hears("video", false, true, 1)).toBe("muted");
    expect(hears("video", true, false, 1)).toBe("not_yet");
    expect(hears("video", true, true, 0)).toBe("silent");
    expect(hears("voice", true, true, 0.1)).toBe("yes");
  });
});

describe("times and money", () => {
  it("writes spans and deadlines", () => {
    expect([secondsLeft(1_001, 0), secondsLeft(0, 5)]).toEqual([2, 0]);
    expect([shareLeft(0, 20, 5), shareLeft(0, 20, 50), shareLeft(0, 20, -9), shareLeft(5, 5, 5)]).toEqual([0.75, 0, 1, 0]);
  });

  it("names languages, and keeps what it cannot name", () => {
    expect(languageName("de", "en")).toBe("German");
    expect(languageName("not a tag", "en")).toBe("not a tag");
  });

  it("finds the range of prices", () => {
    const at = (price_minor: number) => ({ variant_id: "v", sku: "", title: "", options: {}, price_minor, currency: "EUR", in_stock: true, picture_url: "", url: "" });
    const coat = { product_id: "p", title: "", description: "", brand: "", group: "", url: "", picture_urls: [], variants: [at(300), at(100)] };
    expect(priceRange(coat)).toEqual({ low_minor: 100, high_minor: 300, currency: "EUR" });
    expect(priceWords(coat, "en")).toBe("€1.00 – €3.00");
    expect(priceWords({ ...coat, variants: [at(300)] }, "en")).toBe("€3.00");
  });
});

describe("the checkout's track", () => {
  const at = (step: Checkout["step"]): Checkout => ({ step, at_ms: 0, order_number: "", reason: "" });
  const states = (checkout: Checkout | null, pending = false) => checkoutTrack(checkout, pending).map((s) => s.state);

  it("says in the place of the start that the shopper has left", () => {
    expect(checkoutTrack(at("left"), false)).toEqual([
      { step: "offered", state: "done" },
      { step: "left", state: "now" },
      { step: "paid", state: "open" },
    ]);
  });

  it("moves from offered to paid, and marks a failure in its place", () => {
    expect(states(null)).toEqual(["open", "open", "open"]);
    expect(states(null, true)).toEqual(["now", "open", "open"]);
    expect(states(at("offered"))).toEqual(["now", "open", "open"]);
    expect(states(at("started"))).toEqual(["done", "now", "open"]);
    expect(states(at("paid"))).toEqual(["done", "done", "done"]);
    expect(checkoutTrack(at("failed"), false)).toEqual([
      { step: "offered", state: "done" },
      { step: "started", state: "done" },
      { step: "failed", state: "failed" },
    ]);
  });
});

describe("the pages of a call", () => {
  it("keeps each visit once, newest first, and takes a later title", () => {
    let history = visited([], { ...page, title: "" }, 1);
    history = visited(history, page, 2);
    expect(history).toEqual([{ page, at_ms: 1 }]);
    history = visited(history, { ...page, url: "https://shop.example/cart" }, 3);
    history = visited(history, page, 4);
    expect(history.map((v) => v.at_ms)).toEqual([4, 3, 1]);
  });

  it("leaves out the store's own name behind a title", () => {
    expect(withoutStore("Rain jacket · Harbour Outfitters", "Harbour Outfitters")).toBe("Rain jacket");
    expect(withoutStore("Rain jacket | harbour outfitters ", "Harbour Outfitters")).toBe("Rain jacket");
    expect(withoutStore("Harbour Outfitters", "Harbour Outfitters")).toBe("Harbour Outfitters");
    expect(withoutStore("Rain jacket", "")).toBe("Rain jacket");
  });

  it("is bounded", () => {
    let history = visited([], page, 0);
    for (let n = 1; n < 80; n++) history = visited(history, { ...page, url: `https://shop.example/${n}` }, n);
    expect(history).toHaveLength(50);
  });

  it("names a page by its title, else by its address", () => {
    expect(pageName(page)).toBe("Coat");
    expect(pageName({ title: " ", url: "https://shop.example/caf%C3%A9" })).toBe("/café");
    expect(pageName({ title: "", url: "https://shop.example/" })).toBe("shop.example");
    expect(pageName({ title: "", url: "nonsense" })).toBe("nonsense");
  });
});

describe("the light", () => {
  const grey = (level: number) => new Uint8ClampedArray(20 * 20 * 4).fill(level);
  it("judges the middle of the picture", () => {
    expect([judgeLight(grey(20), 20, 20), judgeLight(grey(128), 20, 20), judgeLight(grey(255), 20, 20)]).toEqual(["dark", "good", "bright"]);
    expect(judgeLight(new Uint8ClampedArray(), 0, 0)).toBe("good");
  });
});

describe("the search", () => {
  const product = (product_id: string): ProductView => ({ product_id, title: "", description: "", brand: "", group: "", url: "", picture_urls: [], variants: [] });

  it("drops an answer to an older question and keeps the rows meanwhile", () => {
    let search = found(typed(EMPTY_SEARCH, "coat"), "coat", [product("a")]);
    search = typed(search, "coats");
    expect(search.products).toHaveLength(1);
    expect(found(search, "coat", [product("z")])).toBe(search);
    expect(meant(search)).toBeNull();
    expect(notFound(search, "coat").failed).toBe(false);
    expect(notFound(search, "coats").failed).toBe(true);
  });

  it("means the first row until the arrows say otherwise", () => {
    const search = found(typed(EMPTY_SEARCH, " coat "), "coat", [product("a"), product("b")]);
    expect(meant(search)?.product_id).toBe("a");
    expect(meant(moved(moved(search, 1), 1))?.product_id).toBe("b");
    expect(moved(moved(moved(search, 1), 1), 1).cursor).toBe(1);
    expect(moved(search, -1).cursor).toBe(-1);
  });

  it("wants room for rows that are there or may come, and none when nothing was found or no answer came", () => {
    const first = typed(EMPTY_SEARCH, "zz");
    const none = found(first, "zz", []);
    expect([EMPTY_SEARCH, typed(EMPTY_SEARCH, "  "), none, typed(none, "zzq"), notFound(first, "zz")].map(needsRoom)).toEqual([false, false, false, false, false]);
    const rows = found(first, "zz", [product("a")]);
    expect([first, rows, typed(rows, "zzq"), found(typed(none, "z"), "z", [product("a")])].map(needsRoom)).toEqual([true, true, true, true]);
  });

  it("is empty again when the field is", () => {
    const search = found(typed(EMPTY_SEARCH, "coat"), "coat", [product("a")]);
    expect(typed(search, "  ").products).toEqual([]);
    expect(meant(typed(search, ""))).toBeNull();
  });
});
