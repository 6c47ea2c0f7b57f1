"""[SIG4], [SIG5]: connected while it rings, without any track; the answer puts tracks on the same connection, a refusal closes it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage
from tests.browser.watch import until

pytestmark = pytest.mark.browser


def _connected_bare(*windows: ShopperWindow | AssociateWindow) -> None:
    for window in windows:
        until(
            window.page,
            lambda window=window: window.peers()[-1:] == [{"state": "connected", "tracks": 0}],  # type: ignore[misc]
            "connected without tracks while it rings",
        )


def _closed(*windows: ShopperWindow | AssociateWindow) -> None:
    for window in windows:
        until(
            window.page,
            lambda window=window: {each["state"] for each in window.peers()} == {"closed"},  # type: ignore[misc]
            "every connection is closed",
        )


def test_SIG4_SIG5_the_answer_uses_the_connection_that_stood_while_it_rang(stage: Stage) -> None:
    anna, mia = stage.associate(), stage.shopper()
    mia.call()
    anna.rings()
    _connected_bare(mia, anna)
    before = [len(window.peers()) for window in (mia, anna)]
    anna.answer()
    mia.is_live()
    for window in (mia, anna):
        until(window.page, lambda window=window: window.peers()[-1]["tracks"] == 2, "sound and picture leave")  # type: ignore[misc]
        window.frames_advance(3)
        window.hears()
    assert [len(window.peers()) for window in (mia, anna)] == before
    mia.end()
    expect(mia.panel.get_by_text("The call has ended. Your bag stays as it is.")).to_be_visible()
    mia.devices_are_closed()
    _closed(mia, anna)
    anna.wrap_up("Helped")


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_SIG5_a_ring_that_comes_to_nothing_closes_the_connection(stage: Stage, how: str) -> None:
    anna, mia = stage.associate(), stage.shopper()
    mia.call()
    anna.rings()
    _connected_bare(mia, anna)
    if how == "declined":
        anna.decline()
        mia.is_waiting()
        expect(mia.panel.get_by_text("They could not answer.")).to_be_visible()
    else:
        mia.withdraw()
        mia.devices_are_closed()
    _closed(mia, anna)
