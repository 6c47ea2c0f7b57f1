/**
 * Draws the console's icons into console/public: icon.svg, and the PNG sizes that tablets ask for. Run `node draw_icons.mjs` after a
 * change of the shapes. The sign is a shopping bag that is a speech bubble, its handle a smile.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

const GROUND = [31, 75, 67];
const PAPER = [250, 250, 248];
const target = join(import.meta.dirname, "console", "public");

/** In units of a 64-grid: signed distances, negative inside. */
const roundedBox = (x, y, cx, cy, w, h, r) => {
  const [dx, dy] = [Math.abs(x - cx) - w / 2 + r, Math.abs(y - cy) - h / 2 + r];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - r;
};
const disc = (x, y, cx, cy, r) => Math.hypot(x - cx, y - cy) - r;

/** The colour at a point: the ground, the bag in paper with its tail, the handle that hangs inside. */
function colourAt(x, y) {
  const bag = roundedBox(x, y, 32, 30.5, 35, 31, 5) < 0;
  const tail = y > 44 && y < 54 && x > 20 && x - 20 < 54 - y;
  const hang = y > 23 && Math.abs(disc(x, y, 32, 23, 9)) < 1.9;
  const ends = disc(x, y, 23, 23, 1.9) < 0 || disc(x, y, 41, 23, 1.9) < 0;
  if (hang || ends) return GROUND;
  return bag || tail ? PAPER : GROUND;
}

/** `inset`: the share of the square that the sign uses; a maskable icon keeps to the safe middle and has no corners of its own. */
function png(size, { inset = 1, corners = true } = {}) {
  const rows = [];
  const fine = 4;
  for (let py = 0; py < size; py++) {
    const row = Buffer.alloc(1 + size * 4);
    for (let px = 0; px < size; px++) {
      const sum = [0, 0, 0, 0];
      for (let s = 0; s < fine * fine; s++) {
        const x = ((px + ((s % fine) + 0.5) / fine) / size) * 64;
        const y = ((py + (Math.floor(s / fine) + 0.5) / fine) / size) * 64;
        if (corners && roundedBox(x, y, 32, 32, 64, 64, 14) > 0) continue;
        const colour = colourAt((x - 32) / inset + 32, (y - 32) / inset + 32);
        for (let c = 0; c < 3; c++) sum[c] += colour[c];
        sum[3] += 1;
      }
      for (let c = 0; c < 3; c++) row[1 + px * 4 + c] = sum[3] ? Math.round(sum[c] / sum[3]) : 0;
      row[1 + px * 4 + 3] = Math.round((sum[3] / (fine * fine)) * 255);
    }
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="14" fill="#1f4b43"/>
  <rect x="14.5" y="15" width="35" height="31" rx="5" fill="#fafaf8"/>
  <path d="M20 44v10l10-10z" fill="#fafaf8"/>
  <path d="M23 23a9 9 0 0 0 18 0" fill="none" stroke="#1f4b43" stroke-width="3.8" stroke-linecap="round"/>
</svg>
`;

writeFileSync(join(target, "icon.svg"), svg);
writeFileSync(join(target, "icon-192.png"), png(192));
writeFileSync(join(target, "icon-512.png"), png(512));
writeFileSync(join(target, "icon-maskable-512.png"), png(512, { inset: 0.82, corners: false }));
