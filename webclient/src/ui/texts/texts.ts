/** What every language of the widget must have words for, and the choice of a language. */

import { en } from "./en.js";

export interface Texts {
  readonly call: string;
  readonly someone: string;
  readonly before_title: string;
  readonly choose: string;
  readonly video: string;
  readonly voice: string;
  readonly text: string;
  readonly you_see: string;
  readonly sees_video: string;
  readonly sees_picture: string;
  readonly sees_voice: string;
  readonly sees_text: string;
  readonly start: string;
  readonly starting: string;
  readonly close: string;
  readonly you: string;
  readonly camera_denied: string;
  readonly microphone_denied: string;
  readonly camera_missing: string;
  readonly microphone_missing: string;
  readonly camera_busy: string;
  readonly microphone_busy: string;
  readonly camera_lost: string;
  readonly microphone_lost: string;
  readonly camera_held: string;
  readonly microphone_held: string;
  readonly devices_insecure: string;
  readonly try_again: string;
  readonly waiting_title: string;
  readonly next: string;
  readonly place: (position: number) => string;
  readonly about: (min: number, max: number) => string;
  readonly keep_browsing: string;
  readonly question_label: string;
  readonly cancel: string;
  readonly ringing: (name: string) => string;
  readonly ringing_hint: string;
  readonly stop_ring: string;
  readonly returned: string;
  readonly with: (name: string, store: string) => string;
  readonly mute: string;
  readonly unmute: string;
  readonly camera_on: string;
  readonly camera_off: string;
  readonly more: string;
  readonly end: string;
  readonly make_small: string;
  readonly make_large: string;
  readonly news: string;
  readonly open_chat: string;
  readonly unread: (count: number) => string;
  readonly flip: string;
  readonly move: string;
  readonly handle: string;
  readonly choose_camera: string;
  readonly choose_microphone: string;
  readonly back: string;
  readonly quality: (bars: number) => string;
  readonly your_camera_off: (name: string) => string;
  readonly your_microphone_off: (name: string) => string;
  readonly their_camera_off: (name: string) => string;
  readonly tap_to_hear: (name: string) => string;
  readonly connecting: (name: string) => string;
  readonly reconnecting: (name: string) => string;
  readonly other_reconnecting: (name: string) => string;
  readonly offline: string;
  readonly shows: (name: string) => string;
  readonly announce: (name: string, title: string, price: string) => string;
  readonly variant: string;
  readonly in_stock: string;
  readonly sold_out: string;
  readonly sold_out_has: (wanted: string, others: string) => string;
  readonly add: string;
  readonly add_named: (title: string) => string;
  readonly see: string;
  readonly see_named: (title: string) => string;
  readonly put_away: (title: string) => string;
  readonly bag: string;
  readonly bag_line: (units: number, total: string) => string;
  readonly open_bag: string;
  readonly close_bag: string;
  readonly checkout: string;
  readonly checkout_offered: (name: string) => string;
  readonly no_checkout: string;
  readonly quantity: (count: number) => string;
  readonly pending: string;
  readonly refused: string;
  readonly chat: string;
  readonly write: string;
  readonly send: string;
  readonly no_messages: (name: string) => string;
  readonly typing: (name: string) => string;
  readonly sending: string;
  readonly not_sent: string;
  readonly said_you: string;
  readonly ended: string;
  readonly ended_by_them: (name: string) => string;
  readonly ended_lost: string;
  readonly ended_nobody: string;
  readonly again: string;
  readonly elsewhere: string;
  readonly bring_here: string;
  readonly stopped: string;
  readonly not_reached: string;
}

/** English, which is always there: the words until those of another language have come, and where they do not come. */
export const ENGLISH: Texts = en;

/** The words for a language tag, English where we have none. German comes as a file of its own. */
export async function textsFor(language: string): Promise<Texts> {
  return /^de\b/i.test(language) ? (await import("./de.js")).de : en;
}
