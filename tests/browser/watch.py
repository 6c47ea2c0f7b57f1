"""What every page of a browser test carries and is asked: its connections, what it complained about, what it heard and saw."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request

T = TypeVar("T")
WAIT_S = 25.0

INIT = """
(() => {
  const Real = window.RTCPeerConnection;
  window.__peers = [];
  window.__channels = [];
  window.__violations = [];
  window.__shift = 0;
  addEventListener("securitypolicyviolation", (e) => window.__violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  try {
    new PerformanceObserver((list) => {
      for (const each of list.getEntries()) {
        // What moves inside the panel, which floats, is no shift of the store's page.
        const page = each.sources.some(({ node }) => node && node.getRootNode() === document && node.localName !== "coshop-panel");
        if (!each.hadRecentInput && page) window.__shift += each.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  } catch { /* Firefox has no such entries */ }
  // Sounds that stand in no document: those of guests.
  window.__sounds = [];
  window.Audio = new Proxy(window.Audio, { construct(target, args, made) {
    const sound = Reflect.construct(target, args, made);
    window.__sounds.push(sound);
    return sound;
  } });
  window.__tracks = [];
  const devices = navigator.mediaDevices;
  if (devices) {
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wish) => {
      const stream = await open(wish);
      window.__tracks.push(...stream.getTracks());
      return stream;
    };
  }
  if (!Real) return;
  window.RTCPeerConnection = new Proxy(Real, {
    construct(target, args, made) {
      const peer = Reflect.construct(target, args, made);
      window.__peers.push(peer);
      return peer;
    },
  });
  const make = Real.prototype.createDataChannel;
  Real.prototype.createDataChannel = function (...args) {
    const channel = make.apply(this, args);
    window.__channels.push(channel);
    return channel;
  };
})();
"""

# Every element, through open shadow roots.
DEEP = """
const deep = function* (root) {
  for (const each of root.querySelectorAll("*")) { yield each; if (each.shadowRoot) yield* deep(each.shadowRoot); }
};
"""

_LOOK = (
    "(id) => {"
    + DEEP
    + """
  for (const each of deep(document)) {
    if (each.localName !== "coshop-picture" || each.id !== id) continue;
    const video = each.shadowRoot.querySelector("video");
    if (!video || video.videoWidth === 0) return null;
    const canvas = document.createElement("canvas");
    canvas.width = 64; canvas.height = 48;
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0, 64, 48);
    const mean = (x, y, w, h) => {
      const { data } = context.getImageData(x, y, w, h);
      const sum = [0, 0, 0];
      for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += data[i + c];
      return sum.map((v) => Math.round(v / (data.length / 4)));
    };
    return { left: mean(6, 6, 20, 24), right: mean(38, 6, 20, 24), foot: mean(0, 45, 64, 3), all: mean(0, 0, 64, 48),
             width: video.videoWidth, time: video.currentTime, paused: video.paused, muted: video.muted };
  }
  return null;
}"""
)

# What the element that plays the other's sound does: only a playing one is heard.
_SOUND = (
    "(id) => {"
    + DEEP
    + """
  for (const each of deep(document)) {
    if (each.localName !== "coshop-picture" || each.id !== id) continue;
    const sound = each.shadowRoot.querySelector("audio");
    const live = sound?.srcObject?.getAudioTracks().some((track) => track.readyState === "live" && track.enabled && !track.muted);
    return { playing: Boolean(live && !sound.paused && !sound.muted && sound.volume > 0), time: sound?.currentTime ?? 0, sink: sound?.sinkId ?? "" };
  }
  return { playing: false, time: 0, sink: "" };
}"""
)

_PEERS = """() => window.__peers.map((peer) => ({
  state: peer.connectionState,
  tracks: peer.getSenders().filter((each) => each.track !== null).length,
}))"""

_STATS = """async () => {
  const found = { frames: 0, sound_packets: 0, sound_energy: 0, sent: 0, connected: 0 };
  for (const peer of window.__peers.filter((each) => each.connectionState === "connected")) {
    found.connected += 1;
    for (const each of (await peer.getStats()).values()) {
      if (each.type === "inbound-rtp" && each.kind === "video") found.frames += each.framesDecoded ?? 0;
      if (each.type === "inbound-rtp" && each.kind === "audio") {
        found.sound_packets += each.packetsReceived ?? 0;
        found.sound_energy += each.totalAudioEnergy ?? 0;
      }
      if (each.type === "outbound-rtp") found.sent += each.packetsSent ?? 0;
    }
  }
  return found;
}"""


def until(page: Page, look: Callable[[], T | None], what: str, timeout_s: float = WAIT_S) -> T:
    """Asks again and again until the answer is true, and returns it. Fails with `what` and the last answer."""
    end = time.monotonic() + timeout_s
    while True:
        try:
            found = look()
        except Error as error:  # the page is just changing
            if "navigat" not in str(error) and "context" not in str(error).lower():
                raise
            found = None
        if found:
            return found
        assert time.monotonic() < end, f"not within {timeout_s} s: {what} (last: {found!r})"
        page.wait_for_timeout(30)


class Complaints:
    """What the browser complained about on any page of a context: errors, refused policies, failed answers of ours."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[str] = []
        self.requests: list[str] = []
        self.expected: list[str] = []
        context.on("page", self._follow)

    def expect(self, pattern: str) -> None:
        """Complaints that match belong to the story."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        """Everything else."""
        return [each for each in self.said if not any(re.search(one, each) for one in self.expected)]

    def _follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"pageerror: {error} {error.stack}"))
        page.on("request", lambda request: self.requests.append(f"{request.method} {request.url}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        text = message.text
        refused = "Content Security Policy" in text or "Content-Security-Policy" in text
        if message.type == "error" or refused:
            self.said.append(f"console: {text} [{message.location.get('url', '')}]")

    def _response(self, response: Any) -> None:
        request: Request = response.request
        if response.status >= 500:
            self.said.append(f"answer {response.status}: {request.method} {request.url}")


class Watched:
    """A window with a picture of somebody else in it."""

    picture_id = ""

    def __init__(self, page: Page, complaints: Complaints) -> None:
        self.page = page
        self.complaints = complaints

    def look(self, picture: str = "") -> dict[str, Any] | None:
        """Mean colours of the other's picture: left, right, foot, all. None where nothing was decoded yet."""
        found: dict[str, Any] | None = self.page.evaluate(_LOOK, picture or self.picture_id)
        return found

    def stats(self) -> dict[str, float]:
        """Decoded frames, sound packets and energy over the connections that are up."""
        found: dict[str, float] = self.page.evaluate(_STATS)
        return found

    def frames_advance(self, more: int = 8) -> None:
        """The other's frames are decoded, and go on being decoded."""
        first = until(self.page, lambda: self.stats()["frames"], "frames are decoded")
        until(self.page, lambda: self.stats()["frames"] >= first + more, "more frames are decoded")

    def hears(self) -> None:
        """Sound arrives, and it is not silence."""
        first = until(self.page, lambda: self.stats()["sound_packets"], "sound packets arrive")
        until(self.page, lambda: self.stats()["sound_packets"] > first + 5, "more sound packets arrive")
        until(self.page, lambda: self.stats()["sound_energy"] > 0, "the sound is not silence")
        until(self.page, lambda: self.sound()["playing"], "the other's sound is played")
        first = self.sound()["time"]
        until(self.page, lambda: self.sound()["time"] > first, "the other's sound goes on")

    def sound(self) -> dict[str, Any]:
        """The element with the other's sound: whether it plays aloud, and its time."""
        found: dict[str, Any] = self.page.evaluate(_SOUND, self.picture_id)
        return found

    def peers(self) -> list[dict[str, Any]]:
        """Every connection of this page, oldest first: its state, and how many tracks it sends."""
        found: list[dict[str, Any]] = self.page.evaluate(_PEERS)
        return found

    def devices_are_closed(self) -> None:
        """No light is on: every track that this page opened has been let go."""
        until(
            self.page,
            lambda: self.page.evaluate("window.__tracks.every((each) => each.readyState === 'ended')"),
            "camera and microphone are closed",
        )

    def sees(self, left: tuple[int, int, int], right: tuple[int, int, int]) -> None:
        """The other's picture has these two halves."""

        def close() -> bool:
            seen = self.look()
            return seen is not None and _close(seen["left"], left) and _close(seen["right"], right)

        until(self.page, close, f"a picture of {left} and {right}; it shows {self.look()}")

    def sees_movement(self) -> None:
        """The other's picture is no still: for films whose colours we do not know."""
        first = until(self.page, self.look, "a picture")

        def moved() -> bool:
            now = self.look()
            return now is not None and (now["all"], now["foot"]) != (first["all"], first["foot"])

        until(self.page, moved, "the picture moves")

    def sees_nobody(self) -> None:
        """No picture of the other is playing."""
        until(self.page, lambda: self.stats()["frames"] == 0, "no frames are decoded")

    def violations(self) -> list[str]:
        """Content-Security-Policy refusals on the present page."""
        found: list[str] = self.page.evaluate("window.__violations ?? []")
        return found


def _close(seen: list[int], wanted: tuple[int, int, int], by: int = 45) -> bool:
    return all(abs(a - b) <= by for a, b in zip(seen, wanted, strict=True))
