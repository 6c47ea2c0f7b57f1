/**
 * Writes src/protocol/*.ts from the JSON Schema of the wire, which `python -m coshop.protocol.generate` writes from the pydantic models.
 * It decides nothing about the words. `--check` writes nothing and fails where the committed files are stale.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const target = join(here, "src", "protocol");
const NOTE = "Generated from src/coshop/protocol by `npm run generate`. Never edited.";

/** Run Python's half, and read what it wrote. */
function readSchemas() {
  const folder = mkdtempSync(join(tmpdir(), "coshop-protocol-"));
  const venv = join(root, ".venv", "bin", "python");
  const python = process.env.PYTHON ?? (existsSync(venv) ? venv : "python3");
  try {
    execFileSync(python, ["-m", "coshop.protocol.generate", folder], {
      stdio: "inherit",
      timeout: 60_000,
      env: { ...process.env, PYTHONPATH: join(root, "src") },
    });
    const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
    return {
      client: read("from_client.schema.json"),
      server: read("from_server.schema.json"),
      constants: read("constants.json"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The types of one direction. */
async function types(document, rootName, says) {
  const { [rootName]: top, ...$defs } = structuredClone(document.$defs);
  return await compile({ ...top, $defs }, rootName, {
    bannerComment: `/** ${NOTE} ${says} */`,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120 },
  });
}

/** The tags of a discriminated union, in the order in which the schema lists them. */
function tags(document, union) {
  return (union.oneOf ?? union.anyOf).map(({ $ref }) => document.$defs[$ref.split("/").at(-1)].properties.type.const);
}

/** What the data channel's receiver needs to check a body without a schema library: per type its fields and their limits. */
function shapes(document, names) {
  const rows = names.map((name) => {
    const { properties, required } = document.$defs[name];
    const fields = Object.entries(properties).filter(([field]) => field !== "type");
    return [
      properties.type.const,
      Object.fromEntries(
        fields.map(([field, rule]) => {
          if (rule.type !== "string" && rule.type !== "integer") throw new Error(`${name}.${field}: not a plain field`);
          const number = rule.type === "integer";
          return [
            field,
            {
              kind: rule.type,
              min: (number ? rule.minimum : rule.minLength) ?? 0,
              max: number ? rule.maximum : rule.maxLength,
              required: required.includes(field),
            },
          ];
        }),
      ),
    ];
  });
  return Object.fromEntries(rows);
}

const CHANNEL_COMMANDS = [
  "ProductShow",
  "ProductHide",
  "CartAdd",
  "CartSet",
  "CartRemove",
  "CartUndo",
  "ChatSend",
  "CheckoutOffer",
];
const CHANNEL_SIGNALS = ["Typing", "ProductHint"];

/** The constants: limits, close codes, tags of the unions. */
function constants({ client, server, constants: given }) {
  const list = (name, values) => `export const ${name} = ${JSON.stringify(values, null, 2)} as const;\n`;
  return [
    `/** ${NOTE} Limits, close codes and the tags of the unions. */`,
    list("LIMITS", given.limits),
    list("CLOSE_CODES", given.close_codes),
    list("EVENT_TYPES", tags(server, server.$defs.Entry.properties.event)),
    list("SERVER_FRAME_TYPES", tags(server, server.$defs.FromServer.properties.frame)),
    list("CLIENT_FRAME_TYPES", tags(client, client.$defs.FromClient.properties.frame)),
    list("COMMAND_TYPES", tags(client, client.$defs.CommandFrame.properties.body)),
    list("SIGNAL_TYPES", tags(client, client.$defs.SignalFrame.properties.body)),
  ].join("\n");
}

function channelShapes({ client }) {
  return [
    `/** ${NOTE} The fields that may come over the data channel, with their limits. */`,
    "export interface FieldShape {\n  readonly kind: \"string\" | \"integer\";\n  readonly min: number;\n  readonly max: number;\n  readonly required: boolean;\n}\n",
    `export const CHANNEL_COMMANDS = ${JSON.stringify(shapes(client, CHANNEL_COMMANDS), null, 2)} as const satisfies Record<string, Record<string, FieldShape>>;\n`,
    `export const CHANNEL_SIGNALS = ${JSON.stringify(shapes(client, CHANNEL_SIGNALS), null, 2)} as const satisfies Record<string, Record<string, FieldShape>>;\n`,
  ].join("\n");
}

function index(client, server) {
  const named = (document, skip) =>
    Object.keys(document.$defs)
      .filter((name) => !skip.has(name))
      .sort();
  const serverNames = named(server, new Set());
  const clientNames = named(client, new Set(serverNames));
  return `/** ${NOTE} One place to import the words from. */
export * from "./constants.js";
export * from "./channel_shapes.js";
export type { ${clientNames.join(", ")} } from "./from_client.js";
export type { ${serverNames.join(", ")} } from "./from_server.js";
import type { CommandFrame, FromClient } from "./from_client.js";
import type { Entry, FromServer, Call } from "./from_server.js";

export type ClientFrame = FromClient["frame"];
export type ChannelFrame = FromClient["channel"];
export type CommandBody = CommandFrame["body"];
export type CommandType = CommandBody["type"];
export type SignalBody = Extract<ClientFrame, { type: "signal" }>["body"];
export type ServerFrame = FromServer["frame"];
export type CallEvent = Entry["event"];
export type CallPhase = Call["phase"];
export type RefusalCode = FromServer["code"];
export type Side = "shopper" | "associate";
export type CallMode = Call["mode"];
`;
}

/** The server writes every field it knows, so none of them is optional for the reader. */
function allRequired(document) {
  for (const shape of Object.values(document.$defs)) {
    if (shape.properties !== undefined) shape.required = Object.keys(shape.properties);
  }
}

const documents = readSchemas();
allRequired(documents.server);
const files = {
  "from_client.ts": await types(documents.client, "FromClient", "What a client sends."),
  "from_server.ts": await types(documents.server, "FromServer", "What the server sends."),
  "constants.ts": constants(documents),
  "channel_shapes.ts": channelShapes(documents),
  "index.ts": index(documents.client, documents.server),
};

let stale = 0;
for (const [name, text] of Object.entries(files)) {
  const path = join(target, name);
  const now = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (now === text) continue;
  stale += 1;
  if (process.argv.includes("--check")) console.error(`stale: webclient/src/protocol/${name}; run: npm run generate`);
  else writeFileSync(path, text);
}
if (process.argv.includes("--check") && stale > 0) process.exit(1);
