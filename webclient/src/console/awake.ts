/** Keeps the tablet awake while wanted; the browser drops the lock whenever the page is hidden, so it is asked for again. */

export class Awake {
  /** The browser refused, or knows no such lock. */
  refused = false;
  private wanted = false;
  private lock: WakeLockSentinel | null = null;
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    this.onChange = onChange;
    document.addEventListener("visibilitychange", () => {
      if (this.wanted && document.visibilityState === "visible") void this.ask();
    });
  }

  keep(wanted: boolean): void {
    if (this.wanted === wanted) return;
    this.wanted = wanted;
    if (wanted) void this.ask();
    else {
      void this.lock?.release().catch(() => undefined);
      this.lock = null;
    }
  }

  private async ask(): Promise<void> {
    if (this.lock && !this.lock.released) return;
    try {
      this.lock = await navigator.wakeLock.request("screen");
      this.refused = false;
      if (!this.wanted) void this.lock.release().catch(() => undefined);
    } catch {
      this.refused = true;
    }
    this.onChange();
  }
}
