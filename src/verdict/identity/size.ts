import type { Divergence } from "./divergence.js";

/** Bits above what chance makes of equal sides: from the first on a difference is large, up to the second one it is small. */
const [large, small] = [0.18, 0.13] as const;

/** How large a difference is, as deployments of one model differ (small) or as other models do (large). */
export function sizeOf(divergence: Divergence | null): "small" | "middling" | "large" {
  const more = excessBits(divergence);
  if (more >= large) return "large";
  return more <= small ? "small" : "middling";
}

/** Divergence above what chance makes of equal groups, in bits. */
function excessBits(divergence: Divergence | null): number {
  return divergence === null ? 0 : divergence.bits - divergence.chanceBits;
}
