/**
 * Everything that calls an associate to the tablet: a soft sound, vibration, the page's title and badge, a notification when the page is
 * hidden. Sound needs one tap first (`unlock`). It rings while told to; whether there is a ring is decided elsewhere.
 */

import { texts } from "./speech.js";

const EVERY_MS = 2_600;
const TAG = "coshop-ring";
/** Two soft notes: Hz and when they begin, in seconds. */
const NOTES: readonly (readonly [number, number])[] = [
  [659.3, 0],
  [880, 0.22],
];

/** What some browsers lack, whatever their types say. */
const there = navigator as Partial<Pick<Navigator, "setAppBadge" | "clearAppBadge" | "vibrate" | "serviceWorker">>;

export class Bell {
  private context: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private notification: Notification | null = null;
  /** Counts rings, so that a notification that comes late for one is put away. */
  private rung = 0;
  private readonly title = document.title;
  private ringing = false;

  /** Sound may be played: the browser has seen a tap. */
  get unlocked(): boolean {
    return this.context?.state === "running";
  }

  /** Call from a tap. Resolves to whether sound can be played now. */
  async unlock(): Promise<boolean> {
    this.context ??= new AudioContext();
    if (this.context.state !== "running") await this.context.resume().catch(() => undefined);
    return this.unlocked;
  }

  /** Ring until `stop`. `about` is the page the shopper asks from. */
  ring(about: string): void {
    if (this.ringing) return;
    this.ringing = true;
    this.rung += 1;
    document.title = `● ${texts.title_ringing} · ${about}`;
    void there.setAppBadge?.call(navigator, 1).catch(() => undefined);
    this.once();
    this.timer = setInterval(() => this.once(), EVERY_MS);
    if (document.visibilityState === "hidden" && "Notification" in window && Notification.permission === "granted") {
      this.notify(about);
    }
  }

  stop(): void {
    if (!this.ringing) return;
    this.ringing = false;
    clearInterval(this.timer);
    document.title = this.title;
    void there.clearAppBadge?.call(navigator).catch(() => undefined);
    there.vibrate?.call(navigator, []);
    this.notification?.close();
    this.notification = null;
    void this.putAway();
  }

  private once(): void {
    there.vibrate?.call(navigator, [180, 120, 180]);
    const { context } = this;
    if (context?.state !== "running") return;
    for (const [hertz, after_s] of NOTES) this.note(context, hertz, context.currentTime + after_s);
  }

  private note(context: AudioContext, hertz: number, at_s: number): void {
    const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
    const loud = new GainNode(context, { gain: 0 });
    loud.gain.setValueAtTime(0, at_s);
    loud.gain.linearRampToValueAtTime(0.22, at_s + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.001, at_s + 0.9);
    tone.connect(loud).connect(context.destination);
    tone.start(at_s);
    tone.stop(at_s + 1);
  }

  private notify(about: string): void {
    const options = { body: about, tag: TAG, requireInteraction: true, renotify: true, icon: "icon-192.png" };
    try {
      const notification = new Notification(texts.ring_notification, options);
      notification.onclick = () => {
        window.focus();
        notification.close();
      };
      this.notification = notification;
    } catch {
      // Some tablets only allow notifications from a service worker.
      void this.notifyByWorker(options);
    }
  }

  private async notifyByWorker(options: NotificationOptions): Promise<void> {
    const { rung } = this;
    const worker = await there.serviceWorker?.getRegistration().catch(() => undefined);
    await worker?.showNotification(texts.ring_notification, options).catch(() => undefined);
    if (!this.ringing || this.rung !== rung) await this.putAway();
  }

  /** Those of the service worker outlive the ring, unless they are closed one by one. */
  private async putAway(): Promise<void> {
    const worker = await there.serviceWorker?.getRegistration().catch(() => undefined);
    const shown = (await worker?.getNotifications({ tag: TAG }).catch(() => undefined)) ?? [];
    if (this.ringing) return;
    for (const notification of shown) notification.close();
  }
}
