/** Points in time that measurements read: `performance.mark("coshop:<name>")`, set once what they name is on screen. */

const seen = new Set<string>();

/** Mark now, once per name. */
export function mark(name: string): void {
  if (seen.has(name)) return;
  if (seen.size > 1000) seen.clear();
  seen.add(name);
  performance.mark(`coshop:${name}`);
}

/** Mark when what has just been rendered is painted: in the next frame, or at once where the page is hidden. */
export function markPainted(name: string): void {
  if (seen.has(name)) return;
  if (document.visibilityState === "hidden") mark(name);
  else requestAnimationFrame(() => mark(name));
}
