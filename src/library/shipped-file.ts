import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path below the working directory when it exists there, else the one shipped with the package. */
export function shippedFile(path: string): string {
  return existsSync(path) ? path : packageFile(path);
}

/** True for a path that {@link shippedFile} gives for `shipped`, from any working directory. */
export function isShipped(path: string, shipped: string): boolean {
  return path === shipped || path === packageFile(shipped);
}

/** The path of a file that is shipped with the package, whatever stands below the working directory. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
