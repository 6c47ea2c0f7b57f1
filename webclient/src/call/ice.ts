/** Which STUN and TURN servers to use: the welcome's, else (a page change, before it came) those of the page before. */

import type { View } from "../core/view.js";
import type { Keep } from "../net/keep.js";
import type { IceServer } from "../protocol/index.js";

export interface Ice {
  readonly servers: readonly IceServer[];
  readonly relay_only: boolean;
}

export function iceOf(view: View, keep: Keep): Ice {
  const { welcome } = view;
  if (welcome !== null) return { servers: welcome.ice_servers, relay_only: welcome.relay_only };
  return keep.get<Ice>("ice") ?? { servers: [], relay_only: false };
}
