/** What the page's own scripts hear of a call that goes on, and what the call hears of the page's checkout. */

import { expect, it } from "vitest";
import { welcome } from "../net/fake_socket.js";
import { after, eachPage, last, marks, open, sessionOf, told, window_ } from "./session_rig.js";

eachPage();

it("the page's scripts are told that the call goes on here, once and not before the server has let the page in", async () => {
  const streams = [{ call_id: "call-1", epoch: 1, seq: 4 }];
  open();
  sessionOf();
  await after(0);
  last().opens();
  await after(0);
  expect(told).toEqual([]);
  last().says({ ...welcome(), person_id: "s", streams });
  await after(0);
  expect(told).toEqual([["call_resumed", { call_id: "call-1" }]]);
  last().ends(1006);
  await after(250);
  last().opens();
  last().says({ ...welcome(), person_id: "s", streams });
  last().says({ type: "events", call_id: "call-1", epoch: 1, entries: [{ seq: 5, at_ms: 9, by: "associate", command_id: "", event: { type: "call_ended", reason: "ended_by_associate" } }] });
  await after(0);
  expect(told.map(([name]) => name)).toEqual(["call_resumed", "call_ended"]);
});

it("a call that the server follows no longer is not told to go on", async () => {
  open();
  sessionOf();
  await after(0);
  last().opens();
  last().says({ ...welcome(), person_id: "s" });
  await after(0);
  expect(told).toEqual([]);
});

it("a failed step of the checkout is told with its reason, and again with another one", async () => {
  const reports = (): unknown[] => last().of("command").map(({ body }) => body).filter(({ type }) => type === "checkout_report");
  open();
  marks["[data-coshop-checkout]"] = { coshopCheckout: "failed", coshopReason: "The card was declined." };
  sessionOf();
  await after(0);
  last().opens();
  last().says({ ...welcome(), person_id: "s", streams: [{ call_id: "call-1", epoch: 1, seq: 4 }] });
  await after(0);
  const declined = { type: "checkout_report", step: "failed", order_number: "", reason: "The card was declined." };
  expect(reports()).toEqual([declined]);
  marks["[data-coshop-checkout]"] = { coshopCheckout: "failed", coshopReason: "The card has run out." };
  window_.dispatchEvent(new Event("popstate"));
  window_.dispatchEvent(new Event("popstate"));
  await after(0);
  expect(reports()).toEqual([declined, { ...declined, reason: "The card has run out." }]);
});
