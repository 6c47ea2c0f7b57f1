/** The data channel between the two browsers: checked frames in, small frames out, at most 50 looked at a second. */

import type { ChannelFrame, Side } from "../protocol/index.js";
import { rateBound, readChannelFrame } from "../core/channel.js";

export const FRAMES_PER_SECOND = 50;
/** More than this waiting to leave means that the path is broken; the socket carries the same commands anyway. */
const BUFFERED_MAX = 256 * 1024;

export class Channel {
  /** Frames that were not taken: wrong, not allowed for that side, or too many. */
  dropped = 0;
  readonly #channel: RTCDataChannel;

  /** `from` is the other side. `onState(true)` once it can be written to. */
  constructor(
    channel: RTCDataChannel,
    from: Side,
    onFrame: (frame: ChannelFrame) => void,
    onState: (open: boolean) => void,
  ) {
    this.#channel = channel;
    const within = rateBound(FRAMES_PER_SECOND);
    channel.onopen = () => onState(true);
    channel.onclose = () => onState(false);
    channel.onmessage = (event: MessageEvent<unknown>) => {
      const frame = within(performance.now()) ? readChannelFrame(event.data, from) : null;
      if (frame === null) this.dropped += 1;
      else onFrame(frame);
    };
  }

  /** False where it is not open: nothing is kept, for the socket is the path that counts. */
  send(frame: ChannelFrame): boolean {
    if (this.#channel.readyState !== "open" || this.#channel.bufferedAmount > BUFFERED_MAX) return false;
    this.#channel.send(JSON.stringify(frame));
    return true;
  }

  close(): void {
    this.#channel.onopen = this.#channel.onclose = this.#channel.onmessage = null;
    this.#channel.close();
  }
}
