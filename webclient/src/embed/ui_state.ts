/** How the panel stands on the screen, kept over page changes: corner, size, what is open in it. Shapes only; the steps are in moves.ts. */

export type Corner = "bottom-right" | "bottom-left" | "top-right" | "top-left";
/** Desktop: small or large. Phone: a sheet with three heights, of which `picture` is the small one. */
export type Size = "small" | "large";
export type Height = "picture" | "half" | "full";
export type Drawer = "cards" | "ledger" | "chat" | "more";

export interface PanelState {
  readonly corner: Corner;
  readonly size: Size;
  readonly height: Height;
  readonly drawer: Drawer;
}

export const FIRST_PANEL: PanelState = { corner: "bottom-right", size: "large", height: "half", drawer: "cards" };
