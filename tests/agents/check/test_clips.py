"""[MIRROR5] Two hundred and sixty made-up clips through the real codecs: each is judged right, and the table of who was taken for what is printed."""

from __future__ import annotations

from collections import Counter

import pytest

from coshop.agents.check.network import measure_network
from coshop.agents.check.picture import PictureWatch
from coshop.agents.check.sound import SoundWatch
from coshop.agents.check.verdicts import Measurements, judge
from coshop.protocol.checks import Verdict
from tests.agents.check.clips import CLIPS, PICTURE_FAULTS, SOUND_FAULTS, filming, pictures, sound

TABLE: dict[str, Counter[str]] = {}
# What a fault brings with it: packets that are lost take pictures with them.
BRINGS = {
    "up_loss": {"rate_low", "picture_stuck", "blurred", "up_slow"},
    "rate_low": {"up_slow"},
    "size_small": {"up_slow"},
}


def faults_of(verdicts: tuple[Verdict, ...]) -> set[str]:
    return {verdict.code for verdict in verdicts if verdict.level != "ok"}


def judged_pictures(fault: str, number: int) -> set[str]:
    seen, watch = pictures(filming(fault, number), seed=number), PictureWatch()
    for at_s, frame in seen.frames:
        watch.take(frame, at_s)
    network = measure_network(seen.network)
    return faults_of(judge(Measurements(picture=watch.measure(), sound_wanted=False, network=network)))


def judged_sound(fault: str, number: int) -> set[str]:
    watch = SoundWatch()
    for frame in sound(fault, number):
        watch.take(frame)
    return faults_of(judge(Measurements(sound=watch.measure(), picture_wanted=False)))


def tell(fault: str, found: set[str]) -> None:
    TABLE.setdefault(fault, Counter()).update(found or {"good"})


@pytest.mark.parametrize("fault", ["good", *PICTURE_FAULTS])
def test_mirror5_pictures_are_judged_right(fault: str) -> None:
    wrong = {}
    for number in range(CLIPS):
        found = judged_pictures(fault, number)
        tell(fault, found)
        if found - BRINGS.get(fault, set()) != ({fault} - {"good"}):
            wrong[number] = found
    assert not wrong


@pytest.mark.parametrize("fault", ["good", *SOUND_FAULTS])
def test_mirror5_sounds_are_judged_right(fault: str) -> None:
    wrong = {}
    for number in range(CLIPS):
        found = judged_sound(fault, number)
        tell(f"{fault} (sound)", found)
        if found != ({fault} - {"good"}):
            wrong[number] = found
    assert not wrong


def test_the_confusion_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    judged = sorted({code for row in TABLE.values() for code in row})
    lines = [f"{'clips':18}" + "".join(f"{code:>12}" for code in judged)]
    lines += [
        f"{fault:18}" + "".join(f"{row[code] or '·':>12}" for code in judged) for fault, row in TABLE.items()
    ]
    with capsys.disabled():
        print("", *lines, sep="\n")
    assert len(TABLE) == len(PICTURE_FAULTS) + len(SOUND_FAULTS) + 2
