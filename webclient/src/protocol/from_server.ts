/** Generated from src/coshop/protocol by `npm run generate`. Never edited. What the server sends. */

export type JsonValue = unknown;

/**
 * The root of all that the server sends.
 */
export interface FromServer {
  audit: AuditView;
  availability: Availability;
  calls: CallSummaries;
  canary: CanaryRunsView;
  check_note: CheckNote;
  check_result: CheckResult;
  code:
    | "malformed"
    | "unknown_type"
    | "unknown_address"
    | "unknown_method"
    | "invalid_field"
    | "price_not_accepted"
    | "frame_too_large"
    | "too_slow"
    | "too_many_frames"
    | "unsupported_protocol"
    | "ticket_invalid"
    | "origin_not_allowed"
    | "unknown_store"
    | "not_signed_in"
    | "wrong_password"
    | "not_allowed"
    | "revoked"
    | "unknown_call"
    | "call_exists"
    | "call_ended"
    | "call_not_live"
    | "call_not_waiting"
    | "call_not_ringing"
    | "call_taken"
    | "already_in_call"
    | "not_ended"
    | "already_wrapped_up"
    | "unknown_product"
    | "unknown_variant"
    | "variant_of_another_product"
    | "sold_out"
    | "not_shown"
    | "too_many_shown"
    | "unknown_line"
    | "unknown_change"
    | "change_settled"
    | "change_pending"
    | "too_many_pending"
    | "cannot_undo"
    | "checkout_step"
    | "chat_full"
    | "unknown_guest"
    | "guest_exists"
    | "too_many_guests"
    | "recording_off"
    | "nothing_to_record"
    | "recording_asked_before"
    | "not_asked"
    | "consent_text"
    | "not_recording"
    | "checkout_open"
    | "unknown_recording"
    | "still_recording"
    | "recording_unreadable"
    | "export_running"
    | "no_other_participant"
    | "unknown_job"
    | "unknown_rehearsal"
    | "unknown_story"
    | "story_broken"
    | "rehearsal_running"
    | "unknown_canary"
    | "canary_running"
    | "line_full"
    | "rate_limited"
    | "command_id_reused"
    | "conflict"
    | "retry_later";
  export: ExportView;
  frame:
    | Welcome
    | Snapshot
    | Events
    | AnswerFrame
    | SignalRelayed
    | StreamClosed
    | Place
    | Line
    | Presence
    | Heartbeat
    | FrameRefused
    | Draining
    | JobNote
    | JobOffer
    | JobCancel
    | JobClosed
    | WorkerRetire;
  go_live: GoLiveView;
  problem: Problem;
  product: ProductView;
  refusal: Refusal;
  rehearsals: RehearsalsView;
  review: ReviewView;
  reviews: ReviewsView;
  search: SearchResults;
  set_checks: SetChecksView;
  signed_in: SignedIn;
  stories: StoriesView;
  team: TeamView;
  ticket: Ticket;
  token: ShopperToken;
  workers: WorkersView;
}
/**
 * GET /v1/console/audit. `more`: there are older ones; ask with `before_id` = the last one's `audit_id`.
 */
export interface AuditView {
  entries: AuditEntry[];
  more: boolean;
}
/**
 * Who did what with a review or recording. `who_id` is empty where the server did it itself; `address` is the network's.
 */
export interface AuditEntry {
  address: string;
  at_ms: number;
  audit_id: number;
  call_id: string;
  detail: string;
  recording_id: string;
  what: string;
  who_id: string;
  who_name: string;
}
/**
 * Whether a call would be answered now. `opens_at_ms` is 0 where no opening is known.
 */
export interface Availability {
  associate_name: string;
  available: boolean;
  line_full: boolean;
  opens_at_ms: number;
  wait_max_s: number;
  wait_min_s: number;
  waiting: number;
}
/**
 * GET /v1/console/calls
 */
export interface CallSummaries {
  calls: CallSummary[];
}
/**
 * A call of the associate's own, newest first, for the list of past calls.
 */
export interface CallSummary {
  call_id: string;
  end_reason: string;
  ended_at_ms: number;
  note: string;
  outcome: ("sold" | "helped" | "follow_up" | "not_resolved" | "technical") | null;
  requested_at_ms: number;
  shopper_name: string;
}
/**
 * GET /v1/console/canary, newest first
 */
export interface CanaryRunsView {
  runs: CanaryRunView[];
}
/**
 * A canary's call. `ended_at_ms` 0: it runs. `source`: the command `coshop canary`, or a worker of this installation.
 */
export interface CanaryRunView {
  ended_at_ms: number;
  failed_step: string;
  ok: boolean;
  reason: string;
  run_id: string;
  source: "command" | "worker";
  started_at_ms: number;
  steps: CanaryStep[];
}
/**
 * A step that was done, and how long it took.
 */
export interface CanaryStep {
  seconds: number;
  step: string;
}
/**
 * How far a running check is, with what can be said by now.
 */
export interface CheckNote {
  /**
   * Since the first picture or sound arrived.
   */
  elapsed_ms: number;
  /**
   * How loud the last fifth of a second was, for a meter on the screen.
   */
  level_dbfs: number | null;
  /**
   * How late the mirror shows what happens. It is not judged.
   */
  loop_ms: number | null;
  step: "waiting" | "measuring" | "tone" | "relay";
  total_ms: number;
  /**
   * @maxItems 32
   */
  verdicts: Verdict[];
}
/**
 * One thing that was judged. docs/protocol.md names the unit of `measured` and `wanted` for each code ([MIRROR5]).
 */
export interface Verdict {
  code:
    | "no_picture"
    | "picture_stuck"
    | "light_good"
    | "too_dark"
    | "too_bright"
    | "backlit"
    | "sharp"
    | "blurred"
    | "steady"
    | "shaking"
    | "rate_good"
    | "rate_low"
    | "size_good"
    | "size_small"
    | "no_sound"
    | "sound_good"
    | "silent"
    | "too_quiet"
    | "clipping"
    | "noisy"
    | "speaker_heard"
    | "speaker_not_heard"
    | "up_good"
    | "up_slow"
    | "up_loss"
    | "up_jitter"
    | "down_good"
    | "down_loss"
    | "down_jitter"
    | "round_trip_good"
    | "round_trip_long"
    | "relay_works"
    | "relay_blocked";
  level: "ok" | "warn" | "fail";
  /**
   * What it came to; none where nothing could be measured.
   */
  measured: number | null;
  /**
   * The bound it had to keep to be good.
   */
  wanted: number | null;
}
/**
 * What a whole check came to. It passed when nothing failed; a warning is advice.
 */
export interface CheckResult {
  /**
   * The longest the mirror itself was late. What that could have caused is not judged.
   */
  held_up_ms: number;
  loop_ms: number | null;
  passed: boolean;
  /**
   * Whether picture and sound themselves came through a relay.
   */
  relayed: boolean;
  /**
   * @maxItems 32
   */
  verdicts: Verdict[];
}
/**
 * One MP4 of both sides. `done` is its share from 0 to 1 where it is known; `url` loads it down once the state is `done`.
 *
 * `outdated`: there is a film, but a part of the recording came after it was made.
 */
export interface ExportView {
  bytes: number;
  done: number;
  job_id: string;
  length_ms: number;
  state: "none" | "queued" | "running" | "done" | "failed" | "outdated";
  url: string;
  words: string;
}
/**
 * The answer to `hello`. After it come, for each open call of this person, `events` or a `snapshot`.
 *
 * `streams` lists those calls with their newest `seq`; a call the client named that is not listed is no longer its own.
 */
export interface Welcome {
  client_id: string;
  heartbeat_s: number;
  ice_servers: IceServer[];
  name: string;
  person_id: string;
  protocol: number;
  relay_only: boolean;
  role: "shopper" | "associate" | "worker";
  server_id: string;
  server_time_ms: number;
  store: StoreView;
  streams: StreamPosition[];
  type: "welcome";
}
/**
 * As `RTCIceServer`.
 */
export interface IceServer {
  credential: string;
  urls: string[];
  username: string;
}
/**
 * What screens need to know of a store. `recording` `ask`: calls may be recorded where their people agree.
 */
export interface StoreView {
  accent: string;
  currency: string;
  language: string;
  name: string;
  public_key: string;
  recording: "off" | "ask";
  /**
   * How long a recording is kept.
   */
  recording_days: number;
}
/**
 * How far a call's journal is known: the last `seq` applied within `epoch`. `seq` 0 means nothing yet.
 */
export interface StreamPosition {
  call_id: string;
  epoch: number;
  seq: number;
}
/**
 * The whole state of a call after event `seq`. It replaces what the client had.
 */
export interface Snapshot {
  call: Call;
  epoch: number;
  seq: number;
  type: "snapshot";
}
/**
 * Everything a screen needs to show a call, and everything `decide` needs to judge a command.
 *
 * `kind` and `reserved_for` (an associate's id; empty: anybody) come from the shopper's token and never change.
 */
export interface Call {
  call_id: string;
  cart: Cart;
  chat: ChatMessage[];
  checkout: Checkout | null;
  guests: Guest[];
  kind: "customer" | "rehearsal" | "canary";
  language: string;
  left_out: LeftOut[];
  mode: "video" | "voice" | "text";
  page: Page;
  phase: Waiting | Ringing | Live | Ended;
  question: string;
  recording: Recording | null;
  requested_at_ms: number;
  reserved_for: string;
  shopper: Participant;
  shown: Shown[];
  store_id: string;
}
/**
 * The shared cart: the store's own cart as last reported, and the ledger of changes, oldest first (bounded).
 */
export interface Cart {
  changes: CartChange[];
  store: StoreCart | null;
}
/**
 * One wish to change the store's cart and what became of it. `change_id` is the id of its command.
 *
 * `quantity` is what was asked (units; the new quantity for `set`), `quantity_before` what the cart held of that
 * variant or line when asked, `applied_quantity` the units that the store really changed by (always >= 0).
 */
export interface CartChange {
  applied_quantity: number;
  at_ms: number;
  by: "shopper" | "associate";
  change_id: string;
  kind: "add" | "subtract" | "set" | "remove";
  line_id: string;
  product_id: string;
  quantity: number;
  quantity_before: number;
  reason:
    | (
        | "sold_out"
        | "limited_stock"
        | "unknown_variant"
        | "unknown_line"
        | "store_refused"
        | "store_error"
        | "store_no_answer"
        | "no_cart"
        | "call_ended"
      )
    | null;
  state: "pending" | "applied" | "partly_applied" | "rejected" | "undone";
  undoes: string;
  variant_id: string;
}
/**
 * The store's own cart and totals; they win over any sum of ours.
 */
export interface StoreCart {
  currency: string;
  discount_minor: number;
  lines: StoreLine[];
  subtotal_minor: number;
  total_minor: number;
}
/**
 * A line of the store's own cart, as the shopper's page reads it. Money in minor units; for display only.
 */
export interface StoreLine {
  line_id: string;
  line_total_minor: number;
  picture_url: string;
  product_id: string;
  quantity: number;
  title: string;
  variant_id: string;
  variant_title: string;
}
/**
 * One written line; `message_id` is the id of its command.
 */
export interface ChatMessage {
  at_ms: number;
  by: "shopper" | "associate";
  message_id: string;
  text: string;
}
/**
 * Where the shopper stands on the way through the store's own till.
 */
export interface Checkout {
  at_ms: number;
  order_number: string;
  reason: string;
  step: "offered" | "started" | "failed" | "left" | "paid";
}
/**
 * Somebody in the call whose client has a connection of its own to each side. `told`: the screens say so.
 */
export interface Guest {
  client_id: string;
  guest_id: string;
  joined_at_ms: number;
  name: string;
  person_id: string;
  role: "recorder" | "listener" | "whisperer" | "speaker";
  told: boolean;
}
/**
 * An associate who declined or missed this call and is not offered it again before `until_ms`.
 */
export interface LeftOut {
  associate_id: string;
  until_ms: number;
}
/**
 * The page that the shopper looks at. `product_id` is empty where the page shows no product.
 */
export interface Page {
  product_id: string;
  title: string;
  url: string;
  variant_id: string;
}
/**
 * In the line. `returned` is true after a ring that came to nothing: such a call stands at the front.
 */
export interface Waiting {
  deadline_ms: number;
  phase: "waiting";
  returned: boolean;
}
/**
 * Offered to one associate until `deadline_ms`. `associate.client_id` is the tablet that prepares the picture.
 */
export interface Ringing {
  associate: Participant;
  deadline_ms: number;
  phase: "ringing";
  rang_at_ms: number;
  waiting_deadline_ms: number;
}
/**
 * One side of a call. `lost_at_ms` is 0 while connected; `lost_deadline_ms` is when the loss ends the call.
 */
export interface Participant {
  camera: boolean;
  client_id: string;
  lost_at_ms: number;
  lost_deadline_ms: number;
  lost_reason: ("connection" | "page_change") | null;
  microphone: boolean;
  name: string;
  person_id: string;
}
/**
 * Both are in the call.
 */
export interface Live {
  accepted_at_ms: number;
  associate: Participant;
  phase: "live";
}
/**
 * Over. Only what the store did with changes may follow, for a minute, and then the wrap-up.
 */
export interface Ended {
  answered: boolean;
  associate: Participant | null;
  ended_at_ms: number;
  note: string;
  outcome: ("sold" | "helped" | "follow_up" | "not_resolved" | "technical") | null;
  phase: "ended";
  reason:
    "withdrawn" | "ended_by_shopper" | "ended_by_associate" | "shopper_lost" | "associate_lost" | "nobody_answered";
}
/**
 * `recorded` are the sides whose sound and picture are kept, once it has started. `stopped` is for good.
 *
 * `since_ms` is when `state` began by the server's clock, 0 where a state of an earlier version does not know it.
 */
export interface Recording {
  consents: Consent[];
  pause_reason: ("tap" | "checkout") | null;
  paused_by: ("shopper" | "associate") | null;
  recorded: ("shopper" | "associate")[];
  since_ms: number;
  state: "asked" | "on" | "paused" | "stopped";
  stopped_reason: ("withdrawn" | "refused" | "failed" | "ended") | null;
  text_version: string;
}
/**
 * What one side answered, to which version of the text, read in which language.
 */
export interface Consent {
  agreed: boolean;
  at_ms: number;
  language: string;
  side: "shopper" | "associate";
  text_version: string;
}
/**
 * A product that the associate has put on the shopper's screen. `variant_id` may be empty.
 */
export interface Shown {
  at_ms: number;
  product_id: string;
  variant_id: string;
}
/**
 * New events of a call, in order. Apply those whose `seq` is the next one; ask for a replay on a gap.
 */
export interface Events {
  call_id: string;
  entries: Entry[];
  epoch: number;
  type: "events";
}
/**
 * One numbered event of a call's journal. `command_id` is empty where the server itself acted.
 */
export interface Entry {
  at_ms: number;
  by: "shopper" | "associate" | "supervisor" | "worker" | "server";
  command_id: string;
  event:
    | CallRequested
    | RingStarted
    | RingEnded
    | CallAccepted
    | ParticipantLost
    | ParticipantReturned
    | PageChanged
    | MediaChanged
    | CallEnded
    | CallWrappedUp
    | ProductShown
    | ProductHidden
    | CartChangeRequested
    | CartChangeSettled
    | CartReported
    | ChatSent
    | CheckoutMoved
    | GuestJoined
    | GuestChanged
    | GuestLeft
    | RecordingAsked
    | RecordingConsented
    | RecordingStarted
    | RecordingPaused
    | RecordingResumed
    | RecordingStopped;
  seq: number;
}
/**
 * A shopper asked for a call; the first event of every journal.
 */
export interface CallRequested {
  call_id: string;
  kind: "customer" | "rehearsal" | "canary";
  language: string;
  mode: "video" | "voice" | "text";
  page: Page;
  question: string;
  reserved_for: string;
  shopper: Participant;
  store_id: string;
  type: "call_requested";
  waiting_deadline_ms: number;
}
/**
 * The line offered the call to an associate.
 */
export interface RingStarted {
  associate: Participant;
  deadline_ms: number;
  type: "ring_started";
}
/**
 * The ring came to nothing; the call is back at the front of the line.
 */
export interface RingEnded {
  associate_id: string;
  left_out_until_ms: number;
  reason: "declined" | "unanswered" | "lost";
  type: "ring_ended";
}
/**
 * The associate answered on this tablet.
 */
export interface CallAccepted {
  associate_id: string;
  client_id: string;
  type: "call_accepted";
}
/**
 * One side's connection is gone; the call waits for it until `deadline_ms`.
 */
export interface ParticipantLost {
  deadline_ms: number;
  reason: "connection" | "page_change";
  side: "shopper" | "associate";
  type: "participant_lost";
}
/**
 * Connected again; `client_id` may be another tab or tablet than before (a take-over).
 */
export interface ParticipantReturned {
  client_id: string;
  side: "shopper" | "associate";
  type: "participant_returned";
}
/**
 * The shopper opened another page.
 */
export interface PageChanged {
  page: Page;
  type: "page_changed";
}
/**
 * A side switched its microphone or camera.
 */
export interface MediaChanged {
  camera: boolean;
  microphone: boolean;
  side: "shopper" | "associate";
  type: "media_changed";
}
/**
 * The call is over.
 */
export interface CallEnded {
  reason:
    "withdrawn" | "ended_by_shopper" | "ended_by_associate" | "shopper_lost" | "associate_lost" | "nobody_answered";
  type: "call_ended";
}
/**
 * The associate wrote down what came of it.
 */
export interface CallWrappedUp {
  associate_id: string;
  note: string;
  outcome: "sold" | "helped" | "follow_up" | "not_resolved" | "technical";
  type: "call_wrapped_up";
}
/**
 * A product was put on the shopper's screen.
 */
export interface ProductShown {
  product_id: string;
  type: "product_shown";
  variant_id: string;
}
/**
 * A product was taken off the shopper's screen.
 */
export interface ProductHidden {
  product_id: string;
  type: "product_hidden";
}
/**
 * Somebody wants the store's cart changed; the shopper's page will try it.
 */
export interface CartChangeRequested {
  change: CartChange;
  type: "cart_change_requested";
}
/**
 * What the store made of a change.
 */
export interface CartChangeSettled {
  applied_quantity: number;
  change_id: string;
  outcome: "applied" | "partly_applied" | "rejected";
  reason:
    | (
        | "sold_out"
        | "limited_stock"
        | "unknown_variant"
        | "unknown_line"
        | "store_refused"
        | "store_error"
        | "store_no_answer"
        | "no_cart"
        | "call_ended"
      )
    | null;
  type: "cart_change_settled";
}
/**
 * What the store's cart holds now.
 */
export interface CartReported {
  cart: StoreCart;
  type: "cart_reported";
}
/**
 * A written line.
 */
export interface ChatSent {
  message_id: string;
  side: "shopper" | "associate";
  text: string;
  type: "chat_sent";
}
/**
 * A step on the way through the store's till.
 */
export interface CheckoutMoved {
  order_number: string;
  reason: string;
  side: "shopper" | "associate";
  step: "offered" | "started" | "failed" | "left" | "paid";
  type: "checkout_moved";
}
/**
 * Somebody came into the call beside its two sides.
 */
export interface GuestJoined {
  guest: Guest;
  type: "guest_joined";
}
/**
 * A guest does something else from now on.
 */
export interface GuestChanged {
  guest_id: string;
  role: "recorder" | "listener" | "whisperer" | "speaker";
  told: boolean;
  type: "guest_changed";
}
/**
 * A guest is gone.
 */
export interface GuestLeft {
  guest_id: string;
  reason: "left" | "lost" | "call_ended" | "withdrawn";
  type: "guest_left";
}
/**
 * The associate asked whether the call may be recorded.
 */
export interface RecordingAsked {
  text_version: string;
  type: "recording_asked";
}
/**
 * One side answered.
 */
export interface RecordingConsented {
  agreed: boolean;
  language: string;
  side: "shopper" | "associate";
  text_version: string;
  type: "recording_consented";
}
/**
 * Everybody has answered; these sides are recorded from now on.
 */
export interface RecordingStarted {
  recorded: ("shopper" | "associate")[];
  type: "recording_started";
}
/**
 * Nothing is kept until it is resumed: a side tapped, or the shopper opened the checkout.
 */
export interface RecordingPaused {
  by: "shopper" | "associate";
  reason: "tap" | "checkout";
  type: "recording_paused";
}
/**
 * It goes on.
 */
export interface RecordingResumed {
  type: "recording_resumed";
}
/**
 * It is over for this call.
 */
export interface RecordingStopped {
  reason: "withdrawn" | "refused" | "failed" | "ended";
  type: "recording_stopped";
}
/**
 * The answer to a command: `refusal` is null where it took effect; `seq` is the journal's newest number then.
 */
export interface AnswerFrame {
  call_id: string;
  id: string;
  refusal: Refusal | null;
  seq: number;
  type: "answer";
}
/**
 * Why something was refused: a code for programs, a sentence for people, and the allowed values where that helps.
 */
export interface Refusal {
  allowed: string[];
  code:
    | "malformed"
    | "unknown_type"
    | "unknown_address"
    | "unknown_method"
    | "invalid_field"
    | "price_not_accepted"
    | "frame_too_large"
    | "too_slow"
    | "too_many_frames"
    | "unsupported_protocol"
    | "ticket_invalid"
    | "origin_not_allowed"
    | "unknown_store"
    | "not_signed_in"
    | "wrong_password"
    | "not_allowed"
    | "revoked"
    | "unknown_call"
    | "call_exists"
    | "call_ended"
    | "call_not_live"
    | "call_not_waiting"
    | "call_not_ringing"
    | "call_taken"
    | "already_in_call"
    | "not_ended"
    | "already_wrapped_up"
    | "unknown_product"
    | "unknown_variant"
    | "variant_of_another_product"
    | "sold_out"
    | "not_shown"
    | "too_many_shown"
    | "unknown_line"
    | "unknown_change"
    | "change_settled"
    | "change_pending"
    | "too_many_pending"
    | "cannot_undo"
    | "checkout_step"
    | "chat_full"
    | "unknown_guest"
    | "guest_exists"
    | "too_many_guests"
    | "recording_off"
    | "nothing_to_record"
    | "recording_asked_before"
    | "not_asked"
    | "consent_text"
    | "not_recording"
    | "checkout_open"
    | "unknown_recording"
    | "still_recording"
    | "recording_unreadable"
    | "export_running"
    | "no_other_participant"
    | "unknown_job"
    | "unknown_rehearsal"
    | "unknown_story"
    | "story_broken"
    | "rehearsal_running"
    | "unknown_canary"
    | "canary_running"
    | "line_full"
    | "rate_limited"
    | "command_id_reused"
    | "conflict"
    | "retry_later";
  detail: string;
  message: string;
}
/**
 * From the other side of the call, or of the job whose id `call_id` is; with `guest_id` from or to that guest.
 */
export interface SignalRelayed {
  body: Offer | Answer | Candidates | Negotiate | Typing | ProductHint;
  call_id: string;
  client_id: string;
  guest_id: string;
  sender: "shopper" | "associate" | "guest" | "worker";
  type: "signal";
}
/**
 * Shopper -> associate: a new connection, or (`restart`) new ICE credentials for the one named.
 */
export interface Offer {
  connection_id: string;
  restart: boolean;
  sdp: string;
  type: "offer";
}
/**
 * Associate -> shopper: the answer to the offer of `connection_id`.
 */
export interface Answer {
  connection_id: string;
  sdp: string;
  type: "answer";
}
/**
 * Either way: a batch of candidates of one connection.
 */
export interface Candidates {
  /**
   * @minItems 1
   * @maxItems 40
   */
  candidates: Candidate[];
  connection_id: string;
  type: "candidates";
}
/**
 * One ICE candidate, as `RTCIceCandidate.toJSON` names its fields. An empty `candidate` ends them.
 */
export interface Candidate {
  candidate: string;
  sdp_m_line_index: number;
  sdp_mid: string;
}
/**
 * Associate -> shopper: please offer anew (my page was reloaded, or the path broke). `restart` keeps the connection.
 */
export interface Negotiate {
  restart: boolean;
  type: "negotiate";
}
/**
 * Either way: I am writing. Forgotten by the receiver after 4 s.
 */
export interface Typing {
  type: "typing";
}
/**
 * Associate -> shopper: this product may be shown next; fetch its card and picture.
 */
export interface ProductHint {
  product_id: string;
  type: "product_hint";
  variant_id: string;
}
/**
 * This call is no longer yours to follow: it rings elsewhere, or it ended and was wrapped up.
 */
export interface StreamClosed {
  call_id: string;
  type: "stream_closed";
}
/**
 * Shopper: where you stand in the line, and how long it may take.
 *
 * `nobody_there`: nobody takes calls just now, so that no span is told (both 0); `opens_at_ms` is 0 where no opening is known.
 */
export interface Place {
  call_id: string;
  nobody_there: boolean;
  opens_at_ms: number;
  position: number;
  type: "place";
  wait_max_s: number;
  wait_min_s: number;
  waiting: number;
}
/**
 * Associate: who waits now, longest first. Each one replaces the last.
 */
export interface Line {
  available: number;
  entries: LineEntry[];
  live: number;
  type: "line";
}
/**
 * A shopper who waits, as associates see them.
 */
export interface LineEntry {
  call_id: string;
  kind: "customer" | "rehearsal" | "canary";
  language: string;
  mode: "video" | "voice" | "text";
  name: string;
  page_title: string;
  product_id: string;
  question: string;
  ringing: boolean;
  since_ms: number;
}
/**
 * Associate: how the store sees you. `here` says whether this client is the one that rings.
 */
export interface Presence {
  call_id: string;
  here: boolean;
  since_ms: number;
  state: "available" | "ringing" | "busy" | "wrap_up" | "away";
  type: "presence";
}
/**
 * Every 10 s, with the newest `seq` of each stream, so that a missed event is noticed.
 */
export interface Heartbeat {
  server_time_ms: number;
  streams: StreamPosition[];
  type: "heartbeat";
}
/**
 * A frame that could not be taken and was no command with a readable id.
 */
export interface FrameRefused {
  refusal: Refusal;
  type: "refused";
}
/**
 * This server stops soon: connect again after `reconnect_after_ms`; nothing is lost.
 */
export interface Draining {
  reconnect_after_ms: number;
  type: "draining";
}
/**
 * Of a job made for you. Notes with a `state` are the server's; all others come from the worker as they are.
 */
export interface JobNote {
  job_id: string;
  kind: string;
  note: {
    [k: string]: JsonValue;
  };
  type: "job_note";
}
/**
 * Do this. Answer with `job_taken` within 5 s; offered again, answer again and do it once.
 */
export interface JobOffer {
  args: {
    [k: string]: JsonValue;
  };
  attempt: number;
  call_id: string;
  client_id: string;
  ice_servers: IceServer[];
  job_id: string;
  kind: string;
  person_id: string;
  store_id: string;
  type: "job_offer";
}
/**
 * Stop doing this, and say `job_done` when stopped.
 */
export interface JobCancel {
  job_id: string;
  reason: string;
  type: "job_cancel";
}
/**
 * What you said of this job's end is stored, or no longer wanted: forget the job.
 */
export interface JobClosed {
  job_id: string;
  type: "job_closed";
}
/**
 * Finish what you do, take nothing more, and leave.
 */
export interface WorkerRetire {
  type: "worker_retire";
}
/**
 * GET and POST /v1/console/go-live: the store's list, and where the associate stands today ([MIRROR6]).
 */
export interface GoLiveView {
  /**
   * Going available should ask about the set check first.
   */
  asks: boolean;
  /**
   * A worker is there that does set checks.
   */
  can_check: boolean;
  items: GoLiveItemView[];
  passed_today: boolean;
  /**
   * The ids of lines that were ticked off today.
   */
  ticked: string[];
}
/**
 * A line of the list before going live. Kinds that are known are worded by the screen; `own` carries its text.
 */
export interface GoLiveItemView {
  item_id: string;
  kind: "ring_light" | "backdrop" | "products" | "do_not_disturb" | "own";
  text: string;
}
/**
 * The body of every HTTP refusal.
 */
export interface Problem {
  refusal: Refusal;
}
/**
 * A product with its variants (1 to 100). `url` is its page in the store.
 */
export interface ProductView {
  brand: string;
  description: string;
  group: string;
  picture_urls: string[];
  product_id: string;
  title: string;
  url: string;
  variants: VariantView[];
}
/**
 * A thing that can be put into the cart. Price in minor units of `currency`, from the store's feed.
 */
export interface VariantView {
  currency: string;
  in_stock: boolean;
  options: {
    [k: string]: string;
  };
  picture_url: string;
  price_minor: number;
  sku: string;
  title: string;
  url: string;
  variant_id: string;
}
/**
 * GET /v1/console/rehearsals, newest first
 */
export interface RehearsalsView {
  rehearsals: RehearsalView[];
}
/**
 * A rehearsal. `state` is `waiting` for a worker, `running`, `done`, `failed` or `cancelled`; `report` only when done.
 */
export interface RehearsalView {
  associate_id: string;
  ended_at_ms: number;
  language: string;
  name: string;
  reason: string;
  rehearsal_id: string;
  report: {
    [k: string]: JsonValue;
  };
  started_at_ms: number;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  story: string;
  title: string;
}
/**
 * GET /v1/console/reviews/{call_id}. Without a recording the timeline alone.
 */
export interface ReviewView {
  recording: RecordingView | null;
  review: ReviewSummary;
  timeline: TimelineView;
}
/**
 * A recording as reviews play it. `bytes` is the sum of its files; `fault` a code, such as `disk_full`, or empty.
 */
export interface RecordingView {
  bytes: number;
  consents: ConsentView[];
  ended_at_ms: number;
  expires_at_ms: number;
  export: ExportView;
  fault: string;
  files: RecordedFileView[];
  recorded: ("shopper" | "associate")[];
  recording_id: string;
  started_at_ms: number;
  state: "recording" | "kept" | "failed";
}
/**
 * What one side answered, to which version of the text, in which language.
 */
export interface ConsentView {
  agreed: boolean;
  at_ms: number;
  language: string;
  side: "shopper" | "associate";
  text_version: string;
}
/**
 * One file of one person. It begins `start_ms` after the timeline's 0; a further `part` follows where a recorder was lost.
 *
 * `duration_ms` 0: not known. `url` plays it. `fault` is empty where it is whole.
 */
export interface RecordedFileView {
  bytes: number;
  duration_ms: number;
  fault: string;
  gaps: GapView[];
  has_video: boolean;
  part: number;
  side: "shopper" | "associate";
  start_ms: number;
  url: string;
}
/**
 * Nothing came of one kind, in ms from the file's own start.
 */
export interface GapView {
  end_ms: number;
  kind: "audio" | "video";
  start_ms: number;
}
/**
 * A call of the store that has ended. `length_ms` counts from its acceptance, and is 0 where nobody answered.
 */
export interface ReviewSummary {
  accepted_at_ms: number;
  associate_id: string;
  associate_name: string;
  call_id: string;
  end_reason: string;
  ended_at_ms: number;
  language: string;
  length_ms: number;
  mode: "video" | "voice" | "text";
  note: string;
  outcome: ("sold" | "helped" | "follow_up" | "not_resolved" | "technical") | null;
  recording: ReviewRecording | null;
  requested_at_ms: number;
  shopper_name: string;
}
/**
 * That there is a recording. `expires_at_ms` is 0 while it is being written.
 */
export interface ReviewRecording {
  expires_at_ms: number;
  recorded: ("shopper" | "associate")[];
  recording_id: string;
  state: "recording" | "kept" | "failed";
}
/**
 * The journal of a call as a list. 0 is the start of the recording, or the call's acceptance, or its request.
 */
export interface TimelineView {
  length_ms: number;
  marks: TimelineMark[];
  pauses: unknown[][];
  started_at_ms: number;
}
/**
 * Something that happened. `at_ms` counts from the timeline's 0 and may be negative; `said` holds the event's own fields.
 */
export interface TimelineMark {
  at_ms: number;
  by: string;
  said: {
    [k: string]: JsonValue;
  };
  seq: number;
  what: string;
}
/**
 * GET /v1/console/reviews. `more`: there are older ones; ask with the last one's `requested_at_ms`, `call_id` as `before_ms`, `after_call`.
 */
export interface ReviewsView {
  more: boolean;
  reviews: ReviewSummary[];
}
/**
 * Products that fit a query, best first.
 */
export interface SearchResults {
  products: ProductView[];
  query: string;
}
/**
 * GET /v1/console/checks
 */
export interface SetChecksView {
  checks: SetCheckView[];
}
/**
 * What a set check found; `verdicts` as the mirror wrote them.
 */
export interface SetCheckView {
  associate_id: string;
  at_ms: number;
  check_id: string;
  name: string;
  passed: boolean;
  verdicts: {
    [k: string]: JsonValue;
  }[];
}
/**
 * Who is signed in, and for which store.
 */
export interface SignedIn {
  associate: AssociateView;
  store: StoreView;
}
/**
 * The signed-in associate.
 */
export interface AssociateView {
  associate_id: string;
  email: string;
  languages: string[];
  name: string;
  role: "associate" | "supervisor" | "admin" | "canary";
}
/**
 * GET /v1/console/stories
 */
export interface StoriesView {
  stories: StoryView[];
}
/**
 * A story that can be practised. `problem` says what is wrong with one that cannot. `goals` in seconds, by name.
 */
export interface StoryView {
  brief: string;
  goals: {
    [k: string]: number;
  };
  language: string;
  mode: string;
  own: boolean;
  problem: string;
  story: string;
  title: string;
}
/**
 * GET /v1/console/team
 */
export interface TeamView {
  calls: TeamCall[];
  people: TeamPerson[];
}
/**
 * A call that has not ended. `since_ms` is when its phase began; the associate's fields are empty while it waits.
 */
export interface TeamCall {
  associate_id: string;
  associate_lost: boolean;
  associate_name: string;
  call_id: string;
  guests: TeamGuest[];
  kind: "customer" | "rehearsal" | "canary";
  language: string;
  mode: "video" | "voice" | "text";
  page_title: string;
  phase: "waiting" | "ringing" | "live";
  product_id: string;
  question: string;
  recording: TeamRecording | null;
  requested_at_ms: number;
  shopper_lost: boolean;
  shopper_name: string;
  since_ms: number;
}
/**
 * Somebody in a call beside its two sides.
 */
export interface TeamGuest {
  guest_id: string;
  joined_at_ms: number;
  name: string;
  person_id: string;
  role: "recorder" | "listener" | "whisperer" | "speaker";
  told: boolean;
}
/**
 * A recording that runs or is paused. Something is kept only while it runs and a recorder is among the guests.
 */
export interface TeamRecording {
  at_checkout: boolean;
  pause_reason: ("tap" | "checkout") | null;
  paused_by: ("shopper" | "associate") | null;
  recorded: ("shopper" | "associate")[];
  state: "on" | "paused";
}
/**
 * An associate who is not away. `connected` is false while their tablet's connection is lost.
 */
export interface TeamPerson {
  associate_id: string;
  call_id: string;
  connected: boolean;
  languages: string[];
  name: string;
  since_ms: number;
  state: "available" | "ringing" | "busy" | "wrap_up";
}
/**
 * A single-use ticket for the socket's `hello`, good for `expires_s` seconds.
 */
export interface Ticket {
  expires_s: number;
  ticket: string;
}
/**
 * The shopper's opaque token, bound to store and origin, and a first ticket for the socket.
 */
export interface ShopperToken {
  shopper_id: string;
  store: StoreView;
  ticket: string;
  token: string;
}
/**
 * GET /v1/console/workers
 */
export interface WorkersView {
  jobs: JobCount[];
  workers: WorkerView[];
}
/**
 * How many of the store's own jobs of a kind are in a state.
 */
export interface JobCount {
  count: number;
  kind: string;
  state: string;
}
/**
 * A worker process that is there. `load` in shares of a core; `running` counts its jobs of all stores.
 */
export interface WorkerView {
  capacity: number;
  jobs_done: number;
  kinds: string[];
  load: number;
  name: string;
  rss_bytes: number;
  running: number;
  seen_ms: number;
  server_id: string;
  since_ms: number;
  version: string;
  worker_id: string;
}
