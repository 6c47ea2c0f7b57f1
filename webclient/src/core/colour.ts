/** The store's accent, corrected so that text on it and text in it can be read (4.5:1). Pure arithmetic on sRGB. */

export type Rgb = readonly [number, number, number];
export const READABLE = 4.5;

/** `#rgb` or `#rrggbb` as numbers; null for anything else. */
export function parse(text: string): Rgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text.trim());
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim());
  const found = long ?? short;
  if (found === null) return null;
  const [r, g, b] = found.slice(1).map((part) => parseInt(part.length === 1 ? part + part : part, 16));
  return [r ?? 0, g ?? 0, b ?? 0];
}

export function hex(rgb: Rgb): string {
  return "#" + rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
}

/** Relative luminance, WCAG 2. */
export function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return [0, 1, 2].map((i) => Math.round((from[i] ?? 0) + ((to[i] ?? 0) - (from[i] ?? 0)) * share)) as unknown as Rgb;
}

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** The colour nearest to `wish` that reaches `least` against `ground`, by darkening or lightening in small steps. */
export function readableOn(wish: Rgb, ground: Rgb, least = READABLE): Rgb {
  const target = contrast(BLACK, ground) > contrast(WHITE, ground) ? BLACK : WHITE;
  for (let share = 0; share <= 1; share += 0.02) {
    const tried = mix(wish, target, share);
    if (contrast(tried, ground) >= least) return tried;
  }
  return target;
}

export interface Accent {
  /** For surfaces: what the store asked for, corrected until it can be seen and read on. */
  readonly accent: string;
  /** Text on the accent. */
  readonly on_accent: string;
}

/** The accent for a ground: reads as text on that ground, and has a text colour that reads on it. */
export function accentFor(wish: string, ground: string, fallback = "#1F4B43"): Accent {
  const asked = parse(wish) ?? parse(fallback) ?? BLACK;
  const accent = readableOn(asked, parse(ground) ?? WHITE);
  const on = contrast(WHITE, accent) >= contrast(BLACK, accent) ? WHITE : BLACK;
  return { accent: hex(accent), on_accent: hex(on) };
}
