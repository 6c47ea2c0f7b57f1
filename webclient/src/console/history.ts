/** The pages a shopper opened in a call, kept in the tab so that a reload loses none. It only remembers. */

import type { Keep } from "../net/keep.js";
import type { Call } from "../protocol/index.js";
import { visited, type Visit } from "./view/pages.js";

interface Kept {
  readonly call_id: string;
  readonly pages: readonly Visit[];
}

export class PageHistory {
  private kept: Kept;
  private readonly keep: Keep;

  constructor(keep: Keep) {
    this.keep = keep;
    this.kept = keep.get<Kept>("pages") ?? { call_id: "", pages: [] };
  }

  /** The pages of this call, newest first, with the present one on top. */
  of(call: Call, now_ms: number): readonly Visit[] {
    const { kept } = this;
    const known = kept.call_id === call.call_id ? kept.pages : [];
    const pages = visited(known, call.page, known.length === 0 ? call.requested_at_ms : now_ms);
    if (pages !== kept.pages) {
      this.kept = { call_id: call.call_id, pages };
      this.keep.set("pages", this.kept);
    }
    return pages;
  }
}
