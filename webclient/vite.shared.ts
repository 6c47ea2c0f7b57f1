/** What the three builds share: where the output goes, and the names written into the sources. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

export const root = import.meta.dirname;
export const dist = resolve(root, "dist");

function packageVersion(): string {
  const text = readFileSync(resolve(root, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

export const define = { __COSHOP_VERSION__: JSON.stringify(packageVersion()) };

const constants = readFileSync(resolve(root, "src/protocol/constants.ts"), "utf8");

/** Every browser that has WebRTC as we use it also has these. */
export const target = "es2022";

/** The loader runs on every page of a store, so it asks less of the browser. */
export const loaderTarget = "es2020";

/** Takes the indentation, and in CSS the spaces of rules, out of the templates of a chunk that is minified already: nothing else in it has lines. */
export const slim: Plugin = {
  name: "slim",
  generateBundle: (_options, bundle) => {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      chunk.code = chunk.code
        .replace(/\/\*[^*`]*\*\/\n\s+/g, "")
        .replace(/;\n\s*\}\n\s*/g, "}")
        .replace(/([{;,])\n\s+/g, "$1")
        .replace(/ \{(?=-?-?[a-z][a-z-]*: )/g, "{")
        .replace(/(?<=[{};]-?-?[a-z][a-z-]*): /g, ":")
        .replace(/\n\s+/g, " ");
    }
  },
};

/** Writes the numbers of the wire where they are used, instead of carrying the table of all of them. */
export const limits: Plugin = {
  name: "limits",
  enforce: "pre",
  transform: (code, id) => {
    if (!id.endsWith(".ts") || id.endsWith("protocol/constants.ts")) return null;
    return code.replace(/\bLIMITS\.([A-Z_]+)\b/g, (used, name: string) => {
      const found = new RegExp(`"${name}": (\\d+)`).exec(constants)?.[1];
      if (found === undefined) throw new Error(`${id}: no such limit: ${used}`);
      return found;
    });
  },
};

/** Chunks that are asked for later are simply imported: Vite's helper, which preloads what they need, is larger than most of them. */
export const bareImports: Plugin = {
  name: "bare-imports",
  enforce: "post",
  transform: (_code, id) => (id.endsWith("vite/preload-helper.js") ? "export const __vitePreload = (load) => load();" : null),
};
