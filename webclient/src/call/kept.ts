/**
 * What one page of a tab leaves for the next: the open calls, and how to connect. It lies in the tab's storage only while the page
 * is hidden or has gone: a tab that is copied from a page in use has no call to resume, and so takes none away.
 */

import { own, type View } from "../core/view.js";
import type { Keep } from "../net/keep.js";
import type { Socket } from "../net/socket.js";
import { iceOf } from "./ice.js";

/** Take what the page before has left. */
export function takeKept(keep: Keep): View["calls"] {
  const calls = keep.get<View["calls"]>("calls") ?? [];
  keep.drop("calls");
  return calls;
}

/** Leave what the next page needs, or take it away again where this page is in use. */
export function leaveKept(keep: Keep, view: View, socket: Socket, going: boolean): void {
  const open = own(view).filter((each) => each.call.phase.phase !== "ended");
  // In another tab's hands: nothing of it is this tab's to resume.
  if (!going || socket.state === "fenced" || open.length + socket.unanswered.length === 0) {
    keep.drop("calls");
    return;
  }
  keep.set("calls", open);
  keep.set("ice", iceOf(view, keep));
}
