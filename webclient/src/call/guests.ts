/**
 * Connections of one side of a call to its guests: this side offers to each, and sends what it sends to the other side.
 * Loaded when the first guest comes. It plays their sound; pictures are for screens to draw, muted.
 */

import type { Tracks } from "../net/link.js";
import type { Peer, PeerOptions } from "../net/peer.js";
import type { Guest, SignalBody } from "../protocol/index.js";

export interface GuestLinksOptions {
  ice: PeerOptions["ice"];
  send(call_id: string, body: SignalBody, guest_id: string): void;
  onChange(): void;
}

interface Linked {
  readonly joined_at_ms: number;
  readonly peer: Peer;
  readonly sound: HTMLAudioElement;
  tracks: Tracks | null;
}

export class GuestLinks {
  /** Sound and picture of each guest that is connected, by guest id. */
  readonly streams = new Map<string, MediaStream>();
  /** What plays their sound: for a loudspeaker to be chosen. */
  get sounds(): readonly HTMLAudioElement[] {
    return [...this.#links.values()].map(({ sound }) => sound);
  }
  readonly #links = new Map<string, Linked>();
  readonly #options: GuestLinksOptions;
  readonly #Peer: typeof Peer;
  #call_id = "";

  /** The class is handed in, so that it stays in the bundle that has it anyway. */
  constructor(PeerClass: typeof Peer, options: GuestLinksOptions) {
    this.#Peer = PeerClass;
    this.#options = options;
  }

  /** Bring the connections in line with the call's guests; no guests close them all. */
  tend(call_id: string, guests: readonly Guest[], tracks: Tracks, media: boolean): void {
    if (call_id !== this.#call_id) this.#closeBut([]);
    this.#call_id = call_id;
    this.#closeBut(guests);
    for (const { guest_id, joined_at_ms } of guests) {
      let link = this.#links.get(guest_id);
      if (link === undefined) {
        link = { joined_at_ms, peer: this.#peer(guest_id, media), sound: new Audio(), tracks: null };
        this.#links.set(guest_id, link);
        link.peer.renew();
      }
      if (link.tracks === tracks) continue;
      link.tracks = tracks;
      link.peer.use(tracks);
    }
  }

  /** A signal of a guest. */
  take(guest_id: string, body: SignalBody): void {
    this.#links.get(guest_id)?.peer.take(body);
  }

  #peer(guest_id: string, media: boolean): Peer {
    const { ice, send, onChange } = this.#options;
    const call_id = this.#call_id;
    return new this.#Peer({
      role: "shopper", // who offers
      media,
      ice,
      send: (body) => send(call_id, body, guest_id),
      onState: () => undefined,
      onRemote: (stream) => {
        const link = this.#links.get(guest_id);
        if (link === undefined) return;
        this.streams.set(guest_id, stream);
        link.sound.srcObject = new MediaStream(stream.getAudioTracks()); // a picture that does not come would hold it back
        void this.#play(link.sound);
        onChange();
      },
      onChannel: () => undefined,
      onChannelState: () => undefined,
    });
  }

  /** A sound that the browser holds back starts with the page's next tap. */
  async #play(sound: HTMLAudioElement): Promise<void> {
    try {
      await sound.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      addEventListener("pointerup", () => void this.#play(sound), { once: true, capture: true });
    }
  }

  #closeBut(guests: readonly Guest[]): void {
    for (const [guest_id, link] of this.#links) {
      if (guests.some((each) => each.guest_id === guest_id && each.joined_at_ms === link.joined_at_ms)) continue;
      this.#links.delete(guest_id);
      this.streams.delete(guest_id);
      link.sound.srcObject = null;
      link.peer.close();
    }
  }
}
