/** Whether the associate's own picture is too dark or too bright to be looked at. Pure: pixels in, one word out. */

export type Light = "dark" | "bright" | "good";

/** `rgba` holds the pixels of a small copy of the picture (4 bytes each). The middle counts, for there the face is. */
export function judgeLight(rgba: Uint8ClampedArray, width: number, height: number): Light {
  let sum = 0;
  let count = 0;
  let blown = 0;
  for (let y = Math.floor(height * 0.15); y < height * 0.85; y++) {
    for (let x = Math.floor(width * 0.25); x < width * 0.75; x++) {
      const at = (y * width + x) * 4;
      const luma = 0.2126 * (rgba[at] ?? 0) + 0.7152 * (rgba[at + 1] ?? 0) + 0.0722 * (rgba[at + 2] ?? 0);
      sum += luma;
      count++;
      if (luma > 250) blown++;
    }
  }
  if (count === 0) return "good";
  if (sum / count < 45) return "dark";
  if (sum / count > 225 || blown / count > 0.5) return "bright";
  return "good";
}
