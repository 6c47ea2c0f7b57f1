/** Moves the panel: dragged on a desk it snaps to the nearest corner, on a phone the sheet changes its height; keys do the same. */

import { cornerByKey, heightAfter, heightByKey, nearestCorner } from "./moves.js";
import type { Panel } from "./panel.js";
import type { Height } from "./ui_state.js";

/** A shorter way is a tap. */
const TAP_PX = 6;

export class Mover {
  readonly #panel: Panel;
  readonly #mayMove: () => boolean;

  constructor(panel: Panel, mayMove: () => boolean) {
    this.#panel = panel;
    this.#mayMove = mayMove;
  }

  grab(down: PointerEvent): void {
    if (down.button !== 0 || !(down.currentTarget instanceof HTMLElement)) return;
    const control = down.composedPath().find((each) => each instanceof HTMLButtonElement);
    if (control !== undefined && control !== down.currentTarget) return;
    const handle = down.currentTarget;
    const panel = this.#panel;
    handle.setPointerCapture(down.pointerId);
    const by = (event: PointerEvent): [number, number] => [event.clientX - down.clientX, event.clientY - down.clientY];
    const move = (event: PointerEvent): void => {
      const [x, y] = by(event);
      panel.style.transform = panel.phone ? `translateY(${Math.max(0, y)}px)` : `translate(${x}px, ${y}px)`;
    };
    const drop = (event: PointerEvent): void => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", drop);
      handle.removeEventListener("pointercancel", drop);
      const [x, y] = by(event);
      const from = panel.getBoundingClientRect();
      panel.style.transform = "";
      if (Math.hypot(x, y) < TAP_PX || event.type === "pointercancel") return;
      if (panel.phone) this.#height(heightAfter(panel.session.panel.height, -y));
      else {
        const corner = nearestCorner(from.x + from.width / 2, from.y + from.height / 2, innerWidth, innerHeight);
        panel.session.setPanel({ corner });
        void panel.updateComplete.then(() => this.#glide(from));
      }
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", drop);
    handle.addEventListener("pointercancel", drop);
  }

  key(event: KeyboardEvent): void {
    if (!event.key.startsWith("Arrow") || event.target !== event.currentTarget) return;
    const { session, phone } = this.#panel;
    event.preventDefault();
    if (phone) this.#height(heightByKey(session.panel.height, event.key));
    else session.setPanel({ corner: cornerByKey(session.panel.corner, event.key) });
  }

  #height(height: Height): void {
    this.#panel.session.setPanel({ height, size: height === "picture" ? "small" : "large" });
  }

  /** From where it was let go to its corner. */
  #glide(from: DOMRect): void {
    const panel = this.#panel;
    const to = panel.getBoundingClientRect();
    if (!this.#mayMove()) return;
    panel.animate([{ transform: `translate(${from.x - to.x}px, ${from.y - to.y}px)` }, { transform: "none" }], {
      duration: 180,
      easing: "ease-out",
    });
  }
}
