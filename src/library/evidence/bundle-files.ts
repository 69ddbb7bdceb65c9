import { type BundleFiles, type BundleSources, writeSources } from "./bundle-sources.js";
import { deriveFiles } from "./derive/derived-files.js";

/** Every file of a bundle but SHA256SUMS, sources first. */
export async function bundleFiles(sources: BundleSources): Promise<BundleFiles> {
  return new Map([...writeSources(sources), ...(await deriveFiles(sources))]);
}
