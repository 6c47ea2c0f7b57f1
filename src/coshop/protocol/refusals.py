"""For each refusal code the sentence a person can act on. The list is closed: a code without a sentence fails a test."""

from __future__ import annotations

from coshop.core.refusal import RefusalCode, Refused
from coshop.protocol.fields import Word


class Refusal(Word):
    """Why something was refused: a code for programs, a sentence for people, and the allowed values where that helps."""

    code: RefusalCode
    message: str
    detail: str = ""
    allowed: tuple[str, ...] = ()


SENTENCES: dict[RefusalCode, str] = {
    "malformed": "The message is not valid JSON of a known frame. Send one JSON object a frame, as docs/protocol.md says.",
    "unknown_type": "There is no message of this type. Use one of the allowed types.",
    "unknown_address": "There is nothing at this address. docs/protocol.md lists the addresses of the API.",
    "unknown_method": "This address does not take this method. Use one of the allowed methods.",
    "invalid_field": "A field is missing, unknown or outside its limits. Correct the named field and send it again.",
    "price_not_accepted": "Prices never travel from a client. Send the variant and the quantity only.",
    "frame_too_large": "The message is larger than 64 KiB. Send less at once.",
    "too_slow": "The message did not arrive in time. Send it again, all at once.",
    "too_many_frames": "Too many messages in a short time. Wait a moment and go on more slowly.",
    "unsupported_protocol": "This server does not speak that protocol version. Reload the page to get the current client.",
    "ticket_invalid": "The ticket is unknown, used or older than 30 seconds. Ask for a new one and connect again.",
    "origin_not_allowed": "This web address is not on the store's list. Add it with `coshop stores allow`.",
    "unknown_store": "There is no store with this key. Check the data-store attribute of the script tag.",
    "not_signed_in": "You are not signed in, or the sign-in has expired. Sign in again.",
    "wrong_password": "E-mail and password do not fit together. Check both and try again.",
    "not_allowed": "Your side of the call may not do this.",
    "revoked": "Access was taken back. Sign in again.",
    "unknown_call": "There is no such call, or it is not yours.",
    "call_exists": "A call with this id exists already. Make a new id.",
    "call_ended": "The call has ended.",
    "call_not_live": "This is possible only while both sides are in the call.",
    "call_not_waiting": "The call is not waiting in the line any more.",
    "call_not_ringing": "The call is not ringing any more.",
    "call_taken": "The call rings for somebody else.",
    "already_in_call": "You have an open call already. End it first.",
    "not_ended": "A call can be wrapped up only after its end.",
    "already_wrapped_up": "The call has been wrapped up already.",
    "unknown_product": "The store's catalogue has no such product.",
    "unknown_variant": "The store's catalogue has no such variant.",
    "variant_of_another_product": "This variant belongs to another product.",
    "sold_out": "This variant is sold out.",
    "not_shown": "This product is not on the shopper's screen.",
    "too_many_shown": "Too many products are on the shopper's screen. Take one back first.",
    "unknown_line": "The cart has no such line any more.",
    "unknown_change": "There is no such change of the cart.",
    "change_settled": "This change has been settled already.",
    "change_pending": "This change is not settled yet. Try again in a moment.",
    "too_many_pending": "Too many changes are waiting for the store. Try again in a moment.",
    "cannot_undo": "This change cannot be undone: it was refused, undone before, or is itself an undo.",
    "checkout_step": "The checkout cannot go to this step from where it is.",
    "chat_full": "This call has reached its limit of messages.",
    "unknown_guest": "There is no such guest in the call, or it is not you.",
    "guest_exists": "You are a guest of this call already, or another guest has this id. Leave first, or make a new id.",
    "too_many_guests": "The call has as many guests as it takes. Try again when one has left.",
    "recording_off": "This store does not record calls. Its owner can change that with `coshop stores set --recording ask`.",
    "nothing_to_record": "This is a written call: there is no picture and no sound to record. What was written is kept without one.",
    "recording_asked_before": "The people of this call have been asked already. A call is asked about once.",
    "not_asked": "Nobody is asked about a recording just now.",
    "consent_text": "That is not the version of the text that was asked about. Reload the page to see the current one.",
    "not_recording": "This call is not being recorded.",
    "checkout_open": "The recording stays paused while the checkout is open.",
    "unknown_recording": "There is no recording of this call, or it was erased.",
    "still_recording": "The recording is still being written. Try again when it has ended.",
    "recording_unreadable": "The recording cannot be opened: its key is refused, or its file was changed.",
    "export_running": "This film is being made already. Wait until it is done.",
    "no_other_participant": "Nobody is on the other side yet.",
    "unknown_job": "There is no such job, or it is not yours.",
    "unknown_rehearsal": "There is no such rehearsal, or it is not yours.",
    "unknown_story": "The store has no such story. GET /v1/console/stories lists those it has.",
    "story_broken": "The story has a mistake and cannot be played. The detail names the file, the line, and what is allowed.",
    "rehearsal_running": "You have a rehearsal already. End it first.",
    "unknown_canary": "There is no such canary run, or it is not yours.",
    "canary_running": "A canary with this account makes a call just now. Wait until it has ended.",
    "line_full": "The line is full right now. Try again in a few minutes.",
    "rate_limited": "Too many requests. Wait a moment and try again.",
    "command_id_reused": "This command id was used for something else. Make a new id for each command.",
    "conflict": "Something else happened at the same moment. Look again and repeat if still wanted.",
    "retry_later": "The server cannot store this right now. Send the same command again in a moment.",
}


def to_word(refused: Refused) -> Refusal:
    """The wire's word for a refusal of `core`."""
    return Refusal(
        code=refused.code, message=SENTENCES[refused.code], detail=refused.detail, allowed=refused.allowed
    )
