import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A part of the title of every suite that is skipped because the clients of others are not installed; skips are counted by it. */
export const notInstalled = "no test/clients/node_modules";

/** The folder with its own package.json, whose packages `npm run clients` installs. */
export const clientsFolder = fileURLToPath(new URL("../clients", import.meta.url));

/** npm writes this file last. */
export const hasClients = existsSync(join(clientsFolder, "node_modules/.package-lock.json"));

/** The title of a suite that needs them; says if it is skipped. */
export const clientsTitle = (title: string): string => (hasClients ? title : `${title} (skipped: ${notInstalled})`);

/** The versions that `test/clients/package.json` asks for. */
export function pinnedVersions(): { readonly [name: string]: string } {
  return JSON.parse(readFileSync(join(clientsFolder, "package.json"), "utf8")).dependencies;
}
