/** Builds dist/embed.js, the one file that stores name. Runs after the widget build, whose hashed name it carries. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { define, dist, loaderTarget, root } from "./vite.shared.ts";

function widgetAddress(): string {
  const text = readFileSync(resolve(dist, "widget/.vite/manifest.json"), "utf8");
  const manifest = JSON.parse(text) as Record<string, { file: string; isEntry?: boolean }>;
  const entry = manifest["src/embed/widget.ts"];
  if (!entry?.isEntry) throw new Error("the widget build left no entry: run `npm run build:widget` first");
  return `widget/${entry.file}`;
}

export default defineConfig(({ command }) => ({
  root,
  define: { ...define, __COSHOP_WIDGET__: JSON.stringify(command === "build" ? widgetAddress() : "") },
  publicDir: false,
  build: {
    target: loaderTarget,
    outDir: dist,
    emptyOutDir: false,
    sourcemap: false,
    reportCompressedSize: false,
    lib: {
      entry: resolve(root, "src/embed/loader.ts"),
      formats: ["iife"],
      name: "coshopLoader",
      fileName: () => "embed.js",
    },
  },
}));
