/** Builds the associate's console into dist/console, served at /console/. */

import { resolve } from "node:path";
import { defineConfig } from "vite";
import { define, dist, root, target } from "./vite.shared.ts";

export default defineConfig({
  root: resolve(root, "console"),
  base: "/console/",
  define,
  publicDir: "public", // manifest, service worker, icons, sounds: names without a hash
  build: {
    target,
    outDir: resolve(dist, "console"),
    emptyOutDir: true,
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
});
