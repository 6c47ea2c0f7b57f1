import { expect, it } from "vitest";
import { frameStyle } from "./frame.js";
import { lowerStyle } from "./lower.js";
import { pictureStyle } from "./picture.js";
import { sizesStyle } from "./sizes.js";
import { controls, tokens } from "../../ui/theme.js";

/** Selectors of all rules that draw an outline, in the order of the cascade. */
function outlined(): string[] {
  const css = [tokens, controls, frameStyle, pictureStyle, lowerStyle, sizesStyle].map((sheet) => sheet.cssText).join("\n");
  return [...css.replace(/\/\*[^*]*\*\//g, "").matchAll(/([^{}]+)\{[^{}]*\boutline:[^{}]*\}/g)].map(([, selector = ""]) => selector.trim());
}

it("what is pending shows where the focus is: nothing that is not about focus draws an outline after the ring", () => {
  const selectors = outlined();
  const ring = selectors.indexOf(":focus-visible");
  expect(ring).toBeGreaterThan(selectors.indexOf(".pending"));
  expect(selectors.slice(ring).filter((each) => !each.includes(":focus"))).toEqual([]);
});
