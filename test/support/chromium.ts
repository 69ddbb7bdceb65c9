import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** A part of the title of every suite that is skipped because no Chromium is installed; the run counts skipped tests by it. */
export const noChromium = "no Chromium is installed";

/** A part of the title of every suite that runs on one version of Node only; a browser shows the same whichever starts it. */
export const otherNode = "its browser runs on Node 20";

/** The program of that name on the PATH; null: there is none. */
export function installed(...names: readonly string[]): string | null {
  const places = (process.env["PATH"] ?? "").split(":").flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find(isProgram) ?? null;
}

/** The browser that tests start; null: none is installed. */
export const chromium = installed("chromium", "chromium-browser", "google-chrome");

const isNode20 = process.versions.node.startsWith("20.");

/** True where `useBrowser` can start one. */
export const hasBrowser = chromium !== null && isNode20;

/** The title of a suite that needs a browser; says if it is skipped. */
export function browserTitle(title: string): string {
  if (hasBrowser) return title;
  return `${title} (skipped: ${chromium === null ? noChromium : otherNode})`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
