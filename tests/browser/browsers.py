"""Starts Debian's Chromium and Firefox ESR with cameras that show a known film. One process per kind and camera.

Most tests take Chromium's headless shell, the same engine without windows and menus around it: a whole Chromium costs half as much
again. What a person's browser does around the page (its memory of pages, installed apps, notifications, the first and longest story)
is tried in the whole one: such a module carries the mark `whole_browser`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Playwright

_WHOLE = Path("/usr/bin/chromium")
_SHELL = Path("/usr/bin/chromium-headless-shell")
Kind = Literal["chromium", "firefox"]
Camera = Literal["film", "denied", "missing", "remembered"]
_CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none", "--hide-scrollbars",
    "--autoplay-policy=document-user-activation-required", "--disable-features=LocalNetworkAccessChecks,PreloadTopChromeWebUI",
]  # fmt: skip
_FAKE = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=fps=30"]
_FIREFOX: dict[str, Any] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "intl.accept_languages": "en-US, en",
}


class Browsers:
    """The browsers of one test module, started when first asked for."""

    def __init__(self, playwright: Playwright, films: dict[str, Path], *, whole: bool = True) -> None:
        self._playwright = playwright
        self._films = films
        self._whole = whole or not _SHELL.exists()
        self._running: dict[tuple[str, ...], Browser] = {}

    def get(self, kind: Kind, who: str, camera: Camera = "film") -> Browser:
        """The browser of `who`; a Firefox has one built-in film, so it is shared."""
        key = (kind,) if kind == "firefox" else (kind, who if camera == "film" else camera)
        if key not in self._running:
            self._running[key] = self._firefox() if kind == "firefox" else self._chromium(who, camera)
        return self._running[key]

    def close(self) -> None:
        """Ends them all."""
        for browser in self._running.values():
            browser.close()
        self._running.clear()

    def _chromium(self, who: str, camera: Camera) -> Browser:
        args = {
            "film": [*_FAKE, f"--use-file-for-fake-video-capture={self._films.get(who, '')}"],
            "denied": [
                "--deny-permission-prompts",
                _FAKE[1],
                f"--use-file-for-fake-video-capture={self._films.get(who, '')}",
            ],
            "missing": ["--use-fake-ui-for-media-stream"],
            "remembered": _FAKE,
        }[camera]
        # The headless shell asks nobody anything, so nobody can say no to it.
        whole = self._whole or camera in ("denied", "remembered")
        # Playwright switches off the memory that pages come back from; a person's browser has it.
        without = ["--disable-back-forward-cache"] if camera == "remembered" else []
        return self._playwright.chromium.launch(
            executable_path=str(_WHOLE if whole else _SHELL),
            args=[*_CHROMIUM, *args],
            ignore_default_args=without,
            timeout=30_000,
        )

    def _firefox(self) -> Browser:
        return self._playwright.firefox.launch(
            channel="moz-firefox",
            executable_path="/usr/bin/firefox-esr",
            firefox_user_prefs=_FIREFOX,
            timeout=60_000,
        )
