"""A supervisor in a call of others: listens, whispers, joins; measured in the browsers of all three."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.axe import violations
from tests.browser.browsers import Kind
from tests.browser.cutting import CUT
from tests.browser.guest_window import GuestWindow, connections, hears_all, plays, sounds
from tests.browser.people import change_store
from tests.browser.shopper_window import ShopperWindow
from tests.browser.stage import Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser
# A page that may open no microphone, until it is told otherwise.
NO_MICROPHONE = """(() => {
  const open = navigator.mediaDevices.getUserMedia;
  window.__deny = true;
  navigator.mediaDevices.getUserMedia = async (wish) => {
    if (window.__deny) throw new DOMException("no", "NotAllowedError");
    return await open.call(navigator.mediaDevices, wish);
  };
})();"""
SILENT = "You do not hear the call yet: your browser plays no sound before a tap."


def in_a_call(stage: Stage, kind: Kind = "chromium") -> tuple[AssociateWindow, ShopperWindow, GuestWindow]:
    """Mia and Anna in a call, and Kim at the team's view."""
    anna = stage.associate()
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.answer()
    mia.is_live()
    kim = GuestWindow(stage.associate(kind, name="Kim", available=False))
    kim.open()
    return anna, mia, kim


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_GUEST8_listening_hears_and_sees_both_and_sends_nothing(stage: Stage, kind: Kind) -> None:
    anna, mia, kim = in_a_call(stage, kind)
    kim.enter("Listen", "Anna")
    kim.says("Both are told that you are listening.")
    hears_all(kim.who, 2)
    kim.sees("shopper")
    kim.sees("associate")
    if kind == "chromium":
        picture(kim.who, "team-listen")
    for who in (mia, anna):
        talk, guest = sorted(connections(who), key=lambda one: -one["packets"])
        assert talk["energy"] > 0
        assert (guest["packets"], guest["frames"]) == (0, 0), "a listener sends nothing"
    assert kim.page.evaluate("window.__tracks.length") == 0, "a listener opens no device"
    kim.leave()
    until(mia.page, lambda: len(connections(mia)) == 1, "the guest's connection is closed")
    mia.hears()
    anna.hears()


def guests_link(who: AssociateWindow | ShopperWindow) -> dict[str, float]:
    """The newest connection of a side: the one to its guest."""
    both = connections(who)
    assert len(both) == 2, both
    return both[-1]


def gets_a_picture(who: AssociateWindow | ShopperWindow) -> None:
    """Of the guest, moving."""
    until(who.page, lambda: guests_link(who)["frames"] > 5, "a picture of the guest")


def test_GUEST8_a_whisper_reaches_the_associate_and_not_the_shopper(stage: Stage) -> None:
    anna, mia, kim = in_a_call(stage)
    kim.enter("Whisper", "Anna")
    kim.says("Only Anna hears you. Both are told that you are there.")
    hears_all(anna, 2)
    expect(anna.page.get_by_text("Only you hear Kim")).to_be_visible()
    expect(mia.panel.get_by_text("Kim from the shop is listening and talks to Anna")).to_be_visible()
    hears_all(kim.who, 2)
    # Long enough for many words: not one packet of them comes to the shopper.
    loud = guests_link(anna)["energy"]
    until(anna.page, lambda: guests_link(anna)["energy"] > loud * 2, "the whisper goes on")
    unheard = guests_link(mia)
    assert (unheard["packets"], unheard["energy"], unheard["frames"]) == (0, 0, 0)
    assert guests_link(anna)["frames"] == 0, "a whisper has no picture"
    picture(anna, "team-whispered-to")
    picture(mia, "team-whisper-shopper")
    # Back to listening: it stops at once.
    kim.change("Listen")
    kim.says("Both are told that you are listening.")
    expect(anna.page.get_by_text("Kim is listening")).to_be_visible()
    anna.page.wait_for_timeout(500)
    before = guests_link(anna)["packets"]
    anna.page.wait_for_timeout(1_000)
    assert guests_link(anna)["packets"] - before < 5
    assert kim.page.evaluate("window.__tracks.every((each) => each.readyState === 'ended')")


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
def test_GUEST8_whoever_joins_is_heard_and_seen_by_both(stage: Stage, kind: Kind) -> None:
    anna, mia, kim = in_a_call(stage, kind)
    kim.enter("Join", "Anna")
    kim.says("Both hear and see you.")
    for who in (anna, mia):
        hears_all(who, 2)
        gets_a_picture(who)
    expect(anna.page.get_by_text("Kim is in the call")).to_be_visible()
    expect(mia.panel.get_by_text("Kim from the shop is in the call")).to_be_visible()
    expect(mia.panel.get_by_label("Picture of Kim")).to_be_visible()
    expect(anna.page.get_by_label("Picture of Kim")).to_be_visible()
    if kind == "chromium":
        mia.page.wait_for_timeout(600)
        for who, name in ((mia, "shopper"), (anna, "associate"), (kim.who, "supervisor")):
            picture(who, f"team-joined-{name}")
    # The shopper's next page: the guest is there again.
    mia.open("/products/P1002")
    mia.is_live()
    hears_all(mia, 2)
    expect(mia.panel.get_by_text("Kim from the shop is in the call")).to_be_visible()
    hears_all(kim.who, 2)
    kim.sees("shopper")
    mia.end()
    expect(kim.stage.get_by_text("The call has ended.")).to_be_visible()
    kim.stage.get_by_role("button", name="Close").click()
    expect(kim.stage).to_be_hidden()
    assert kim.page.evaluate("window.__tracks.every((each) => each.readyState === 'ended')")


def test_GUEST3_where_the_store_does_not_tell_nothing_is_shown(stage: Stage) -> None:
    change_store(stage.demo.data_dir, tell_listening=False)
    try:
        anna, mia, kim = in_a_call(stage)
        kim.enter("Listen", "Anna")
        kim.says("Nobody is told that you are listening.")
        hears_all(kim.who, 2)
        expect(anna.page.get_by_text("Kim")).to_have_count(0)
        expect(mia.panel.get_by_text("Kim")).to_have_count(0)
        kim.change("Whisper")
        kim.says("Only Anna hears you. The shopper is not told.")
        hears_all(anna, 2)
        expect(anna.page.get_by_text("Only you hear Kim")).to_be_visible()
        expect(mia.panel.get_by_text("Kim")).to_have_count(0)
        picture(kim.who, "team-whisper-untold")
        # Joining is always told.
        kim.change("Join")
        expect(mia.panel.get_by_text("Kim from the shop is in the call")).to_be_visible()
        kim.leave()
        expect(mia.panel.get_by_text("Kim")).to_have_count(0)
    finally:
        change_store(stage.demo.data_dir, tell_listening=True)


def test_GUEST5_a_lost_socket_is_outlived_and_a_ring_leads_out(stage: Stage) -> None:
    anna, mia, kim = in_a_call(stage)
    kim.page.context.add_init_script(CUT)
    kim.page.reload()
    kim.enter("Listen", "Anna")
    hears_all(kim.who, 2)
    kim.page.evaluate("cutSocket()")
    kim.says("Your connection is coming back.")
    expect(mia.panel.get_by_text("Kim from the shop is listening")).to_be_hidden(timeout=30_000)
    kim.page.evaluate("window.__cut = false")
    kim.says("Both are told that you are listening.")
    expect(mia.panel.get_by_text("Kim from the shop is listening")).to_be_visible(timeout=30_000)
    until(kim.page, lambda: len(connections(kim.who)) == 2, "two new connections", 20)
    hears_all(kim.who, 2)
    # At the desk: it goes on and is said; and a ring of one's own ends it.
    kim.page.get_by_role("link", name="Back to your desk").click()
    expect(kim.page.get_by_text("You are listening to a call.")).to_be_visible()
    picture(kim.who, "team-guest-at-desk")
    kim.page.get_by_role("button", name="Show it").click()
    kim.sees("associate")
    kim.page.get_by_role("link", name="Back to your desk").click()
    kim.who.go_available()
    zoe = stage.shopper()
    zoe.call("/products/P1003")
    kim.who.answer()
    zoe.is_live()
    expect(mia.panel.get_by_text("Kim from the shop is listening")).to_be_hidden()
    kim.who.hears()
    kim.who.end()
    kim.who.wrap_up("Helped")
    anna.end()


def test_GUEST5_a_reload_leads_back_in_and_sound_waits_for_a_tap(stage: Stage) -> None:
    anna, mia, kim = in_a_call(stage)
    kim.enter("Listen", "Anna")
    plays(kim.who, 2)
    expect(kim.stage.get_by_text(SILENT)).to_be_hidden()
    # A reload: it is in the call by itself, and heard, for this tab was touched.
    kim.page.reload()
    kim.says("Both are told that you are listening.")
    hears_all(kim.who, 2)
    plays(kim.who, 2)
    # Whoever whispers is heard again, too.
    kim.change("Whisper")
    kim.says("Only Anna hears you.")
    kim.page.reload()
    kim.says("Only Anna hears you.")
    expect(anna.page.get_by_text("Only you hear Kim")).to_be_visible()
    hears_all(anna, 2)
    # A tab that comes back after the browser was started anew has never been touched: it says why it is silent.
    kim.change("Listen")
    kim.says("Both are told that you are listening.")
    kim = GuestWindow(stage.restored(kim.who, "#team"))
    expect(mia.panel.get_by_text("Kim from the shop is listening")).to_be_visible(timeout=30_000)
    # What a test asks of a page counts as a touch, so nothing is asked before it was silent.
    kim.page.wait_for_timeout(3_000)
    assert [each["plays"] for each in sounds(kim.who)] == [False, False]
    kim.says(SILENT)
    picture(kim.who, "team-silent")
    assert violations(kim.page) == []
    # At the desk it is said as well, and any tap will do.
    kim.page.evaluate("location.hash = ''")
    expect(kim.page.get_by_text("You are in a call and do not hear it yet")).to_be_visible()
    picture(kim.who, "team-silent-at-desk")
    kim.page.get_by_text("Nobody is waiting").click()
    plays(kim.who, 2)
    expect(kim.page.get_by_text("You are listening to a call.")).to_be_visible()
    # The loudspeaker that the associate chooses is that of the guest, too.
    anna.page.get_by_role("button", name="More", exact=True).click()
    anna.page.get_by_role("button", name="Fake Audio Output 2").click()
    until(anna.page, lambda: [each["sink"] for each in sounds(anna)] not in ([], [""]), "another loudspeaker")
    assert anna.sound()["sink"] == sounds(anna)[0]["sink"]
    # Without a microphone one listens and is told; the way back is a tap.
    kim.page.add_init_script(NO_MICROPHONE)
    kim.page.evaluate("location.hash = '#team'")
    kim.change("Whisper")
    kim.says("Only Anna hears you.")
    kim.page.reload()
    expect(kim.stage.get_by_role("alert")).to_contain_text("microphone", timeout=30_000)
    kim.says("Both are told that you are listening.")
    picture(kim.who, "team-no-microphone")
    kim.page.evaluate("window.__deny = false")
    kim.change("Whisper")
    kim.says("Only Anna hears you.")
    # What has ended meanwhile is said.
    mia.end()
    expect(kim.stage.get_by_text("The call has ended.")).to_be_visible()


def test_GUEST8_a_take_over_leads_the_guest_to_the_other_tablet(stage: Stage) -> None:
    anna, mia, kim = in_a_call(stage)
    kim.enter("Listen", "Anna")
    hears_all(kim.who, 2)
    second = stage.second_tablet(anna)
    second.page.get_by_role("button", name="Continue here").click()
    second.is_live()
    # One to the shopper, one to the guest, who sends nothing.
    until(second.page, lambda: len(connections(second)) == 2, "two connections", 20)
    expect(second.page.get_by_text("Kim is listening")).to_be_visible()
    until(kim.page, lambda: len(connections(kim.who)) == 2, "two connections", 20)
    hears_all(kim.who, 2)
    kim.sees("associate")
    mia.end()
    expect(kim.stage.get_by_text("The call has ended.")).to_be_visible()


def test_a_written_call_is_read_along(stage: Stage) -> None:
    anna = stage.associate()
    mia = stage.shopper()
    mia.call(mode="Text")
    anna.answer()
    mia.is_live()
    kim = GuestWindow(stage.associate(name="Kim", available=False))
    kim.open()
    expect(kim.row("Anna").get_by_role("button")).to_have_count(1)
    kim.enter("Read along", "Anna")
    kim.says("Nothing has been written yet.")
    expect(mia.panel.get_by_text("Kim from the shop is listening")).to_be_visible()
    mia.say("Does it have a hood?")
    anna.say("It does, in the collar.")
    kim.says("Does it have a hood?")
    kim.says("It does, in the collar.")
    picture(kim.who, "team-read-along")
    picture(mia, "team-read-along-shopper")
    kim.leave()
    expect(mia.panel.get_by_text("Kim from the shop is listening")).to_be_hidden()
