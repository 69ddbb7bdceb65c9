import { wholeOf } from "../../chat/api.js";
import type { TargetPair } from "./probe-request.js";

/** Why the prompt tokens of two targets are counted by other definitions; null: one API counts them, and equal models count alike. */
export function incomparableTokens({ A, B }: TargetPair): string | null {
  if (wholeOf(A.api) !== wholeOf(B.api)) return `${A.api} and ${B.api} count by other definitions`;
  return A.quirks.family === B.quirks.family ? null : "the two body families count by other definitions";
}
