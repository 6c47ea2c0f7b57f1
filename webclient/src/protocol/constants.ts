/** Generated from src/coshop/protocol by `npm run generate`. Never edited. Limits, close codes and the tags of the unions. */
export const LIMITS = {
  "BAD_FRAMES_MAX": 10,
  "BODY_TIMEOUT_S": 10,
  "CALL_INBOX_MAX": 200,
  "CANDIDATES_MAX": 40,
  "CANDIDATE_MAX_CHARS": 512,
  "CART_LINES_MAX": 100,
  "CHAT_MAX_CHARS": 2000,
  "EARLY_FRAMES_MAX": 100,
  "EMAIL_MAX_CHARS": 254,
  "FRAMES_BURST": 60,
  "FRAMES_PER_SECOND": 20,
  "FRAME_MAX_BYTES": 65536,
  "HEAD_TIMEOUT_S": 10,
  "HEARTBEAT_S": 10,
  "HELLO_TIMEOUT_S": 5,
  "ID_MAX_CHARS": 64,
  "ID_MIN_CHARS": 8,
  "JOB_ARGS_MAX_BYTES": 16384,
  "JOB_NOTE_MAX_BYTES": 8192,
  "JOB_OFFER_TIMEOUT_S": 5,
  "JOB_REASON_MAX_CHARS": 300,
  "JOB_RESULT_MAX_BYTES": 49152,
  "LINE_QUANTITY_MAX": 10000,
  "MONEY_MAX_MINOR": 1000000000000,
  "NAME_MAX_CHARS": 80,
  "NOTE_MAX_CHARS": 4000,
  "OUTBOX_MAX_BYTES": 262144,
  "OUTBOX_MAX_FRAMES": 500,
  "PASSWORD_MAX_CHARS": 256,
  "PROTOCOL_VERSION": 1,
  "PUBLIC_KEY_MAX_CHARS": 64,
  "QUANTITY_MAX": 99,
  "QUESTION_MAX_CHARS": 500,
  "REASON_MAX_CHARS": 200,
  "SDP_MAX_CHARS": 32768,
  "SDP_MID_MAX_CHARS": 64,
  "SDP_M_LINE_INDEX_MAX": 64,
  "SEARCH_MAX_CHARS": 100,
  "SEARCH_RESULTS_MAX": 50,
  "SEND_TIMEOUT_S": 10,
  "SILENCE_TIMEOUT_S": 25,
  "STORE_ID_MAX_CHARS": 128,
  "STREAMS_MAX": 16,
  "TEXT_VERSION_MAX_CHARS": 32,
  "TICKET_LIFETIME_S": 30,
  "TITLE_MAX_CHARS": 300,
  "URL_MAX_CHARS": 2048,
  "WORKER_CAPACITY_MAX": 32,
  "WORKER_HEALTH_S": 5,
  "WORKER_KINDS_MAX": 16
} as const;

export const CLOSE_CODES = {
  "FENCED": {
    "action": "stop",
    "code": 4409
  },
  "FRAME_TOO_LARGE": {
    "action": "stop",
    "code": 1009
  },
  "GOING_AWAY": {
    "action": "retry",
    "code": 1001
  },
  "HELLO_TIMEOUT": {
    "action": "retry",
    "code": 4408
  },
  "MALFORMED": {
    "action": "stop",
    "code": 4400
  },
  "REVOKED": {
    "action": "stop",
    "code": 4403
  },
  "SERVER_RESTART": {
    "action": "retry",
    "code": 1012
  },
  "SILENT": {
    "action": "retry",
    "code": 4411
  },
  "TICKET_INVALID": {
    "action": "new_ticket",
    "code": 4401
  },
  "TOO_MANY_FRAMES": {
    "action": "retry",
    "code": 4429
  },
  "TOO_SLOW": {
    "action": "retry",
    "code": 4431
  },
  "UNSUPPORTED_PROTOCOL": {
    "action": "stop",
    "code": 4426
  }
} as const;

export const EVENT_TYPES = [
  "call_requested",
  "ring_started",
  "ring_ended",
  "call_accepted",
  "participant_lost",
  "participant_returned",
  "page_changed",
  "media_changed",
  "call_ended",
  "call_wrapped_up",
  "product_shown",
  "product_hidden",
  "cart_change_requested",
  "cart_change_settled",
  "cart_reported",
  "chat_sent",
  "checkout_moved",
  "guest_joined",
  "guest_changed",
  "guest_left",
  "recording_asked",
  "recording_consented",
  "recording_started",
  "recording_paused",
  "recording_resumed",
  "recording_stopped"
] as const;

export const SERVER_FRAME_TYPES = [
  "welcome",
  "snapshot",
  "events",
  "answer",
  "signal",
  "stream_closed",
  "place",
  "line",
  "presence",
  "heartbeat",
  "refused",
  "draining",
  "job_note",
  "job_offer",
  "job_cancel",
  "job_closed",
  "worker_retire"
] as const;

export const CLIENT_FRAME_TYPES = [
  "hello",
  "command",
  "signal",
  "replay",
  "heartbeat",
  "goodbye",
  "worker_ready",
  "worker_health",
  "job_taken",
  "job_note",
  "job_done"
] as const;

export const COMMAND_TYPES = [
  "call_request",
  "call_withdraw",
  "ring_accept",
  "ring_decline",
  "call_end",
  "call_wrap_up",
  "call_take_over",
  "page_open",
  "media_set",
  "product_show",
  "product_hide",
  "cart_add",
  "cart_set",
  "cart_remove",
  "cart_undo",
  "cart_settle",
  "cart_report",
  "chat_send",
  "checkout_offer",
  "checkout_report",
  "guest_join",
  "guest_change",
  "guest_leave",
  "recording_ask",
  "recording_consent",
  "recording_pause",
  "recording_resume",
  "recording_withdraw",
  "presence_set",
  "check_start",
  "check_stop"
] as const;

export const SIGNAL_TYPES = [
  "offer",
  "answer",
  "candidates",
  "negotiate",
  "typing",
  "product_hint"
] as const;
