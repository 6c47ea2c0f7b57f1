"""A store that keeps its associates' addresses to itself: they connect through the relay alone, with a real coturn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.browsers import Browsers
from tests.browser.conftest import SHOPPER_FILM, demo_env
from tests.browser.demo_process import Demo, demo_process
from tests.browser.people import add_people, keep_addresses_private
from tests.browser.relay import SECRET, Relay, coturn
from tests.browser.stage import Stage

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
