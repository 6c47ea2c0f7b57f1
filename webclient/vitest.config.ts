/** Runs the unit tests of the pure parts in plain Node; what needs a browser is tested in real ones by pytest. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { __COSHOP_VERSION__: '"test"', __COSHOP_WIDGET__: '"widget/widget-test.js"' },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    passWithNoTests: true,
    testTimeout: 10_000,
    restoreMocks: true,
  },
});
