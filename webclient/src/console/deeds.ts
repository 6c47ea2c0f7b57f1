/** Does what is wanted: each want becomes a command, a device or a sound. It decides nothing about calls and draws nothing. */

import type { CallMode } from "../protocol/index.js";
import { mark } from "../ui/marks.js";
import type { Desk } from "./desk.js";
import { beGuest, leaveGuest } from "./guest_deeds.js";
import { record } from "./recording_deeds.js";
import { texts } from "./speech.js";
import { hashOf } from "./view/place.js";
import { refusalSentence } from "./view/sentences.js";
import { liveCall } from "./view/standing.js";
import type { Want } from "./want.js";

const HINT_AGAIN_MS = 15_000;
const hinted = new Map<string, number>();

/** Do it. What the desk does not do (layout, search field) is left to the screen. */
export function perform(desk: Desk, want: Want): void {
  const { client, state } = desk;
  if (want.do === "reload") {
    location.reload();
    return;
  }
  if (want.do === "sign_out") {
    void signOut(desk, want.everywhere);
    return;
  }
  if (!client || !state) return;
  const { commands } = client;
  const live_id = liveCall(state)?.view.call_id ?? "";
  switch (want.do) {
    case "go_available":
      void desk.bell.unlock();
      void askOrGo(desk);
      return;
    case "go_available_anyway":
      void desk.bell.unlock();
      desk.go_live.answered();
      goAvailable(desk);
      return;
    case "check_first":
      desk.go_live.answered();
      location.hash = "check";
      return;
    case "not_now":
      desk.go_live.answered();
      return;
    case "go_away":
      client.devices.close();
      desk.keep.drop("media"); // a reload opens no camera of somebody who is away
      void setPresence(desk, "away");
      return;
    case "devices_again":
      desk.openDevices();
      return;
    case "sound_on":
      void desk.bell.unlock();
      return;
    case "notifications":
      void Notification.requestPermission().then(() => desk.changed());
      return;
    case "answer":
      void answer(desk, want.call_id);
      return;
    case "decline":
      void client.send({ type: "ring_decline" }, want.call_id).then(({ refusal }) => {
        desk.ring_problem = refusal && desk.ring?.call.call_id === want.call_id ? refusalSentence(refusal, texts) : "";
        desk.changed();
      });
      return;
    case "take_over":
      desk.openDevices(modeOf(desk, want.call_id));
      void client.send({ type: "call_take_over" }, want.call_id);
      return;
    case "end":
      // Without a line the server hears of it later; nobody is seen or heard any longer meanwhile.
      if (state.socket !== "online") client.devices.close();
      void client.send({ type: "call_end" }, live_id);
      return;
    case "microphone":
      void client.media({ microphone: want.on, camera: state.camera });
      return;
    case "camera":
      void client.media({ microphone: state.microphone, camera: want.on });
      return;
    case "flip":
      void client.devices.flip();
      return;
    case "device":
      if (want.kind === "speaker") void desk.media?.useSpeaker(want.device_id);
      else void client.devices.choose(want.kind === "camera" ? "video" : "audio", want.device_id).then(() => desk.media?.list());
      return;
    case "share":
      void share(desk);
      return;
    case "share_stop":
      client.share(null);
      return;
    case "show":
      for (const { id, body } of state.refused) {
        if (body.type === "product_show" && body.product_id === want.product_id) client.forgetRefused(id);
      }
      void commands.show(want.product_id, want.variant_id);
      tapped(desk);
      return;
    case "hint":
      hint(desk, want.product_id, want.variant_id);
      return;
    case "hide":
      void commands.hide(want.product_id);
      return;
    case "add":
      void commands.add(want.variant_id, want.quantity, want.product_id);
      tapped(desk);
      return;
    case "set_line":
      void commands.setQuantity(want.line_id, want.quantity);
      return;
    case "remove_line":
      void commands.remove(want.line_id);
      return;
    case "undo":
      void commands.undo(want.change_id);
      return;
    case "say":
      void commands.say(want.text);
      return;
    case "typing":
      client.typing();
      return;
    case "offer_checkout":
      void commands.offerCheckout();
      return;
    case "wrap_up":
      void wrapUp(desk, want);
      return;
    case "wrap_later":
      desk.later.add(want.call_id);
      desk.reopened = null;
      if (state.view.presence?.state === "wrap_up") void setPresence(desk, "available");
      else desk.changed();
      return;
    case "wrap_open":
      desk.reopened = want.call;
      desk.changed();
      return;
    case "rehearse":
      void desk.bell.unlock();
      desk.openDevices(want.mode);
      void desk.rehearsing.begin(want.story, state.client_id);
      return;
    case "rehearse_stop":
      void desk.rehearsing.stop();
      return;
    case "rehearse_done":
      desk.rehearsing.putAway();
      return;
    case "rehearse_show":
      desk.rehearsing.show(want.rehearsal);
      return;
    case "use_here":
      client.open();
      desk.openDevices();
      return;
    case "record_answer":
    case "record_pause":
    case "record_resume":
    case "record_stop":
      void record(desk, want);
      return;
    case "guest":
      void beGuest(desk, want.call_id, want.role);
      return;
    case "guest_leave":
      leaveGuest(desk);
      return;
    case "guest_hear":
      desk.guest?.hear();
      return;
    case "guest_see":
      location.hash = hashOf("calls");
      return;
    case "find":
    case "full_screen":
    case "record":
      return;
    default:
      want satisfies never;
  }
}

function modeOf(desk: Desk, call_id: string): CallMode {
  return desk.state?.view.calls.find((each) => each.call_id === call_id)?.call.mode ?? "video";
}

/** The command just painted was tapped now: what measurements of the two paths begin with. */
function tapped(desk: Desk): void {
  const id = desk.client?.state.paintings.at(-1)?.id;
  if (id !== undefined) mark(`push_tapped:${id}`);
}

async function answer(desk: Desk, call_id: string): Promise<void> {
  const { client, state } = desk;
  if (!client || !state || desk.answering === call_id) return;
  mark(`accept_tapped:${call_id}`);
  leaveGuest(desk, true);
  void desk.bell.unlock();
  desk.bell.stop();
  desk.answering = call_id;
  desk.ring_problem = "";
  desk.changed();
  const { audio, video } = state.devices.tracks;
  const mode = modeOf(desk, call_id);
  const open = { microphone: mode !== "text" && audio !== null, camera: mode === "video" && video !== null };
  const answered = client.send({ type: "ring_accept", ...open }, call_id);
  desk.openDevices(mode);
  const { refusal } = await answered;
  if (refusal) {
    desk.answering = "";
    if (desk.ring) desk.ring_problem = refusalSentence(refusal, texts);
    else desk.say(refusalSentence(refusal, texts));
  }
  desk.changed();
}

/** Once a day the set check is asked about first [MIRROR6]. */
async function askOrGo(desk: Desk): Promise<void> {
  if (desk.wished !== null) return;
  desk.wished = "available";
  desk.changed();
  const asks = await desk.go_live.asks();
  desk.wished = null;
  if (asks) desk.go_live.ask();
  else goAvailable(desk);
}

function goAvailable(desk: Desk): void {
  desk.openDevices();
  void setPresence(desk, "available");
}

async function setPresence(desk: Desk, wished: "available" | "away"): Promise<void> {
  desk.wished = wished;
  desk.changed();
  const refusal = (await desk.client?.commands.setPresence(wished))?.refusal;
  desk.wished = null;
  if (refusal) desk.say(refusalSentence(refusal, texts));
  desk.changed();
}

async function wrapUp(desk: Desk, want: Extract<Want, { do: "wrap_up" }>): Promise<void> {
  desk.saving = want.call_id;
  desk.wrap_problem = "";
  desk.changed();
  const { outcome, note, call_id } = want;
  const refusal = (await desk.client?.send({ type: "call_wrap_up", outcome, note }, call_id))?.refusal;
  desk.saving = "";
  if (refusal && refusal.code !== "already_wrapped_up") desk.wrap_problem = refusalSentence(refusal, texts);
  else {
    desk.later.add(call_id);
    desk.reopened = null;
    desk.noted += 1;
  }
  desk.changed();
}

function hint(desk: Desk, product_id: string, variant_id: string): void {
  const key = `${product_id} ${variant_id}`;
  const now = Date.now();
  if (!desk.state?.mine || now - (hinted.get(key) ?? 0) < HINT_AGAIN_MS) return;
  if (hinted.size > 500) hinted.clear();
  hinted.set(key, now);
  desk.client?.hint(product_id, variant_id);
}

async function share(desk: Desk): Promise<void> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 15 }, audio: false });
    const [track] = stream.getVideoTracks();
    if (track) desk.client?.share(track);
  } catch (error) {
    const dismissed = error instanceof DOMException && error.name === "NotAllowedError";
    if (!dismissed) desk.say(texts.screen_failed);
  }
}

async function signOut(desk: Desk, everywhere: boolean): Promise<void> {
  if (!(await desk.account.signOut(everywhere))) desk.say(texts.sign_out_failed);
}

/** Whether this browser can show a screen; over plain http it has no media devices at all. */
export function maySharePicture(): boolean {
  return "getDisplayMedia" in ((navigator.mediaDevices as MediaDevices | undefined) ?? {});
}
