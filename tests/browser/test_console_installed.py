"""The console as an installed web app: the browser's own judgement, the service worker, and what is there without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage, picture
from tests.browser.watch import until

pytestmark = [pytest.mark.browser, pytest.mark.whole_browser]


def test_it_can_be_installed(stage: Stage) -> None:
    anna = stage.associate(available=False)
    anna.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    chromium = anna.page.context.new_cdp_session(anna.page)
    manifest = chromium.send("Page.getAppManifest")
    assert manifest["errors"] == []
    parsed = anna.page.evaluate("(url) => fetch(url).then((answer) => answer.json())", manifest["url"])
    assert (parsed["display"], parsed["start_url"], parsed["scope"]) == ("standalone", "./", "./")
    sizes = anna.page.evaluate(
        """async ([base, icons]) => Promise.all(icons.map(async ({ src, sizes, purpose }) => {
          const image = new Image();
          image.src = new URL(src, base).href;
          await image.decode();
          return [sizes === "any" ? "any" : `${image.naturalWidth}x${image.naturalHeight}`, sizes, purpose];
        }))""",
        [manifest["url"], parsed["icons"]],
    )
    assert all(real == said for real, said, _ in sizes), sizes
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= {
        (real, purpose) for real, _, purpose in sizes
    }
    # Headless Chromium knows no profile in which to install; that aside, it has nothing against it.
    errors = {
        each["errorId"] for each in chromium.send("Page.getInstallabilityErrors")["installabilityErrors"]
    }
    assert errors <= {"in-incognito"}, errors


def test_without_a_network_the_shell_opens_and_says_so_and_comes_back(stage: Stage) -> None:
    anna = stage.associate()
    anna.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    anna.page.reload()  # from now on the worker answers for the shell
    anna.is_state("Available")
    until(
        anna.page,
        lambda: anna.page.evaluate("navigator.serviceWorker.controller !== null"),
        "the worker is in charge",
    )
    anna.page.context.set_offline(True)
    anna.page.reload()
    expect(
        anna.page.get_by_text("You are offline. Check the network; everything comes back by itself.")
    ).to_be_visible()
    picture(anna, "console-offline")
    anna.page.context.set_offline(False)
    anna.is_state("Available")
    anna.complaints.expect("ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection")


def test_the_worker_keeps_nothing_of_the_server_but_the_shell(stage: Stage) -> None:
    anna = stage.associate()
    anna.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    anna.page.reload()
    anna.is_state("Available")
    kept = anna.page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) for (const each of await (await caches.open(name)).keys()) found.push(new URL(each.url).pathname);
          return found;
        }"""
    )
    assert kept, "nothing is kept"
    assert all(each.startswith("/console/") for each in kept), kept
