/**
 * Which way to talk is possible before a call. Video always is: without camera and microphone one still sees and hears the shop, and
 * writes. Voice without a microphone is text, and comes back with it. Part of a file that is loaded later; once a call is asked for,
 * its mode stands.
 */

import type { DevicesState } from "../net/devices.js";
import type { CallMode } from "../protocol/index.js";
import type { Stage } from "./course.js";
import type { Way } from "./way.js";

/** Of a session what is looked after. */
interface Chooser {
  readonly stage: Stage;
  readonly state: { readonly devices: DevicesState };
  readonly way: Way;
  onChange(listener: () => void): void;
}

/** What of a wish there can be. */
export function possible(wish: CallMode, { microphone_problem }: Pick<DevicesState, "microphone_problem">): CallMode {
  return wish === "voice" && microphone_problem !== null ? "text" : wish;
}

/** Look after the choice of a session from now on. */
export function followDevices(session: Chooser): void {
  const { way } = session;

  /** A device was refused, is not there, or has gone. */
  function comeDown(): void {
    const { devices } = session.state;
    if (session.stage !== "before" || way.pending > 0 || devices.opening) return;
    const mode = possible(way.mode, devices);
    if (mode !== way.mode) void way.open(mode);
  }

  /** A device was allowed or plugged in. */
  function comeBack(): void {
    const { camera_problem, microphone_problem } = session.state.devices;
    const missing = (way.wish === "video" && camera_problem !== null) || (way.wish !== "text" && microphone_problem !== null);
    if (session.stage === "before" && (missing || way.mode !== way.wish)) void way.choose(way.wish);
  }

  comeDown();
  session.onChange(comeDown);
  // Absent on a page without https, whatever the types say.
  const { mediaDevices, permissions } = navigator as { readonly mediaDevices?: MediaDevices; readonly permissions?: Permissions };
  mediaDevices?.addEventListener("devicechange", comeBack);
  for (const name of ["microphone", "camera"] as const) {
    permissions?.query({ name }).then(
      (status) => {
        status.onchange = () => {
          if (status.state === "granted") comeBack();
        };
      },
      () => undefined, // a browser that does not tell: there is "Try again"
    );
  }
}
