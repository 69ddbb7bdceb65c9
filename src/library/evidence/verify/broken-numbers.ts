import { quote } from "../../../verdict/compare-text.js";
import type { Claim } from "../../../verdict/evidence/claims.js";
import type { BundleFiles } from "../bundle-sources.js";
import { type Problem, problemOf } from "../problem.js";

/** Numbers in pages whose link names no claim, or another number than the claim has. */
export function brokenNumbers(files: BundleFiles, claims: readonly Claim[]): readonly Problem[] {
  return [...files].flatMap(([path, bytes]) => {
    if (!path.endsWith(".md")) return [];
    const text = Buffer.from(bytes).toString("utf8");
    return [...text.matchAll(/\[([^\]\n]*)\]\((?:\.\.\/)?claims\.md#([a-z0-9-]+)\)/g)].flatMap(([, shown = "", id]) => {
      const claim = claims.find((one) => one.id === id);
      if (claim === undefined) return [problemOf(path, `has a number that no call supports: ${id}`)];
      return claim.text === shown
        ? []
        : [problemOf(path, `says ${quote(shown)} for ${id}, and the calls say ${claim.text}`)];
    });
  });
}
