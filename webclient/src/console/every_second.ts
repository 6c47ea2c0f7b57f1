/** Redraws an element while it is on the page, as often as its counting times need. It keeps no time itself. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

export class EverySecond implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly every_ms: number;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, every_ms = 1000) {
    this.host = host;
    this.every_ms = every_ms;
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => this.host.requestUpdate(), this.every_ms);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
