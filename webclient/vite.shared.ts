/** What the three builds share: where the output goes, and the names written into the sources. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export const root = import.meta.dirname;
export const dist = resolve(root, "dist");

function packageVersion(): string {
  const text = readFileSync(resolve(root, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

export const define = { __COSHOP_VERSION__: JSON.stringify(packageVersion()) };

/** Every browser that has WebRTC as we use it also has these. */
export const target = "es2022";

/** The loader runs on every page of a store, so it asks less of the browser. */
export const loaderTarget = "es2020";
