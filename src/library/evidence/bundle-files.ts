import { type BundleFiles, type BundleSources, writeSources } from "./bundle-sources.js";
import { type Derived, deriveFiles } from "./derive/derived-files.js";

/** A bundle as it is made from its sources: every file but SHA256SUMS, sources first, and what the other files were made from. */
export async function makeBundle(sources: BundleSources): Promise<Derived> {
  const derived = await deriveFiles(sources);
  return { ...derived, files: new Map([...writeSources(sources), ...derived.files]) };
}

/** The files alone. */
export async function bundleFiles(sources: BundleSources): Promise<BundleFiles> {
  return (await makeBundle(sources)).files;
}
