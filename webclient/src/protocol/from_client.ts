/** Generated from src/coshop/protocol by `npm run generate`. Never edited. What a client sends. */

export type JsonValue = unknown;

/**
 * The root of all that a client sends.
 */
export interface FromClient {
  channel: ChannelCommand | ChannelSignal;
  export: ExportRequest;
  frame:
    | Hello
    | CommandFrame
    | SignalFrame
    | Replay
    | ClientHeartbeat
    | Goodbye
    | WorkerReady
    | WorkerHealth
    | JobTaken
    | JobNoteSent
    | JobDone;
  go_live_change: GoLiveChange;
  rehearsal: RehearsalRequest;
  sign_in: SignInRequest;
  token_request: ShopperTokenRequest;
}
/**
 * A copy of a command that also went to the server, painted as pending until the server's word arrives.
 */
export interface ChannelCommand {
  body:
    | CallRequest
    | CallWithdraw
    | RingAccept
    | RingDecline
    | CallEnd
    | CallWrapUp
    | CallTakeOver
    | PageOpen
    | MediaSet
    | ProductShow
    | ProductHide
    | CartAdd
    | CartSet
    | CartRemove
    | CartUndo
    | CartSettle
    | CartReport
    | ChatSend
    | CheckoutOffer
    | CheckoutReport
    | GuestJoin
    | GuestChange
    | GuestLeave
    | RecordingAsk
    | RecordingConsent
    | RecordingPause
    | RecordingResume
    | RecordingWithdraw
    | PresenceSet
    | CheckStart
    | CheckStop;
  id: string;
  type: "command";
}
/**
 * Shopper: ask for a call. The frame's `call_id` is the id of the new call, made by the sender.
 */
export interface CallRequest {
  camera?: boolean;
  language: string;
  microphone?: boolean;
  mode: "video" | "voice" | "text";
  name?: string;
  page: PageWord;
  question?: string;
  type: "call_request";
}
/**
 * The page that the shopper looks at.
 */
export interface PageWord {
  product_id?: string;
  title?: string;
  url: string;
  variant_id?: string;
}
/**
 * Shopper: leave the line, or stop the ring.
 */
export interface CallWithdraw {
  type: "call_withdraw";
}
/**
 * Associate: answer the ring. The call goes on with the socket that sent this.
 */
export interface RingAccept {
  camera?: boolean;
  microphone?: boolean;
  type: "ring_accept";
}
/**
 * Associate: not now. The call goes back to the front of the line.
 */
export interface RingDecline {
  type: "ring_decline";
}
/**
 * Either side of a live call: hang up.
 */
export interface CallEnd {
  type: "call_end";
}
/**
 * Associate: after the end, what came of it.
 */
export interface CallWrapUp {
  note?: string;
  outcome: "sold" | "helped" | "follow_up" | "not_resolved" | "technical";
  type: "call_wrap_up";
}
/**
 * Either side: go on with my call on this tab or tablet.
 */
export interface CallTakeOver {
  type: "call_take_over";
}
/**
 * Shopper: the page I am on now.
 */
export interface PageOpen {
  page: PageWord;
  type: "page_open";
}
/**
 * Either side: whether my microphone and camera are on.
 */
export interface MediaSet {
  camera: boolean;
  microphone: boolean;
  type: "media_set";
}
/**
 * Associate: put a product (or one variant of it) on the shopper's screen.
 */
export interface ProductShow {
  product_id: string;
  type: "product_show";
  variant_id?: string;
}
/**
 * Either side: take a shown product off the shopper's screen.
 */
export interface ProductHide {
  product_id: string;
  type: "product_hide";
}
/**
 * Either side: put `quantity` of a variant into the store's cart. Prices never travel.
 */
export interface CartAdd {
  product_id?: string;
  quantity: number;
  type: "cart_add";
  variant_id: string;
}
/**
 * Either side: give a cart line a new quantity.
 */
export interface CartSet {
  line_id: string;
  quantity: number;
  type: "cart_set";
}
/**
 * Either side: take a line out of the cart.
 */
export interface CartRemove {
  line_id: string;
  type: "cart_remove";
}
/**
 * Either side: undo a settled change; the reverse change goes the same way as any other.
 */
export interface CartUndo {
  change_id: string;
  type: "cart_undo";
}
/**
 * Shopper's page: what the store made of a change, and the cart read back afterwards.
 */
export interface CartSettle {
  applied_quantity: number;
  cart?: StoreCartWord | null;
  change_id: string;
  reason?:
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
  type: "cart_settle";
}
/**
 * The store's own cart and totals, read back from the store. What it says wins over any sum of ours.
 */
export interface StoreCartWord {
  currency?: string;
  discount_minor?: number;
  /**
   * @maxItems 100
   */
  lines?: StoreLineWord[];
  subtotal_minor?: number;
  total_minor?: number;
}
/**
 * A line of the store's own cart as the shopper's page reads it; money is for display only.
 */
export interface StoreLineWord {
  line_id: string;
  line_total_minor: number;
  picture_url?: string;
  product_id?: string;
  quantity: number;
  title: string;
  variant_id?: string;
  variant_title?: string;
}
/**
 * Shopper's page: the store's cart as it is now, however it came to be.
 */
export interface CartReport {
  cart: StoreCartWord;
  type: "cart_report";
}
/**
 * Either side: a written line.
 */
export interface ChatSend {
  text: string;
  type: "chat_send";
}
/**
 * Associate: put the way to the till in front of the shopper.
 */
export interface CheckoutOffer {
  type: "checkout_offer";
}
/**
 * Shopper's page: which step of the store's own till it stands at; `left`: it is at none any more, without having paid.
 */
export interface CheckoutReport {
  order_number?: string;
  reason?: string;
  step: "started" | "failed" | "left" | "paid";
  type: "checkout_report";
}
/**
 * Supervisor (`listener`, `whisperer`, `speaker`) or recording worker (`recorder`): come into a live call.
 */
export interface GuestJoin {
  guest_id: string;
  role: "recorder" | "listener" | "whisperer" | "speaker";
  type: "guest_join";
}
/**
 * Supervisor: listen, whisper or speak from now on.
 */
export interface GuestChange {
  guest_id: string;
  role: "listener" | "whisperer" | "speaker";
  type: "guest_change";
}
/**
 * Guest: go.
 */
export interface GuestLeave {
  guest_id: string;
  type: "guest_leave";
}
/**
 * Associate: ask everybody whether the call may be recorded, with the text of this version.
 */
export interface RecordingAsk {
  text_version: string;
  type: "recording_ask";
}
/**
 * Either side: yes or no, to the text of this version as I read it in this language.
 */
export interface RecordingConsent {
  agreed: boolean;
  language: string;
  text_version: string;
  type: "recording_consent";
}
/**
 * Either side: keep nothing for the moment.
 */
export interface RecordingPause {
  type: "recording_pause";
}
/**
 * Either side: go on.
 */
export interface RecordingResume {
  type: "recording_resume";
}
/**
 * Either side: stop it for good.
 */
export interface RecordingWithdraw {
  type: "recording_withdraw";
}
/**
 * Associate: ready for calls on this tablet, or not. It belongs to no call, so the frame's `call_id` is empty.
 */
export interface PresenceSet {
  state: "available" | "away";
  type: "presence_set";
}
/**
 * Associate: look at me and listen to me, as a shopper would. `call_id` is empty; a `job_note` follows.
 *
 * `tone`: a short tune may be played through my speaker. `relay`: I will offer a relayed connection too.
 */
export interface CheckStart {
  relay?: boolean;
  tone?: boolean;
  type: "check_start";
}
/**
 * Associate: enough of this set check. `call_id` is empty.
 */
export interface CheckStop {
  job_id: string;
  type: "check_stop";
}
/**
 * A hint or typing sign, by the shortest way.
 */
export interface ChannelSignal {
  body: Offer | Answer | Candidates | Negotiate | Typing | ProductHint;
  type: "signal";
}
/**
 * Shopper -> associate: a new connection, or (`restart`) new ICE credentials for the one named.
 */
export interface Offer {
  connection_id: string;
  restart?: boolean;
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
  sdp_m_line_index?: number;
  sdp_mid?: string;
}
/**
 * Associate -> shopper: please offer anew (my page was reloaded, or the path broke). `restart` keeps the connection.
 */
export interface Negotiate {
  restart?: boolean;
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
  variant_id?: string;
}
/**
 * POST /v1/console/reviews/{call_id}/export. The `client_id` of the console's socket is sent `job_note`s of the progress.
 */
export interface ExportRequest {
  client_id?: string | "";
}
/**
 * The first frame, within 5 s. `streams` are the calls this client knows, so that only what it missed is sent.
 */
export interface Hello {
  client_id: string;
  protocol: number;
  /**
   * @maxItems 16
   */
  streams?: StreamPosition[];
  ticket: string;
  type: "hello";
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
 * A wish, with an id made by the sender and kept until answered. `call_id` is empty where it belongs to no call.
 */
export interface CommandFrame {
  body:
    | CallRequest
    | CallWithdraw
    | RingAccept
    | RingDecline
    | CallEnd
    | CallWrapUp
    | CallTakeOver
    | PageOpen
    | MediaSet
    | ProductShow
    | ProductHide
    | CartAdd
    | CartSet
    | CartRemove
    | CartUndo
    | CartSettle
    | CartReport
    | ChatSend
    | CheckoutOffer
    | CheckoutReport
    | GuestJoin
    | GuestChange
    | GuestLeave
    | RecordingAsk
    | RecordingConsent
    | RecordingPause
    | RecordingResume
    | RecordingWithdraw
    | PresenceSet
    | CheckStart
    | CheckStop;
  call_id: string | "";
  id: string;
  type: "command";
}
/**
 * To the other side of the call, unstored. Relayed to the tab or tablet that is in the call.
 *
 * With `guest_id`: a side writes to that guest, or the guest itself to the side that `to` names.
 */
export interface SignalFrame {
  body: Offer | Answer | Candidates | Negotiate | Typing | ProductHint;
  call_id: string;
  guest_id?: string | "";
  to?: ("shopper" | "associate") | null;
  type: "signal";
}
/**
 * Send me the events of this call after `seq` again: I have seen a gap.
 */
export interface Replay {
  call_id: string;
  epoch: number;
  seq: number;
  type: "replay";
}
/**
 * I am here: the answer to the server's heartbeat.
 */
export interface ClientHeartbeat {
  type: "heartbeat";
}
/**
 * I am leaving this page: `page_change` will be back at once, `closed` will not.
 */
export interface Goodbye {
  reason: "page_change" | "closed";
  type: "goodbye";
}
/**
 * What this worker can do. The first frame after `welcome`, and again when it changes; `capacity` 0: nothing new.
 */
export interface WorkerReady {
  capacity: number;
  /**
   * @maxItems 16
   */
  kinds: string[];
  type: "worker_ready";
  version?: string;
}
/**
 * Every 5 s, and right after `worker_ready`: share of a core, memory, the jobs it runs, and how many it has ended.
 */
export interface WorkerHealth {
  /**
   * @maxItems 32
   */
  job_ids: string[];
  jobs_done: number;
  load: number;
  rss_bytes: number;
  type: "worker_health";
}
/**
 * I do this job.
 */
export interface JobTaken {
  job_id: string;
  type: "job_taken";
}
/**
 * Progress of a job I do, unstored, for whom it is done.
 */
export interface JobNoteSent {
  job_id: string;
  note: {
    [k: string]: JsonValue;
  };
  type: "job_note";
}
/**
 * This job has ended. Sent again, after every `welcome` too, until `job_closed` comes.
 */
export interface JobDone {
  job_id: string;
  outcome: "ok" | "failed";
  reason?: string;
  result?: {
    [k: string]: JsonValue;
  };
  type: "job_done";
}
/**
 * POST /v1/console/go-live. Only what is given changes.
 */
export interface GoLiveChange {
  /**
   * Going available has asked, which is enough for today.
   */
  asked?: boolean;
  /**
   * All ids that are ticked off now. Those that the list does not have are left alone.
   */
  ticked?: string[] | null;
}
/**
 * POST /v1/console/rehearsals. The notes of its job go to the client with this id.
 */
export interface RehearsalRequest {
  client_id: string;
  story: string;
}
/**
 * POST /v1/console/sign-in
 */
export interface SignInRequest {
  email: string;
  password: string;
}
/**
 * POST /v1/shopper/tokens
 */
export interface ShopperTokenRequest {
  public_key: string;
}
