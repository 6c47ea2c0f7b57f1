/**
 * Being a guest of somebody's call: comes in, changes what one does there, goes, comes back in after a reload, and has the devices open
 * that it needs and no longer. It decides nothing about calls and draws nothing.
 */

import { GuestSeat } from "../call/guest_seat.js";
import type { Role } from "../core/guests.js";
import type { Desk } from "./desk.js";
import { playThere } from "./loudspeaker.js";
import { seeRecorder } from "./recorder_seen.js";
import { texts } from "./speech.js";
import { guestTrouble, refusalSentence } from "./view/sentences.js";
import { liveCall } from "./view/standing.js";

/** Where the tab's next page finds what this one was in; there only while no page is. */
const KEPT = "guest";

interface Kept {
  readonly call_id: string;
  readonly role: Role;
}

/** Listen, whisper or join; in another call than before, the one before is left. */
export async function beGuest(desk: Desk, call_id: string, role: Role): Promise<void> {
  const { client, state } = desk;
  if (!client || !state || liveCall(state)) return;
  desk.guest_problem = "";
  if (role !== "listener" && !(await opened(desk, role))) return;
  const seat = desk.guest;
  const before = seat !== null;
  if (seat?.over === null && seat.call_id === call_id) {
    const refusal = await seat.change(role);
    if (refusal) desk.guest_problem = refusalSentence(refusal, texts);
  } else {
    seat?.leave();
    const next: GuestSeat = new GuestSeat(client, call_id, role, () => {
      seeRecorder(desk, next.call);
      for (const sound of next.sounds) playThere(sound, desk.media?.speaker ?? "");
      if (next.over !== null && desk.guest === next) over(desk, next);
      desk.changed();
    });
    desk.guest = next;
  }
  if (role === "listener" && before) letGo(desk);
  desk.changed();
}

/** The page goes, and with it the guest; the tab's next page may come back in. */
export function keepGuest(desk: Desk): void {
  const { guest } = desk;
  if (guest?.over === null) {
    const { call_id, role } = guest;
    desk.keep.set(KEPT, { call_id, role } satisfies Kept);
  }
  leaveGuest(desk);
}

/** Come back into the call that the page before was in. Listening is at once; to be heard again waits for the microphone. */
export async function resumeGuest(desk: Desk): Promise<void> {
  const kept = desk.keep.get<Kept>(KEPT);
  desk.keep.drop(KEPT);
  if (kept === null) return;
  await beGuest(desk, kept.call_id, "listener");
  if (kept.role !== "listener" && desk.guest !== null) await beGuest(desk, kept.call_id, kept.role);
}

/** A tap: the sound that the browser held back may play. */
export function hearGuest(desk: Desk): void {
  if (desk.guest?.needs_tap === true) desk.guest.hear();
}

/** The end of it, said where the call itself is not on the screen. */
function over(desk: Desk, { over: why, refusal }: GuestSeat): void {
  letGo(desk);
  if (desk.guest_seen || why === "left") return;
  desk.say(refusal ? refusalSentence(refusal, texts) : texts.guest_over);
}

/** Go, and forget it. `keep_devices`: a call of one's own begins. */
export function leaveGuest(desk: Desk, keep_devices = false): void {
  const { guest } = desk;
  if (guest === null) return;
  desk.guest = null;
  desk.guest_problem = "";
  guest.leave();
  if (!keep_devices) letGo(desk);
  desk.changed();
}

/** Whether there is a microphone to be heard with. A camera that is missing keeps nobody from joining. */
async function opened(desk: Desk, role: Role): Promise<boolean> {
  const { client } = desk;
  if (!client) return false;
  const { video } = client.devices.state.tracks;
  await client.media({ microphone: true, camera: role === "speaker" || (video !== null && client.state.camera) });
  if (client.devices.state.tracks.audio !== null) return true;
  desk.guest_problem = guestTrouble(client.devices.state.microphone_problem, texts);
  letGo(desk);
  desk.changed();
  return false;
}

/** Whoever waits for no call has no camera on when nothing needs it. */
function letGo(desk: Desk): void {
  const state = desk.state?.view.presence?.state ?? "away";
  if (state !== "away") return;
  desk.client?.devices.close();
  desk.keep.drop("media");
}
