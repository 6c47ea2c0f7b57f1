/** The steps between the places where the panel may stand: corners on a desk, heights of the sheet on a phone. Pure. */

import type { Corner, Height } from "./ui_state.js";

const CORNERS: readonly Corner[] = ["bottom-right", "bottom-left", "top-left", "top-right"];

/** The next corner, clockwise from the lower right. */
export function nextCorner(corner: Corner): Corner {
  return CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? "bottom-right";
}

/** The corner after an arrow key; the same for any other key. */
export function cornerByKey(corner: Corner, key: string): Corner {
  const [vertical, horizontal] = corner.split("-") as ["bottom" | "top", "left" | "right"];
  if (key === "ArrowUp") return `top-${horizontal}`;
  if (key === "ArrowDown") return `bottom-${horizontal}`;
  if (key === "ArrowLeft") return `${vertical}-left`;
  if (key === "ArrowRight") return `${vertical}-right`;
  return corner;
}

/** The corner nearest to a point, in a window of this size (CSS pixels). */
export function nearestCorner(x: number, y: number, width: number, height: number): Corner {
  return `${y < height / 2 ? "top" : "bottom"}-${x < width / 2 ? "left" : "right"}`;
}

const HEIGHTS: readonly Height[] = ["picture", "half", "full"];

/** The sheet's height after a drag by `by` pixels (upwards is positive): a short drag goes one step, a long one two. */
export function heightAfter(height: Height, by: number): Height {
  const steps = Math.abs(by) < 24 ? 0 : Math.abs(by) < 260 ? 1 : 2;
  const at = HEIGHTS.indexOf(height) + Math.sign(by) * steps;
  return HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, at))] ?? height;
}

/** One step up or down, by key. */
export function heightByKey(height: Height, key: string): Height {
  if (key === "ArrowUp") return heightAfter(height, 100);
  if (key === "ArrowDown") return heightAfter(height, -100);
  return height;
}
