"""The codes with which something is refused. It decides nothing; it is the closed list of reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RefusalCode = Literal[
    # the frame or its fields
    "malformed",
    "unknown_type",
    "unknown_address",
    "unknown_method",
    "invalid_field",
    "price_not_accepted",
    "frame_too_large",
    "too_slow",
    "too_many_frames",
    "unsupported_protocol",
    # who you are
    "ticket_invalid",
    "origin_not_allowed",
    "unknown_store",
    "not_signed_in",
    "wrong_password",
    "not_allowed",
    "revoked",
    # what you asked for
    "unknown_call",
    "call_exists",
    "call_ended",
    "call_not_live",
    "call_not_waiting",
    "call_not_ringing",
    "call_taken",
    "already_in_call",
    "not_ended",
    "already_wrapped_up",
    "unknown_product",
    "unknown_variant",
    "variant_of_another_product",
    "sold_out",
    "not_shown",
    "too_many_shown",
    "unknown_line",
    "unknown_change",
    "change_settled",
    "change_pending",
    "too_many_pending",
    "cannot_undo",
    "checkout_step",
    "chat_full",
    "unknown_guest",
    "guest_exists",
    "too_many_guests",
    "recording_off",
    "nothing_to_record",
    "recording_asked_before",
    "not_asked",
    "consent_text",
    "not_recording",
    "checkout_open",
    "unknown_recording",
    "still_recording",
    "recording_unreadable",
    "export_running",
    "no_other_participant",
    "unknown_job",
    "unknown_rehearsal",
    "unknown_story",
    "story_broken",
    "rehearsal_running",
    "unknown_canary",
    "canary_running",
    # the server's state
    "line_full",
    "rate_limited",
    "command_id_reused",
    "conflict",
    "retry_later",
]


@dataclass(frozen=True, slots=True)
class Refused:
    """A command that has no effect. `detail` names the field or value, `allowed` lists what would be taken."""

    code: RefusalCode
    detail: str = ""
    allowed: tuple[str, ...] = ()
