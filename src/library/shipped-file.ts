import { existsSync } from "node:fs";
import { packageFile } from "../source/package-root.js";

/** The path below the working directory when it exists there, else the one shipped with the package. */
export function shippedFile(path: string): string {
  return existsSync(path) ? path : packageFile(path);
}

/** True for a path that {@link shippedFile} gives for `shipped`, from any working directory. */
export function isShipped(path: string, shipped: string): boolean {
  return path === shipped || path === packageFile(shipped);
}
