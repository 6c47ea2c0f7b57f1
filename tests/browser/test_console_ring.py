"""What calls an associate to the tablet: a sound that is heard, vibration, the notification; and the tablet that stays awake."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.associate_window import AssociateWindow
from tests.browser.stage import Stage
from tests.browser.watch import until

pytestmark = [pytest.mark.browser, pytest.mark.whole_browser]

# Listens in on everything that goes to the speakers, on what the page asks of the tablet's motor, screen lock and notifications.
# Everything is passed on to the browser's own; `hidden` stands for a tablet whose other app is in front.
_SENSES = """(() => {
  const ears = new Map();
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      if (!ears.has(to.context)) ears.set(to.context, new AnalyserNode(to.context, { fftSize: 32768 }));
      connect.call(this, ears.get(to.context));
    }
    return connect.call(this, to, ...rest);
  };
  // The loudest of the last 0.7 s.
  window.loudness = () => {
    let most = 0;
    for (const ear of ears.values()) {
      const samples = new Float32Array(ear.fftSize);
      ear.getFloatTimeDomainData(samples);
      for (const each of samples) most = Math.max(most, Math.abs(each));
    }
    return most;
  };
  // How often it became loud after it had been silent.
  window.rings = 0;
  let silent = true;
  setInterval(() => {
    const now = window.loudness();
    if (silent && now > 0.05) { silent = false; window.rings += 1; }
    if (now < 0.002) silent = true;
  }, 100);
  window.buzzes = [];
  const vibrate = navigator.vibrate?.bind(navigator);
  navigator.vibrate = (pattern) => { window.buzzes.push(pattern); return vibrate?.(pattern) ?? false; };
  window.locks = [];
  const lock = navigator.wakeLock?.request.bind(navigator.wakeLock);
  if (lock) navigator.wakeLock.request = async (kind) => { const made = await lock(kind); window.locks.push(made); return made; };
  window.awake = () => window.locks.some((each) => !each.released);
  window.hidden = false;
  Object.defineProperty(document, "visibilityState", { get: () => (window.hidden ? "hidden" : "visible") });
  window.notes = [];
  const Real = window.Notification;
  window.Notification = new Proxy(Real, { construct(target, [title, options]) {
    if (window.only_worker) throw new TypeError("Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead.");
    const made = new target(title, options);
    window.notes.push({ title, ...options });
    made.addEventListener("close", () => window.notes.push("closed"));
    return made;
  } });
})();"""
# Between two rings there are 2.6 s.
_LONGER_THAN_A_PAUSE = "new Promise((go) => setTimeout(go, 3_000))"


def _anna(stage: Stage, **options: Any) -> AssociateWindow:
    """An associate with all senses watched."""
    anna = stage.associate(available=False, **options)
    anna.page.add_init_script(_SENSES)
    anna.page.reload()
    return anna


def test_the_ring_is_heard_felt_and_written_in_the_title_until_it_is_answered(stage: Stage) -> None:
    anna = _anna(stage)
    anna.go_available()
    until(anna.page, lambda: anna.page.evaluate("awake()"), "the tablet is kept awake")
    title = anna.page.title()
    assert anna.page.evaluate("loudness()") == 0
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.rings()
    until(
        anna.page,
        lambda: anna.page.evaluate("rings") >= 2,
        "the ring is heard, and heard again after a pause",
    )
    assert anna.page.evaluate("buzzes.filter((each) => each.length === 3).length") >= 2
    expect(anna.page).to_have_title(re.compile("^● Incoming call · Harbour rain jacket"))
    anna.answer()
    assert anna.page.evaluate("buzzes.at(-1)") == []
    expect(anna.page).to_have_title(title)
    until(anna.page, lambda: anna.page.evaluate("loudness()") < 0.001, "it is silent")
    rung, heard = anna.page.evaluate("[buzzes.length, rings]")
    mia.is_live()
    anna.page.evaluate(_LONGER_THAN_A_PAUSE)
    assert anna.page.evaluate("[buzzes.length, rings]") == [rung, heard]
    assert anna.page.evaluate("awake()")
    mia.end()
    anna.wrap_up("Helped")
    anna.page.get_by_role("button", name="Your state: Available").click()
    anna.page.get_by_role("button", name="Set to away").click()
    anna.is_state("Away")
    until(anna.page, lambda: not anna.page.evaluate("awake()"), "the tablet may sleep")


def test_the_lock_is_taken_again_when_the_tablet_comes_back(stage: Stage) -> None:
    anna = _anna(stage)
    anna.go_available()
    until(anna.page, lambda: anna.page.evaluate("awake()"), "the tablet is kept awake")
    # The browser lets go whenever the page is hidden.
    anna.page.evaluate("hidden = true; Promise.all(locks.map((each) => each.release()))")
    assert not anna.page.evaluate("awake()")
    anna.page.evaluate("hidden = false; document.dispatchEvent(new Event('visibilitychange'))")
    until(anna.page, lambda: anna.page.evaluate("awake()"), "it is kept awake again")


@pytest.mark.parametrize("only_worker", [False, True], ids=["by the page", "by the service worker"])
def test_a_hidden_console_notifies_and_puts_the_notification_away(stage: Stage, only_worker: bool) -> None:
    anna = _anna(stage)
    anna.page.context.grant_permissions(["notifications", "camera", "microphone"], origin=stage.demo.server)
    anna.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    anna.page.reload()
    anna.go_available()
    anna.page.evaluate("(only) => { only_worker = only; hidden = true; }", only_worker)
    shown = """async () => {
      const worker = await navigator.serviceWorker.getRegistration();
      const all = await worker.getNotifications();
      return all.map(({ title, body, tag, requireInteraction }) => ({ title, body, tag, requireInteraction }));
    }"""

    def words() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = anna.page.evaluate(
            shown if only_worker else "notes.filter((each) => each !== 'closed')"
        )
        return found

    mia = stage.shopper()
    for n in (1, 2):
        mia.call("/products/P1001")
        until(anna.page, lambda: len(words()) == (1 if only_worker else n), "a notification")  # noqa: B023
        note = words()[-1]
        assert note["title"] == "A shopper is calling"
        assert "Harbour rain jacket" in note["body"]
        assert note["requireInteraction"] is True
        if not only_worker:  # the same tag is silent the second time, unless told otherwise
            assert note["renotify"] is True
        mia.withdraw()
        if only_worker:
            until(anna.page, lambda: words() == [], "it is put away")
        else:
            until(anna.page, lambda: anna.page.evaluate("notes.at(-1)") == "closed", "it is put away")
        expect(anna.answer_button).to_be_hidden()


def test_signing_out_while_it_rings_ends_everything_at_this_tablet(stage: Stage) -> None:
    anna = _anna(stage)
    anna.go_available()
    mia = stage.shopper()
    mia.call("/products/P1001")
    anna.rings()
    anna.page.get_by_role("button", name="Your state: Ringing").click()
    anna.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(anna.page.get_by_role("heading", name="Sign in")).to_be_visible()
    until(anna.page, lambda: anna.page.evaluate("loudness()") < 0.001, "it is silent")
    rung, heard = anna.page.evaluate("[buzzes.filter((each) => each.length === 3).length, rings]")
    anna.page.evaluate(_LONGER_THAN_A_PAUSE)
    assert anna.page.evaluate("[buzzes.filter((each) => each.length === 3).length, rings]") == [rung, heard]
    assert not anna.page.evaluate("awake()")
    assert not anna.page.title().startswith("●")
    expect(anna.answer_button).to_be_hidden()
    mia.withdraw()
