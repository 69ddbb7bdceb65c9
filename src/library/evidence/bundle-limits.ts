/**
 * The limits within which a bundle is read. They are far above what a bundle needs (some 40 files, a few megabytes), and low enough that
 * a hostile one fills neither the memory nor an afternoon.
 */
export const bundleLimits = {
  /** Of one file, in bytes. */
  fileBytes: 64 * 1024 * 1024,
  /** Of all files together, in bytes. */
  totalBytes: 256 * 1024 * 1024,
  /** Files and folders together. */
  entries: 5000,
  /** Folders inside one another. */
  depth: 8,
} as const;
