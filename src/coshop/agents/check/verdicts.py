"""Judges what was measured: which code, how bad, against which bound. Every bound of the set check stands here, and nothing else does."""

from __future__ import annotations

from dataclasses import dataclass

from coshop.agents.check.light import LightReading
from coshop.agents.check.network import NetworkMeasure
from coshop.agents.check.picture import PictureMeasure
from coshop.agents.check.sound import SoundMeasure
from coshop.agents.check.tone import SCORE_WANTED, ToneMeasure
from coshop.protocol.checks import Level, Verdict, VerdictCode

STUCK_S = 2.0
DARK_MEAN, DARK_MEAN_FAIL = 75.0, 45.0
DARK_HIGHLIGHT, DARK_HEAD = 130.0, 90.0
BRIGHT_MEAN, BRIGHT_MEAN_FAIL = 228.0, 240.0
BLOWN, BLOWN_FAIL = 0.25, 0.50
GLARE, GLARE_FAIL = 0.25, 0.45
SILHOUETTE = 85.0
EDGE_WIDTH, EDGE_WIDTH_FAIL = 2.9, 4.2
SHIFT, SHIFT_FAIL = 1.2, 2.5
RATE, RATE_FAIL = 18.0, 10.0
PIXELS, PIXELS_FAIL = 640 * 360, 320 * 240
SILENT_DBFS, UNHEARD_DBFS = -60.0, -45.0
VOICE_DBFS, VOICE_DBFS_FAIL = -34.0, -44.0
FLOOR_DBFS, FLOOR_DBFS_FAIL = -46.0, -36.0
CUT, CUT_FAIL = 0.55, 0.75
FULL_SHARE = 0.001
UP_KBPS, UP_KBPS_FAIL = 300.0, 120.0
LOSS, LOSS_FAIL = 0.02, 0.08
JITTER_MS, JITTER_MS_FAIL = 40.0, 100.0
ROUND_TRIP_MS, ROUND_TRIP_MS_FAIL = 300.0, 800.0


@dataclass(frozen=True)
class Measurements:
    """All that a check can judge by; None for what was not looked at."""

    picture: PictureMeasure | None = None
    sound: SoundMeasure | None = None
    picture_wanted: bool = True
    sound_wanted: bool = True
    network: NetworkMeasure | None = None
    tone_played: bool = False
    tone: ToneMeasure | None = None
    relay_works: bool | None = None
    """Whether the relayed path opened; None where none was asked for."""


def judge(measured: Measurements) -> tuple[Verdict, ...]:
    """Every verdict there is something to say by, in the order in which people should read them."""
    verdicts: list[Verdict] = []
    if measured.picture_wanted:
        verdicts += judge_picture(measured.picture)
    if measured.sound_wanted:
        verdicts += judge_sound(measured.sound)
    if measured.tone_played:
        score = measured.tone.score if measured.tone else 0.0
        verdicts.append(_at_least(score, SCORE_WANTED, 0.0, "speaker_heard", "speaker_not_heard"))
    if measured.network is not None:
        verdicts += judge_network(measured.network, fluent=_fluent(measured.picture))
    if measured.relay_works is not None:
        verdicts.append(
            Verdict(code="relay_works", level="ok")
            if measured.relay_works
            else Verdict(code="relay_blocked", level="warn")
        )
    return tuple(verdicts)


def passed(verdicts: tuple[Verdict, ...]) -> bool:
    """Whether a check with these verdicts counts as passed: something was judged, and nothing failed."""
    return bool(verdicts) and all(verdict.level != "fail" for verdict in verdicts)


def judge_picture(picture: PictureMeasure | None) -> list[Verdict]:
    """Light, sharpness, steadiness, rate and size. One code for pictures that never came or stopped, and then no others."""
    if picture is None or picture.frames == 0:
        return [Verdict(code="no_picture", level="fail")]
    if picture.frames == 1 or picture.rate is None or picture.longest_gap_s > STUCK_S:
        gap_s = round(max(picture.longest_gap_s, picture.seconds if picture.frames == 1 else 0.0), 1)
        return [Verdict(code="picture_stuck", level="fail", measured=gap_s, wanted=STUCK_S)]
    verdicts = []
    if picture.light is not None:
        verdicts.append(judge_light(picture.light))
    # Too little or too much light takes the edges away: it is the light that is to be put right first.
    lit = not any(verdict.level == "fail" for verdict in verdicts)
    if picture.edge_width is not None and (lit or picture.edge_width <= EDGE_WIDTH):
        verdicts.append(_at_most(picture.edge_width, EDGE_WIDTH, EDGE_WIDTH_FAIL, "sharp", "blurred"))
    if picture.shift is not None:
        verdicts.append(_at_most(picture.shift, SHIFT, SHIFT_FAIL, "steady", "shaking"))
    verdicts.append(_at_least(picture.rate, RATE, RATE_FAIL, "rate_good", "rate_low"))
    pixels = float(picture.width * picture.height)
    verdicts.append(_at_least(pixels, PIXELS, PIXELS_FAIL, "size_good", "size_small"))
    return verdicts


def judge_light(light: LightReading) -> Verdict:
    """One verdict: against the light, too bright, too dark, or good. The colour of skin and walls must not decide it.

    Dark is a picture without highlights, not one of dark things; against the light is a head without any light on it before glare.
    """
    if light.glare_around > GLARE and light.head < SILHOUETTE:
        level: Level = "fail" if light.glare_around > GLARE_FAIL else "warn"
        return _verdict("backlit", level, light.glare_around, GLARE)
    if light.mean > BRIGHT_MEAN or light.blown > BLOWN:
        level = "fail" if light.mean > BRIGHT_MEAN_FAIL or light.blown > BLOWN_FAIL else "warn"
        return _verdict("too_bright", level, light.mean, BRIGHT_MEAN)
    if light.mean < DARK_MEAN and light.highlight < DARK_HIGHLIGHT and light.head < DARK_HEAD:
        return _verdict("too_dark", "fail" if light.mean < DARK_MEAN_FAIL else "warn", light.mean, DARK_MEAN)
    return _verdict("light_good", "ok", light.mean, DARK_MEAN)


def judge_sound(sound: SoundMeasure | None) -> list[Verdict]:
    """The worst of silence, cut peaks, noise and a low voice: each that holds, or one code that all is good."""
    if sound is None:
        return [Verdict(code="no_sound", level="fail")]
    if sound.loud_dbfs < SILENT_DBFS:
        return [_verdict("silent", "fail", sound.loud_dbfs, SILENT_DBFS)]
    verdicts = []
    if sound.voice_dbfs is None:
        if sound.loud_dbfs < UNHEARD_DBFS:
            return [_verdict("silent", "fail", sound.loud_dbfs, UNHEARD_DBFS)]
    elif sound.voice_dbfs < VOICE_DBFS:
        level: Level = "fail" if sound.voice_dbfs < VOICE_DBFS_FAIL else "warn"
        verdicts.append(_verdict("too_quiet", level, sound.voice_dbfs, VOICE_DBFS))
    if sound.cut_share > CUT or sound.full_share > FULL_SHARE:
        level = "fail" if sound.cut_share > CUT_FAIL or sound.full_share > FULL_SHARE else "warn"
        verdicts.append(_verdict("clipping", level, sound.cut_share, CUT))
    if sound.floor_dbfs > FLOOR_DBFS:
        level = "fail" if sound.floor_dbfs > FLOOR_DBFS_FAIL else "warn"
        verdicts.append(_verdict("noisy", level, sound.floor_dbfs, FLOOR_DBFS))
    if not verdicts:
        voice = sound.voice_dbfs if sound.voice_dbfs is not None else sound.loud_dbfs
        verdicts.append(_verdict("sound_good", "ok", voice, VOICE_DBFS))
    return verdicts


def _fluent(picture: PictureMeasure | None) -> bool:
    """Whether the picture came at full rate and size without a stop."""
    if picture is None or picture.rate is None:
        return False
    large = picture.width * picture.height >= PIXELS
    return large and picture.rate >= RATE and picture.longest_gap_s <= STUCK_S


def judge_network(network: NetworkMeasure, *, fluent: bool = False) -> list[Verdict]:
    """Both ways and the round trip: each fault that holds, or one code for each way that it is good.

    A `fluent` picture shows that enough gets through, however little it is: one in which nothing moves needs little.
    """
    enough = 0.0 if fluent else UP_KBPS
    up = [
        _at_least(network.up_kbps, enough, UP_KBPS_FAIL, "up_good", "up_slow"),
        _at_most(network.up_loss * 100, LOSS * 100, LOSS_FAIL * 100, "up_good", "up_loss"),
    ]
    down = []
    if network.up_jitter_s is not None:
        up.append(_at_most(network.up_jitter_s * 1000, JITTER_MS, JITTER_MS_FAIL, "up_good", "up_jitter"))
    if network.down_loss is not None:
        down.append(_at_most(network.down_loss * 100, LOSS * 100, LOSS_FAIL * 100, "down_good", "down_loss"))
    if network.down_jitter_s is not None:
        down.append(
            _at_most(network.down_jitter_s * 1000, JITTER_MS, JITTER_MS_FAIL, "down_good", "down_jitter")
        )
    verdicts = [v for v in up if v.level != "ok"] or up[:1]
    verdicts += [v for v in down if v.level != "ok"]
    if down and all(v.level == "ok" for v in down):
        verdicts.append(Verdict(code="down_good", level="ok", measured=round(network.down_kbps, 1)))
    if network.round_trip_s is not None:
        verdicts.append(
            _at_most(
                network.round_trip_s * 1000,
                ROUND_TRIP_MS,
                ROUND_TRIP_MS_FAIL,
                "round_trip_good",
                "round_trip_long",
            )
        )
    return verdicts


def _verdict(code: VerdictCode, level: Level, measured: float, wanted: float) -> Verdict:
    return Verdict(code=code, level=level, measured=round(measured, 2), wanted=wanted)


def _at_least(value: float, wanted: float, fail: float, good: VerdictCode, bad: VerdictCode) -> Verdict:
    if value >= wanted:
        return _verdict(good, "ok", value, wanted)
    return _verdict(bad, "fail" if value < fail else "warn", value, wanted)


def _at_most(value: float, wanted: float, fail: float, good: VerdictCode, bad: VerdictCode) -> Verdict:
    if value <= wanted:
        return _verdict(good, "ok", value, wanted)
    return _verdict(bad, "fail" if value > fail else "warn", value, wanted)
