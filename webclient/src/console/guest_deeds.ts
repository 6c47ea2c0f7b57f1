/**
 * Being a guest of somebody's call: comes in, changes what one does there, goes, and has the devices open that it needs and no longer.
 * It decides nothing about calls and draws nothing.
 */

import { GuestSeat } from "../call/guest_seat.js";
import type { Role } from "../core/guests.js";
import type { Desk } from "./desk.js";
import { texts } from "./speech.js";
import { deviceTrouble, refusalSentence } from "./view/sentences.js";
import { liveCall } from "./view/standing.js";

/** Listen, whisper or join; in another call than before, the one before is left. */
export async function beGuest(desk: Desk, call_id: string, role: Role): Promise<void> {
  const { client, state } = desk;
  if (!client || !state || liveCall(state)) return;
  desk.guest_problem = "";
  if (role !== "listener" && !(await opened(desk, role))) return;
  const seat = desk.guest;
  if (seat?.over === null && seat.call_id === call_id) {
    const refusal = await seat.change(role);
    if (refusal) desk.guest_problem = refusalSentence(refusal, texts);
  } else {
    seat?.leave();
    const next: GuestSeat = new GuestSeat(client, call_id, role, () => {
      if (next.over !== null && desk.guest === next) letGo(desk);
      desk.changed();
    });
    desk.guest = next;
  }
  if (role === "listener") letGo(desk);
  desk.changed();
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
  const trouble = deviceTrouble(client.devices.state, { microphone: true, camera: false }, texts);
  desk.guest_problem = trouble ? `${trouble.sentence} ${trouble.way_back}`.trim() : texts.device_missing_microphone;
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
