/**
 * A person's picture and sound from a MediaStream. Between two streams, and before the first frame, the last frame stays,
 * softly blurred. It never shows a spinner over a face, and says when the browser wants a tap before it plays sound.
 */

import { LitElement, css, html } from "lit";

const SOFT = 40;

/** A small JPEG of what a picture shows now, as a data address; empty where it shows nothing. */
export function stillOf(video: HTMLVideoElement, width = 120): string {
  if (video.videoWidth === 0) return "";
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.round((width * video.videoHeight) / video.videoWidth);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.7);
}

/**
 * A picture, soft, drawn once: so small that enlarging blurs it, in two steps for smooth edges. A CSS filter would be computed
 * anew for every frame that is put on screen.
 */
function drawSoft(canvas: HTMLCanvasElement | null, source: CanvasImageSource, ratio: number): void {
  const tiny = document.createElement("canvas");
  const from = tiny.getContext("2d");
  const to = canvas?.getContext("2d");
  if (!canvas || !from || !to) return;
  tiny.width = SOFT;
  tiny.height = Math.round(SOFT * ratio);
  from.drawImage(source, 0, 0, tiny.width, tiny.height);
  canvas.width = 4 * tiny.width;
  canvas.height = 4 * tiny.height;
  to.drawImage(tiny, 0, 0, canvas.width, canvas.height);
}

/** The bytes of a data address, without asking the network (a strict connect-src forbids fetching it). */
function blobOf(address: string): Blob | null {
  const [head, data] = address.split(",", 2);
  if (head !== "data:image/jpeg;base64" || data === undefined) return null;
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: "image/jpeg" });
}

export class CoshopPicture extends LitElement {
  static override properties = {
    stream: { attribute: false },
    still: { attribute: false },
    muted: { type: Boolean },
    mirrored: { type: Boolean, reflect: true },
    label: {},
    fresh: { type: Boolean, reflect: true },
    held: { type: Boolean, reflect: true },
  };
  static override styles = css`
    :host {
      display: block;
      position: relative;
      overflow: hidden;
      background: #2a2a28;
    }
    video,
    canvas {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      object-fit: var(--picture-fit, cover);
    }
    canvas {
      transition: opacity 160ms ease-out;
    }
    :host([fresh]:not([held])) canvas {
      opacity: 0;
    }
    :host([mirrored]) video {
      transform: scaleX(-1);
    }
    @media (prefers-reduced-motion: reduce) {
      canvas {
        transition: none;
      }
    }
  `;

  declare stream: MediaStream | null;
  /** A picture to begin with: a data address of a JPEG. */
  declare still: string;
  declare muted: boolean;
  declare mirrored: boolean;
  declare label: string;
  /** A frame of the present stream is on screen. */
  declare fresh: boolean;
  /** What is sent is known to be old: the last frame stays, soft, although no new stream is here. */
  declare held: boolean;
  /** The browser plays no sound before a tap. */
  needs_tap = false;

  constructor() {
    super();
    this.stream = null;
    this.still = "";
    this.muted = false;
    this.mirrored = false;
    this.label = "";
    this.fresh = false;
    this.held = false;
  }

  get video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector("video");
  }

  /** Where the sound comes out; of its own, for a picture that waits for its first frame would hold the sound back with it. */
  get sound(): HTMLAudioElement | null {
    return this.renderRoot.querySelector("audio");
  }

  protected override render(): unknown {
    return html`<video part="video" playsinline autoplay disablepictureinpicture muted .muted=${true} aria-label=${this.label}></video
      ><audio></audio><canvas aria-hidden="true"></canvas>`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const { video } = this;
    if (video === null) return;
    if (changed.has("still") && this.still !== "" && !this.fresh) this.#paintStill().catch(() => undefined); // what a storage holds may be no picture
    if (changed.has("held") && this.held) this.#soften(video);
    if (changed.has("muted") && !changed.has("stream")) this.#listen();
    if (changed.has("stream") && video.srcObject !== this.stream) this.#show(video);
  }

  /** Play, from a tap: with sound from now on. */
  async hear(): Promise<void> {
    await this.#play();
  }

  /** What is on screen now, small, to be kept for the next page. */
  keepStill(): string {
    const { video } = this;
    return video !== null && this.fresh ? stillOf(video) : this.still;
  }

  #show(video: HTMLVideoElement): void {
    if (!this.held) this.#soften(video);
    this.fresh = false;
    const { stream } = this;
    video.srcObject = stream;
    this.#listen();
    if (stream === null) return;
    const first = (): void => {
      if (this.stream !== stream || this.fresh) return;
      this.fresh = true;
      this.dispatchEvent(new CustomEvent("first-frame"));
    };
    video.requestVideoFrameCallback(first);
    video.onresize = () => {
      // Some browsers call back late for a hidden page; a size means that a frame has been decoded.
      if (document.visibilityState === "hidden" && video.videoWidth > 0) first();
    };
    video.play().catch(() => undefined); // without sound it may always play
  }

  /** The last frame, soft, on top of what the video shows. */
  #soften(video: HTMLVideoElement): void {
    if (this.fresh && video.videoWidth > 0) drawSoft(this.#canvas, video, video.videoHeight / video.videoWidth);
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector("canvas");
  }

  #listen(): void {
    const { sound } = this;
    if (sound === null) return;
    const tracks = this.muted ? [] : (this.stream?.getAudioTracks() ?? []);
    sound.srcObject = tracks.length > 0 ? new MediaStream(tracks) : null;
    if (tracks.length > 0) void this.#play();
  }

  async #play(): Promise<void> {
    const say = (needs: boolean): void => {
      if (this.needs_tap === needs) return;
      this.needs_tap = needs;
      this.dispatchEvent(new CustomEvent("needs-tap"));
    };
    try {
      await this.sound?.play();
      say(false);
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") say(true);
    }
  }

  async #paintStill(): Promise<void> {
    const blob = blobOf(this.still);
    const bitmap = blob && (await createImageBitmap(blob).catch(() => null));
    if (bitmap !== null && !this.fresh) drawSoft(this.#canvas, bitmap, bitmap.height / bitmap.width);
  }
}

if (!customElements.get("coshop-picture")) customElements.define("coshop-picture", CoshopPicture);
