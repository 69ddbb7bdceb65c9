import type { ReportTools } from "../../reporters/reporter.js";

/** The kinds of pages of a site, each in a folder of its name. */
export const siteFolders = ["models", "cells", "trials"] as const;
type SiteFolder = (typeof siteFolders)[number];

/** True for a file's name that {@link sitePath} may have made. */
export function isSiteName(name: string): boolean {
  return /^[a-z0-9-]+-[0-9a-f]{12}\.html$/.test(name);
}

/** The path of a page below the site, see {@link siteName}. */
export function sitePath(folder: SiteFolder, name: string, tools: Pick<ReportTools, "sha256">): string {
  return `${folder}/${siteName(name, tools)}.html`;
}

/**
 * The name of a page's file without its ending: a readable part of its name, and a hash of the whole, so that no two names share a file on any system. Letters are
 * lower case, no part begins with a dot or is a device's name, and none is longer than 100 characters.
 */
export function siteName(name: string, { sha256 }: Pick<ReportTools, "sha256">): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 80)
    .replace(/-$/, "");
  return `${words === "" ? "x" : words}-${hexOf(sha256(name), 12)}`;
}

/** The first digits of a hash in base64, in hexadecimal: upper and lower case are one on some systems. */
export function hexOf(base64: string, digits: number): string {
  const bytes = [...atob(base64)].map((character) => character.charCodeAt(0).toString(16).padStart(2, "0"));
  return bytes.join("").slice(0, digits);
}
