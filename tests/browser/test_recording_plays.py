"""Recordings in Chromium and Firefox: they play to the end with picture and sound, over gaps and changes of size, and can be sought."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from coshop.agents.record.webm import Webm
from tests.agents.record.films import film, tone
from tests.browser.browsers import Browsers, Kind
from tests.browser.watch import until

pytestmark = pytest.mark.browser
PAGE = b"""<!doctype html><title>Recording</title><button onclick="video.play()">Play</button>
<video id="video" preload="auto"></video>
<script>
  const video = document.getElementById("video");
  video.src = "/" + location.search.slice(1);
  video.seen = [];
  video.addEventListener("resize", () => video.seen.push(`${video.videoWidth}x${video.videoHeight}`));
</script>"""
DECODE = """async () => {
  const bytes = await (await fetch("/voice.webm")).arrayBuffer();
  const sound = await new OfflineAudioContext(2, 48000, 48000).decodeAudioData(bytes);
  return { seconds: sound.duration, loudest: sound.getChannelData(0).reduce((a, b) => Math.max(a, Math.abs(b)), 0) };
}"""
SOUND = "video.webkitAudioDecodedByteCount ?? (video.mozHasAudio ? 1 : 0)"


def whole(webm: Webm, until_ms: float) -> bytes:
    """The finished file."""
    data = bytearray(webm.cut())
    end, patches = webm.finish(until_ms)
    data += end
    for patch in patches:
        data[patch.offset : patch.offset + len(patch.data)] = patch.data
    return bytes(data)


def call() -> bytes:
    """Five seconds: two with picture and sound, one without either (another connection), two with a larger picture."""
    webm = Webm()
    for start_ms, frames in ((0, film(2)), (3000, film(2, width=320, height=240))):
        for index, data in enumerate(frames):
            webm.add_video(start_ms + index * 1000 / 15, data, keyframe=not data[0] & 1)
        for index, data in enumerate(tone(2)):
            webm.add_audio(start_ms + index * 20, data)
    return whole(webm, 5000)


def voice() -> bytes:
    """Two seconds of a voice alone."""
    webm = Webm()
    for index, data in enumerate(tone(2)):
        webm.add_audio(index * 20, data)
    return whole(webm, 2000)


def killed() -> bytes:
    """A file whose writer died: no index, no length."""
    webm = Webm()
    for index, data in enumerate(film(2)):
        webm.add_video(index * 1000 / 15, data, keyframe=not data[0] & 1)
    for index, data in enumerate(tone(2)):
        webm.add_audio(index * 20, data)
    return webm.cut()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    files = {"/call.webm": call(), "/voice.webm": voice(), "/killed.webm": killed()}

    class Answer(BaseHTTPRequestHandler):
        """The page, and the files as a server of media gives them: in ranges."""

        def do_GET(self) -> None:
            data = files.get(self.path)
            if data is None:
                self.send_response(404 if "favicon" in self.path else 200)
                self.send_header("content-type", "text/html")
                self.end_headers()
                self.wfile.write(b"" if "favicon" in self.path else PAGE)
                return
            first, _, last = self.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or len(data)), len(data) - 1)
            self.send_response(206)
            self.send_header("content-type", "video/webm")
            self.send_header("accept-ranges", "bytes")
            self.send_header("content-range", f"bytes {start}-{end}/{len(data)}")
            self.send_header("content-length", str(end + 1 - start))
            self.end_headers()
            self.wfile.write(data[start : end + 1])

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["chromium", "firefox"])
def page(request: pytest.FixtureRequest, browsers: Browsers) -> Iterator[Page]:
    kind: Kind = request.param
    context = browsers.get(kind, "shopper").new_context()
    yield context.new_page()
    context.close()


def play(page: Page, address: str, name: str) -> None:
    """Pressed, it plays to its end without an error."""
    page.goto(f"{address}/?{name}")
    until(page, lambda: page.evaluate("video.readyState >= 1"), f"{name} is understood")
    page.get_by_role("button").click()
    until(
        page,
        lambda: page.evaluate("video.error ? video.error.message || 'error' : video.ended ? 'ended' : ''"),
        f"{name} plays to its end",
        timeout_s=40,
    )
    assert page.evaluate("video.error && video.error.message") is None
    assert page.evaluate("video.ended")
    assert page.evaluate(SOUND) > 0


def test_a_call_with_a_gap_and_another_size_plays_to_the_end_and_is_sought(page: Page, address: str) -> None:
    play(page, address, "call.webm")
    assert abs(page.evaluate("video.duration") - 5) < 0.1
    assert page.evaluate("video.seen").count("320x240") == 1
    page.evaluate("video.currentTime = 1")
    until(
        page,
        lambda: page.evaluate("!video.seeking && video.videoWidth === 160"),
        "it goes back to the first picture",
    )


def test_a_voice_alone_plays(page: Page, address: str) -> None:
    if page.context.browser is not None and page.context.browser.browser_type.name == "chromium":
        play(page, address, "voice.webm")
    else:  # without a loudspeaker Firefox plays no sound alone; it decodes all of it
        page.goto(f"{address}/?voice.webm")
        until(page, lambda: page.evaluate("video.readyState >= 1"), "the voice is understood")
    assert page.evaluate("video.videoWidth") == 0
    assert abs(page.evaluate("video.duration") - 2) < 0.1
    heard = page.evaluate(DECODE)
    assert abs(heard["seconds"] - 2) < 0.1
    assert heard["loudest"] > 0.05


def test_a_file_whose_writer_died_plays_as_it_is(page: Page, address: str) -> None:
    play(page, address, "killed.webm")
    assert page.evaluate("video.videoWidth") == 160
