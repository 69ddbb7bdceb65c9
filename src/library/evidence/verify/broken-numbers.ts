import type { Claim } from "../../../verdict/evidence/claims.js";
import type { BundleFiles } from "../bundle-sources.js";
import type { Fault } from "./verify-content.js";

/** Numbers in pages whose link names no claim, or another number than the claim has. */
export function brokenNumbers(files: BundleFiles, claims: readonly Claim[]): readonly Fault[] {
  return [...files].flatMap(([path, bytes]) => {
    if (!path.endsWith(".md")) return [];
    const text = Buffer.from(bytes).toString("utf8");
    return [...text.matchAll(/\[([^\]\n]*)\]\((?:\.\.\/)?claims\.md#([a-z0-9-]+)\)/g)].flatMap(([, shown = "", id]) => {
      const claim = claims.find((one) => one.id === id);
      if (claim === undefined) return [{ path, says: `has a number that no call stands behind: ${id}` }];
      return claim.text === shown ? [] : [{ path, says: `says ${shown} for ${id}, and the calls say ${claim.text}` }];
    });
  });
}
