import type { Paint } from "./paint.js";
import type { Signs } from "./signs.js";

/** What a text is shown on. `width`: in columns; no line is wider, see {@link leastWidth}. */
export type Screen = { readonly paint: Paint; readonly signs: Signs; readonly width: number };

/** A narrower screen is treated as one of this width. */
export const leastWidth = 20;
