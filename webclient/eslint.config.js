/** Lint rules, among them who may import whom: protocol <- core <- net <- call.ts <- ui <- embed | console. */

import js from "@eslint/js";
import globals from "globals";
import tseslint from "typescript-eslint";

/** The rooms, lowest first; a room may import itself and those before it. embed and console share the top. */
const rooms = ["protocol", "core", "net", "call", "ui", "embed", "console"];

function forbidden(room) {
  const above = rooms.slice(rooms.indexOf(room) + 1);
  if (room === "console") above.push("embed");
  return above;
}

/** Other rooms are reached by relative paths only, so a path that names a higher room is refused. */
function boundary(room) {
  const names = forbidden(room);
  const patterns = [{ regex: "^src/|^/|^@/", message: "Import other files by relative paths." }];
  if (names.length > 0) {
    patterns.push({
      regex: `^\\.\\.?/(.*/)?(${names.join("|")})(/|\\.ts$|\\.js$|$)`,
      message: `${room} may not import ${names.join(", ")} (arrows point down only).`,
    });
  }
  if (["protocol", "core", "net", "call"].includes(room)) {
    patterns.push({ regex: "^lit($|/)", message: "Only ui, embed and console draw." });
  }
  return {
    files: room === "call" ? ["src/call.ts", "src/call/**/*.ts"] : [`src/${room}/**/*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

const impure = [
  "window", "document", "navigator", "location", "localStorage", "sessionStorage", "fetch", "WebSocket", "crypto",
  "setTimeout", "setInterval", "requestAnimationFrame", "performance", "console", "RTCPeerConnection",
].map((name) => ({ name, message: "core is pure: take it as an argument." }));

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", "src/protocol/**", "coverage/**"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: { projectService: { allowDefaultProject: ["*.js", "*.mjs"] }, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      // snake_case is the wire's spelling and stays one grep
      "@typescript-eslint/naming-convention": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/unbound-method": "off", // Lit binds event listeners to their element
      "@typescript-eslint/no-floating-promises": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]",
          message: "Texts from outside are shown with text nodes.",
        },
        { selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: "Show text with text nodes." },
      ],
    },
  },
  ...rooms.slice(1).map(boundary),
  {
    files: ["src/core/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", ...impure],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Time is an argument." },
        { object: "Math", property: "random", message: "Chance is an argument." },
      ],
    },
  },
  { files: ["*.js", "*.mjs"], ...tseslint.configs.disableTypeChecked },
  {
    files: ["console/public/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false }, globals: { ...globals.serviceworker } },
  },
  { files: ["*.config.ts", "vite.shared.ts", "*.js", "*.mjs"], languageOptions: { globals: { ...globals.node } }, rules: { "no-console": "off" } },
);
