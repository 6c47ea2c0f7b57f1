/** Builds the call bundle that the loader fetches on intent: dist/widget/widget-<hash>.js and its chunks. */

import { resolve } from "node:path";
import { defineConfig } from "vite";
import { bareImports, define, dist, limits, root, slim, target } from "./vite.shared.ts";

export default defineConfig({
  root,
  define,
  plugins: [limits, slim, bareImports],
  base: "./", // whatever address the server is reached at
  publicDir: false,
  build: {
    target,
    outDir: resolve(dist, "widget"),
    emptyOutDir: true,
    manifest: true,
    modulePreload: false,
    sourcemap: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { widget: resolve(root, "src/embed/widget.ts") },
      preserveEntrySignatures: "strict",
      output: {
        format: "es",
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
