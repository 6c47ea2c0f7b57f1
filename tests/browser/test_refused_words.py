"""What the server would not do is said with its reason, in the widget: a written line, which can be sent again, and a call."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.axe import violations
from tests.browser.fingers import too_small
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser


class _Refuser:
    """Stands between a page and the server, and answers the next commands of a kind with a refusal instead."""

    def __init__(self, window: ShopperWindow) -> None:
        self.next: list[tuple[str, str]] = []
        window.page.route_web_socket("**/v1/socket**", self._between)

    def _between(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def passing(message: str | bytes) -> None:
            said = json.loads(message)
            kind = said["body"]["type"] if said["type"] == "command" else ""
            if not self.next or self.next[0][0] != kind:
                server.send(message)
                return
            refusal = {"code": self.next.pop(0)[1], "message": "", "detail": "", "allowed": []}
            answer = {
                "type": "answer", "id": said["id"], "call_id": said["call_id"], "seq": 0, "refusal": refusal,
            }  # fmt: skip
            page.send(json.dumps(answer))

        page.on_message(passing)


def test_a_written_line_that_was_refused_says_why_and_is_sent_again(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    refuser = _Refuser(mia)
    mia.call("/products/P1002", mode="Text")
    anna.answer()
    mia.is_live()

    refuser.next = [("chat_send", "conflict")]
    mia.say("Is it waterproof?")
    line = mia.panel.locator(".said").filter(has_text="Is it waterproof?")
    expect(line).to_contain_text("Not sent. Something else happened at the same moment.")
    again = line.get_by_role("button", name="Send again: Is it waterproof?")
    expect(again).to_be_visible()
    assert violations(mia.page) == []
    assert too_small(mia.page) == []
    picture(mia, "widget-not-sent")
    again.click()
    anna.reads("Is it waterproof?")
    expect(line).to_have_count(1)
    expect(line).not_to_contain_text("Not sent.")
    expect(mia.panel.get_by_role("textbox", name="Write a message")).to_be_focused()

    # What can never go is not offered again.
    refuser.next = [("chat_send", "chat_full")]
    mia.say("And how long does it last?")
    last = mia.panel.locator(".said").last
    expect(last).to_contain_text("Not sent. This call has as many messages as it takes.")
    expect(last.get_by_role("button")).to_have_count(0)

    # A change of the bag that the server did not take, in the bag's own drawer.
    anna.search("parka")
    anna.show("North pier parka")
    refuser.next = [("cart_add", "too_many_pending")]
    mia.add_from_card("North pier parka")
    expect(mia.card("North pier parka")).to_contain_text("Several changes are still on their way.")
    until(
        mia.page, lambda: mia.changes() == [("shopper", "rejected", "too_many_pending")], "the refused change"
    )
    mia.is_told("North pier parka: Several changes are still on their way. Please try again in a moment.")


def test_a_call_that_was_refused_says_why(stage: Stage) -> None:
    stage.associate()
    mia = stage.shopper()
    refuser = _Refuser(mia)
    mia.open("/products/P1002")
    mia.press()
    refuser.next = [("call_request", "already_in_call")]
    mia.start()
    expect(mia.panel.get_by_role("alert")).to_have_text(
        "You are in a call already, perhaps in another tab. End that one first."
    )
    picture(mia, "widget-call-refused")
