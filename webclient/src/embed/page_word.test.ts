/** Which step of the checkout a page tells the call of, from its mark, its address, and the pages before it. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { CallClient } from "../call.js";
import { makeKeep } from "../net/keep.js";
import { PageTeller } from "./page_word.js";
import { atCheckout } from "./store_cart.js";

let told: string[];
let step: string | null;
let mark: string | null;
let why = "";
let known_why = "";
let keep = makeKeep("", null);
const page = { readyState: "complete", querySelector: () => (mark === null ? null : { dataset: { coshopCheckout: mark, coshopReason: why } }) };

/** The next page of the shopper's tab: everything is new but what the tab keeps and what the call knows. */
function visit(its_mark: string | null, at_till = false): PageTeller {
  mark = its_mark;
  const call = {
    get state() {
      return { current: { call: { checkout: step === null ? null : { step, reason: known_why } } } };
    },
    commands: {
      reportCheckout: (report: { step: string; reason: string }) => {
        told.push(report.reason === "" ? report.step : `${report.step}: ${report.reason}`);
        ({ step, reason: known_why } = report);
      },
    },
  } as unknown as CallClient;
  const teller = new PageTeller(call, keep, () => ({ url: "", title: "", product_id: "", variant_id: "" }), () => at_till);
  teller.checkout();
  teller.checkout();
  return teller;
}

beforeEach(() => {
  told = [];
  step = mark = null;
  why = known_why = "";
  keep = makeKeep("", null);
  page.readyState = "complete";
  vi.stubGlobal("document", page);
  vi.stubGlobal("location", new URL("https://shop.example/checkout?step=1"));
});

afterEach(() => vi.unstubAllGlobals());

it("tells each marked step once, and that the till was left where a page has no mark", () => {
  visit("started");
  visit("started");
  visit(null);
  visit(null);
  visit("started");
  visit("failed");
  visit(null);
  expect(told).toEqual(["started", "left", "started", "failed", "left"]);
});

it("infers nothing where no mark was seen, after having paid, or while a page is still coming", () => {
  step = "started"; // told by the button in the panel: the till has no marks
  visit(null);
  step = null;
  visit("started");
  visit("paid");
  step = "started"; // the way to the till once more
  visit(null);
  visit("started");
  page.readyState = "loading";
  visit(null);
  expect(told).toEqual(["started", "paid"]);
});

it("does not take the page that the way to the till starts from for one that has left it", () => {
  visit("started");
  const here = visit(null);
  step = "started";
  here.checkout();
  visit(null);
  expect(told).toEqual(["started", "left"]);
});

it("a page without a mark at the checkout's own address is the till, and what follows it is not seen", () => {
  visit(null, true);
  visit(null);
  expect(told).toEqual(["started"]);
});

it("a mark that comes late counts", () => {
  const late = visit(null, true);
  mark = "started";
  late.checkout();
  visit(null);
  expect(told).toEqual(["started", "left"]);
});

it("the checkout is known by its path; a function is not asked", () => {
  const given = (checkout_url: string | (() => string)) => atCheckout({ checkout_url } as never);
  expect([given("/checkout"), given("https://shop.example/checkout#a"), given("/checkout?other=1")]).toEqual([true, true, true]);
  expect([given("/"), given(""), given("https://other.example/checkout"), given("https://"), given(() => "/checkout")]).toEqual([false, false, false, false, false]);
  expect(atCheckout(null)).toBe(false);
});

it("tells a failed payment again where its reason is another one", () => {
  visit("started");
  why = "Card declined";
  visit("failed");
  visit("failed");
  why = "Over the limit";
  visit("failed");
  expect(told).toEqual(["started", "failed: Card declined", "failed: Over the limit"]);
});
