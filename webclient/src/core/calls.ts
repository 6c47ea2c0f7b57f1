/** What an event makes of a call, as the server's core has it. It judges nothing: whatever is in the journal has happened. */

import type { Call, CallEvent, CallPhase, Entry, Participant, Side } from "../protocol/index.js";
import { reported, requested, settled } from "./cart.js";
import { recordingAfter } from "./recording.js";

/** One side of a call; null for an associate who is not there yet. */
export function participant(call: Call, side: Side): Participant | null {
  return side === "shopper" ? call.shopper : associateOf(call);
}

/** The associate whom the call rings for or belongs to. */
export function associateOf(call: Call): Participant | null {
  return call.phase.phase === "waiting" ? null : call.phase.associate;
}

/** The call after a journalled event; null where the history cannot be (the caller then asks for a snapshot). */
export function evolve(call: Call | null, entry: Entry): Call | null {
  const { event } = entry;
  if (event.type === "call_requested") return firstState(event, entry.at_ms);
  if (call === null) return null;
  switch (event.type) {
    case "ring_started":
    case "ring_ended":
    case "call_accepted":
    case "call_ended":
    case "call_wrapped_up": {
      const phase = nextPhase(call.phase, event, entry.at_ms);
      if (phase === null) return null;
      if (event.type !== "ring_ended") return { ...call, phase };
      const others = call.left_out.filter((left) => left.associate_id !== event.associate_id);
      return {
        ...call,
        phase,
        left_out: [...others, { associate_id: event.associate_id, until_ms: event.left_out_until_ms }],
      };
    }
    case "participant_lost":
      return withSide(call, event.side, {
        lost_at_ms: entry.at_ms,
        lost_deadline_ms: event.deadline_ms,
        lost_reason: event.reason,
      });
    case "participant_returned":
      return withSide(call, event.side, {
        client_id: event.client_id,
        lost_at_ms: 0,
        lost_deadline_ms: 0,
        lost_reason: null,
      });
    case "page_changed":
      return { ...call, page: event.page };
    case "media_changed":
      return withSide(call, event.side, { microphone: event.microphone, camera: event.camera });
    case "product_shown":
      return {
        ...call,
        shown: [
          ...call.shown.filter((shown) => shown.product_id !== event.product_id),
          { product_id: event.product_id, variant_id: event.variant_id, at_ms: entry.at_ms },
        ],
      };
    case "product_hidden":
      return { ...call, shown: call.shown.filter((shown) => shown.product_id !== event.product_id) };
    case "cart_change_requested":
      return { ...call, cart: requested(call.cart, event.change) };
    case "cart_change_settled":
      return { ...call, cart: settled(call.cart, event) };
    case "cart_reported":
      return { ...call, cart: reported(call.cart, event.cart) };
    case "chat_sent":
      return {
        ...call,
        chat: [...call.chat, { message_id: event.message_id, by: event.side, text: event.text, at_ms: entry.at_ms }],
      };
    case "checkout_moved":
      return {
        ...call,
        checkout: { step: event.step, at_ms: entry.at_ms, order_number: event.order_number, reason: event.reason },
      };
    case "guest_joined":
      return { ...call, guests: [...call.guests, event.guest] };
    case "guest_changed": {
      const { guest_id, role, told } = event;
      return { ...call, guests: call.guests.map((each) => (each.guest_id === guest_id ? { ...each, role, told } : each)) };
    }
    case "guest_left":
      return { ...call, guests: call.guests.filter((each) => each.guest_id !== event.guest_id) };
    case "recording_asked":
    case "recording_consented":
    case "recording_started":
    case "recording_paused":
    case "recording_resumed":
    case "recording_stopped": {
      const recording = recordingAfter(call.recording, event, entry.at_ms);
      return recording && { ...call, recording };
    }
    default:
      event satisfies never;
      return null;
  }
}

type Requested = Extract<CallEvent, { type: "call_requested" }>;
type PhaseEvent = Extract<
  CallEvent,
  { type: "ring_started" | "ring_ended" | "call_accepted" | "call_ended" | "call_wrapped_up" }
>;

function firstState(event: Requested, at_ms: number): Call {
  return {
    call_id: event.call_id,
    store_id: event.store_id,
    mode: event.mode,
    language: event.language,
    requested_at_ms: at_ms,
    question: event.question,
    shopper: event.shopper,
    page: event.page,
    phase: { phase: "waiting", deadline_ms: event.waiting_deadline_ms, returned: false },
    left_out: [],
    shown: [],
    cart: { store: null, changes: [] },
    chat: [],
    checkout: null,
    kind: event.kind,
    reserved_for: event.reserved_for,
    guests: [],
    recording: null,
  };
}

function nextPhase(phase: CallPhase, event: PhaseEvent, at_ms: number): CallPhase | null {
  switch (event.type) {
    case "ring_started":
      if (phase.phase !== "waiting") return null;
      return {
        phase: "ringing",
        associate: event.associate,
        rang_at_ms: at_ms,
        deadline_ms: event.deadline_ms,
        waiting_deadline_ms: phase.deadline_ms,
      };
    case "ring_ended":
      if (phase.phase !== "ringing") return null;
      return { phase: "waiting", deadline_ms: phase.waiting_deadline_ms, returned: true };
    case "call_accepted":
      if (phase.phase !== "ringing") return null;
      return { phase: "live", associate: { ...phase.associate, client_id: event.client_id }, accepted_at_ms: at_ms };
    case "call_ended":
      if (phase.phase === "ended") return null;
      return {
        phase: "ended",
        reason: event.reason,
        ended_at_ms: at_ms,
        associate: phase.phase === "waiting" ? null : phase.associate,
        answered: phase.phase === "live",
        outcome: null,
        note: "",
      };
    case "call_wrapped_up":
      return phase.phase === "ended" ? { ...phase, outcome: event.outcome, note: event.note } : null;
    default:
      event satisfies never;
      return null;
  }
}

function withSide(call: Call, side: Side, change: Partial<Participant>): Call | null {
  if (side === "shopper") return { ...call, shopper: { ...call.shopper, ...change } };
  const { phase } = call;
  if (phase.phase === "waiting" || phase.associate === null) return null;
  return { ...call, phase: { ...phase, associate: { ...phase.associate, ...change } } };
}
