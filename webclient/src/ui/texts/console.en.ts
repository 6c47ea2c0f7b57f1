/** The console's words in English. Words only: no markup, no rules about when something is said. */

import type { CallOutcome } from "./console_shapes.js";
import { console_call_en } from "./console_call.en.js";
import { console_recording_en, refusals_recording_en } from "./console_recording.en.js";

export const console_en = {
  ...console_call_en,
  ...console_recording_en,
  app_name: "coshop console",

  // signing in
  sign_in_title: "Sign in",
  sign_in_hint: "For the people who answer shoppers.",
  email: "E-mail",
  password: "Password",
  show_password: "Show password",
  hide_password: "Hide password",
  sign_in: "Sign in",
  signing_in: "Signing in",
  sign_in_wrong: "E-mail and password do not fit together. Check both and try again.",
  sign_in_missing: "Fill in both fields, then sign in.",
  sign_in_limited: (seconds: number) =>
    seconds > 90
      ? `Too many tries. Please wait ${Math.ceil(seconds / 60)} minutes and try again.`
      : `Too many tries. Please wait ${seconds} seconds and try again.`,
  sign_in_offline: "The server cannot be reached. Check the connection and try again.",
  sign_in_failed: "Signing in did not work just now. Try again in a moment.",
  sign_in_expired: "Your sign-in has expired. Sign in again to go on.",
  sign_in_expired_in_call: "Your sign-in has expired. Sign in again; your call is still there.",
  sign_in_revoked: "You were signed out from another place. Sign in again to go on.",
  sign_out: "Sign out",
  sign_out_everywhere: "Sign out everywhere",
  sign_out_everywhere_hint: "Every tablet and browser where you are signed in.",
  sign_out_failed: "Signing out did not reach the server. Try again.",
  account_menu: "Your account",

  // the team's view
  team: "Team",
  team_failed: "The team's view could not be loaded. Check the connection and try again.",
  team_back: "Back to your desk",

  // practising
  practise: "Practise",
  practise_hint: "A program calls you as a shopper. No customer is there, and nothing counts.",
  practise_failed: "The stories could not be loaded. Check the connection and try again.",
  rehearsal: "Rehearsal",

  // how the store sees you
  go_available: "Go available",
  go_available_hint: "Turns on the ring and opens your camera, so that answering is quick.",
  go_away: "Go away",
  available_here: "Ring here",
  available_elsewhere: "You are available on another tablet. Calls ring there.",
  state_available: "Available",
  state_ringing: "Ringing",
  state_busy: "In a call",
  state_wrap_up: "Wrapping up",
  state_away: "Away",
  state_connecting: "Connecting",
  state_changing: "One moment",
  your_state: "Your state",
  notifications_ask: "Notify me when hidden",
  notifications_on: "Notifications are on",
  notifications_blocked: "Notifications are blocked. Allow them for this page in the browser's settings.",
  wake_failed: "This tablet may fall asleep while you wait. Keep it plugged in, or touch it now and then.",

  // your own picture
  you: "You",
  your_preview: "Your picture",
  mirror_sees: "This is what shoppers see, mirrored.",
  light_dark: "Your picture is dark. Turn towards a window or a lamp.",
  light_bright: "Your picture is very bright. Turn away from the lamp.",
  light_good: "Light is good",
  sound_level: "Your microphone",
  camera_preview_off: "Go available to open your camera.",
  camera_opening: "Opening your camera",
  device_denied_both: "Camera and microphone are not allowed. Shoppers can write to you, but cannot see or hear you.",
  device_denied_camera: "Your camera is not allowed. Shoppers can hear you, but cannot see you.",
  device_denied_microphone: "Your microphone is not allowed. Shoppers cannot hear you.",
  device_missing_both: "No camera and no microphone was found. Shoppers can write to you, but cannot see or hear you.",
  device_missing_camera: "No camera was found. Shoppers can hear you, but cannot see you.",
  device_missing_microphone: "No microphone was found. Shoppers cannot hear you.",
  device_lost_both: "Your camera and microphone have stopped. Shoppers can write to you, but cannot see or hear you.",
  device_lost_camera: "Your camera has stopped. Shoppers can hear you, but cannot see you.",
  device_lost_microphone: "Your microphone has stopped. Shoppers cannot hear you.",
  device_busy: "Another app is using the camera or microphone. Close it and try again.",
  device_insecure: "This address is not secure, so the browser gives no camera or microphone. Open the console by https.",
  camera_off_now: "Your camera is off",
  sound_locked: "The ring is silent until you touch this page once.",
  device_way_back: "Touch the camera sign beside the web address, allow both, then try again.",
  device_plug_in: "Plug it in or switch it on, then try again.",
  device_retry: "Try again",

  // the line
  line: "Line",
  line_empty: "Nobody is waiting",
  line_empty_hint: "When a shopper asks for a call, it appears here.",
  line_waiting: (count: number) => (count === 1 ? "1 waiting" : `${count} waiting`),
  line_ringing: "ringing",
  line_open: "Show the line",
  line_close: "Close the line",
  line_colleagues: (available: number, live: number) =>
    available + live === 0
      ? "Nobody is available just now."
      : [available > 0 ? `${available} available` : "", live > 0 ? `${live} in a call` : ""].filter(Boolean).join(" · "),
  waiting_for: (time: string) => `waiting ${time}`,
  mode_video: "Video",
  mode_voice: "Voice",
  mode_text: "Text",
  no_page: "Page not known",
  shopper: "Shopper",

  // the ring
  ring_title: (name: string) => `${name} is calling`,
  ring_announce: (page: string, language: string) => `Incoming call. ${page}. ${language}.`,
  ring_from: "On the page",
  ring_answer: "Answer",
  ring_decline: "Decline",
  ring_answering: "Connecting",
  ring_elsewhere: "Ringing on your other tablet",
  ring_answer_here: "Answer here",
  ring_left: (seconds: number) => `${seconds} seconds left`,
  ring_cart: (count: string, total: string) => `Bag ${count} · ${total}`,
  ring_cart_empty: "Bag is empty",
  ring_notification: "A shopper is calling",
  ring_gone_elsewhere: "Answered on another tablet.",
  ring_gone_unanswered: "The ring went on to a colleague.",
  ring_gone_withdrawn: "The shopper left the line.",
  title_ringing: "Incoming call",

  // one call, several tablets
  elsewhere_title: "This call is on another tablet.",
  elsewhere_continue: "Continue here",
  elsewhere_hint: "The other tablet lets go of the picture and sound.",
  fenced_title: "Opened in another tab.",
  fenced_hint: "This tab has been put to rest, so that the ring does not sound twice.",
  fenced_use_here: "Use this tab",

  // the connection
  not_connected: "Not connected yet",
  link_lost: "Your connection is coming back. A running call goes on.",
  link_draining: "The server is being renewed. You will be connected again in a moment; a running call goes on.",
  link_offline: "You are offline. Check the network; everything comes back by itself.",
  link_old_client: "There is a newer console. Reload the page to get it.",
  link_reload: "Reload",
  link_stopped: "The server closed the connection. Reload the page to go on.",

  // after the call
  wrap_title: "How did it go?",
  wrap_reason: {
    withdrawn: "The shopper left the line.",
    ended_by_shopper: "The shopper ended the call.",
    ended_by_associate: "You ended the call.",
    shopper_lost: "The shopper's connection did not come back.",
    associate_lost: "Your connection was away too long.",
    nobody_answered: "Nobody answered.",
  },
  outcomes: {
    sold: "Sold",
    helped: "Helped",
    follow_up: "Follow up",
    not_resolved: "Not resolved",
    technical: "Technical trouble",
  } satisfies Record<CallOutcome, string>,
  outcome_legend: "Outcome",
  note: "Note",
  note_hint: "For you and your colleagues",
  wrap_done: "Done",
  wrap_saving: "Saving",
  wrap_choose: "Choose an outcome first.",
  wrap_failed: "It was not saved.",
  wrap_later: "Later",
  call_lasted: (time: string) => `${time} min`,

  // earlier calls
  past_calls: "Past calls",
  past_none: "No calls yet.",
  past_failed: "The list could not be loaded. Try again.",
  past_note: "Note outcome",
  past_not_wrapped: "No outcome noted",
  today: "Today",

  // refusals
  try_again: "Try again",
  refused: "Refused",
  refusals: {
    ...refusals_recording_en,
    not_signed_in: "Your sign-in has expired. Sign in again.",
    revoked: "You were signed out. Sign in again.",
    not_allowed: "This is not possible from your side.",
    unknown_call: "This call is no longer there.",
    call_ended: "The call has ended.",
    call_not_live: "This is possible only during the call.",
    call_not_ringing: "The ring is over.",
    call_taken: "The call rings for a colleague now.",
    already_in_call: "You are in another call. End it first.",
    not_ended: "The call is still going on.",
    already_wrapped_up: "This call has been wrapped up already.",
    unknown_product: "The catalogue no longer has this product.",
    unknown_variant: "The catalogue no longer has this one.",
    variant_of_another_product: "This belongs to another product. Search again.",
    sold_out: "It is sold out.",
    not_shown: "It is not on their screen any more.",
    too_many_shown: "Their screen is full. Take a product back first.",
    unknown_line: "It is no longer in the bag.",
    unknown_change: "This change is no longer known.",
    change_settled: "This has been settled already.",
    change_pending: "The store has not answered yet. Try again in a moment.",
    too_many_pending: "The store is still busy with earlier changes. Wait a moment.",
    cannot_undo: "This cannot be undone.",
    checkout_step: "The checkout is at another step now.",
    chat_full: "This call has reached its limit of messages.",
    no_other_participant: "Nobody is on the other side yet.",
    rate_limited: "That was very quick. Wait a moment and try again.",
    too_many_frames: "That was very quick. Wait a moment and try again.",
    conflict: "Something else happened at the same moment. Look again and repeat if still wanted.",
    retry_later: "The server cannot store this right now. Try again in a moment.",
    invalid_field: "The server did not understand this. Reload the page if it happens again.",
  } as Readonly<Record<string, string>>,
};

/** The shape every language of the console has. */
export type ConsoleTexts = typeof console_en;
