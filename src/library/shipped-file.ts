import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path below the working directory when it exists there, else the one shipped with the package. */
export function shippedFile(path: string): string {
  return existsSync(path) ? path : fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
