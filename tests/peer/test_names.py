"""The names of `coshop.peer`, and what loading them costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import coshop.peer

_LOADED = "import sys, {}; print('aiortc' in sys.modules, 'av' in sys.modules)"


def test_every_name_is_there_and_no_other() -> None:
    assert {name for name in coshop.peer.__all__ if getattr(coshop.peer, name).__name__ == name} == set(
        coshop.peer.__all__
    )
    with pytest.raises(AttributeError, match="no attribute 'Spectator'"):
        coshop.peer.Spectator  # noqa: B018


@pytest.mark.parametrize("module", ["coshop.cli", "coshop.agents.jobs", "coshop.peer.doors"])
def test_what_needs_no_media_starts_without_webrtc(module: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", _LOADED.format(module)], capture_output=True, text=True, check=True, timeout=60
    )
    assert loaded.stdout == "False False\n"
