/**
 * What the server says of the store's calls and people, asked again while somebody looks [TEAM2]. It keeps the last answer, says how old
 * that is, and judges nothing. A hidden page asks nothing.
 */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { TeamView } from "../../../protocol/index.js";

const EVERY_MS = 1_500;
const TIMEOUT_MS = 10_000;
const PATH = "/v1/console/team";

export class TeamNow implements ReactiveController {
  view: TeamView | null = null;
  /** When the last answer came, by this clock. */
  heard_at_ms = 0;
  /** The last try brought no answer. */
  failed = false;
  private tag = "";
  private asking = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => void this.ask(), EVERY_MS);
    document.addEventListener("visibilitychange", this.look);
    void this.ask();
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.look);
  }

  /** Ask now, unless it is being asked or nobody looks. */
  async ask(): Promise<void> {
    if (this.asking || document.visibilityState === "hidden") return;
    this.asking = true;
    try {
      await this.fetch();
      this.failed = false;
      this.heard_at_ms = Date.now();
    } catch {
      this.failed = true;
    } finally {
      this.asking = false;
      this.host.requestUpdate();
    }
  }

  private async fetch(): Promise<void> {
    const headers: Record<string, string> = { Accept: "application/json", ...(this.tag === "" ? {} : { "If-None-Match": this.tag }) };
    const answer = await fetch(PATH, { headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status === 304) return;
    if (!answer.ok) throw new Error(`${PATH} answered ${answer.status}`);
    this.view = (await answer.json()) as TeamView;
    this.tag = answer.headers.get("ETag") ?? "";
  }

  private readonly look = (): void => void this.ask();
}
