import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createCall, type CallClient } from "../call.js";
import { aCall } from "../core/fixtures.js";
import { makeKeep, type Keep } from "../net/keep.js";
import { Course } from "./course.js";

let keep: Keep;
let call: CallClient;
let course: Course;

/** A page of the tab; its socket waits for a ticket for ever. */
function page(): void {
  call = createCall({ role: "shopper", socket_url: "ws://127.0.0.1:9/v1/socket", keep, ticket: () => new Promise(() => undefined) });
  course = new Course(call);
}

function ask(): string {
  void call.request({ mode: "text", language: "en", page: aCall("x").page, name: "", question: "", microphone: false, camera: false });
  return course.requested ?? "";
}

beforeEach(() => {
  keep = makeKeep("", null);
  page();
});

afterEach(() => vi.unstubAllGlobals());

it("a call that is asked for waits, before the server has numbered it", () => {
  call.open();
  expect(course.stage("")).toBe("closed");
  expect(ask()).not.toBe("");
  expect(course.stage("")).toBe("waiting");
});

it("who leaves before the server has numbered the call has left, also on the next page", () => {
  call.open();
  const call_id = ask();
  void call.send({ type: "call_withdraw" }, call_id);
  expect(course.stage("")).toBe("closed");
  expect(call.unanswered.map((each) => [each.body.type, each.call_id])).toEqual([["call_request", call_id], ["call_withdraw", call_id]]);
  call.close("page_change");
  page();
  expect(course.stage("")).toBe("closed");
  const next = ask();
  expect(next).not.toBe(call_id);
  expect(course.stage("")).toBe("waiting");
  expect(call.unanswered.map((each) => each.body.type)).toEqual(["call_request", "call_withdraw", "call_request"]);
});

it("a call that has ended is said to have ended until that is read", () => {
  call.open();
  call.state = { ...call.state, view: { ...call.state.view, closed: ["call-1"] } };
  expect(course.stage("call-1")).toBe("ended");
  course.before = true;
  expect(course.stage("call-1")).toBe("before");
  course.before = false;
  course.dismiss("call-1");
  expect(course.stage("call-1")).toBe("closed");
});

it("the word that the call goes on elsewhere can be put away", () => {
  call.state = { ...call.state, socket: "fenced" };
  expect(course.stage("call-1")).toBe("elsewhere");
  course.away = true;
  expect(course.stage("call-1")).toBe("closed");
});
