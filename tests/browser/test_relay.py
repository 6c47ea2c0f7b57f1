"""A store that keeps its associates' addresses to itself: they connect through the relay alone, with a real coturn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import Browsers
from tests.browser.conftest import SHOPPER_FILM, demo_env
from tests.browser.demo_process import Demo, demo_process
from tests.browser.people import add_people, keep_addresses_private
from tests.browser.relay import SECRET, Relay, coturn
from tests.browser.stage import Stage, picture
from tests.browser.watch import until

pytestmark = pytest.mark.browser

_PAIR = """async () => {
  for (const peer of window.__peers.filter((each) => each.connectionState === "connected")) {
    const stats = await peer.getStats();
    for (const each of stats.values()) {
      if (each.type !== "candidate-pair" || !(each.selected || each.nominated) || each.state !== "succeeded") continue;
      const local = stats.get(each.localCandidateId), remote = stats.get(each.remoteCandidateId);
      return [local?.candidateType, remote?.candidateType];
    }
  }
  return null;
}"""
_OWN = "() => window.__peers.map((each) => each.localDescription?.sdp ?? '').join('')"


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    with coturn(tmp_path) as running:
        yield running


@pytest.fixture
def private_demo(tmp_path: Path, relay: Relay) -> Iterator[Demo]:
    env = {**demo_env(tmp_path), "COSHOP_TURN_URL": relay.url, "COSHOP_TURN_SECRET": SECRET}
    with demo_process(tmp_path, env=env) as running:
        add_people(running.data_dir)
        keep_addresses_private(running.data_dir)
        yield running


def test_SIG3_a_relay_only_associate_shows_no_address(
    private_demo: Demo, browsers: Browsers, relay: Relay
) -> None:
    stage = Stage(private_demo, browsers)
    try:
        anna, mia = stage.associate(), stage.shopper()
        mia.call()
        anna.rings()
        anna.answer()
        mia.is_live()
        mia.frames_advance()
        anna.frames_advance()
        anna.sees(*SHOPPER_FILM)
        assert anna.page.evaluate(_PAIR)[0] == "relay"
        lines = [line for line in anna.page.evaluate(_OWN).splitlines() if line.startswith("a=candidate")]
        assert lines, "the associate has candidates"
        assert all(" typ relay" in line for line in lines), lines
        assert "ALLOCATE processed, success" in relay.log.read_text(), "coturn relayed"
    finally:
        stage.close()


def test_SIG10_a_path_that_breaks_is_restored_on_the_same_connection(
    private_demo: Demo, browsers: Browsers, relay: Relay
) -> None:
    stage = Stage(private_demo, browsers)
    try:
        anna, mia = stage.associate(), stage.shopper()
        mia.call()
        anna.answer()
        mia.is_live()
        mia.frames_advance()
        relay.process.pause()  # the one path between the two: nothing comes through any more
        expect(mia.panel.get_by_text("Anna is still here; your connection is coming back.")).to_be_visible()
        picture(mia, "widget-path-broken")
        expect(mia.live).to_have_attribute("data-peer", "weak")
        relay.process.resume()
        expect(mia.live).to_have_attribute("data-peer", "connected", timeout=30_000)
        mia.frames_advance()
        anna.frames_advance()
        mia.hears()
        anna.sees(*SHOPPER_FILM)
        until(mia.page, lambda: mia.panel.locator(".note").count() == 0, "nothing is said of it any more")
        # and while nothing of the network is there at all, the call and its screen stay
        mia.page.context.set_offline(True)
        mia.frames_advance(3)
        mia.page.context.set_offline(False)
        mia.is_live()
    finally:
        relay.process.resume()
        stage.close()
