import { dirname, relative, resolve, sep } from "node:path";
import type { PagePlace } from "../../report/markdown/page.js";
import type { PlacedReport } from "./chosen-reports.js";

/** Where the links of a report lead, from its own file: to the recordings, and to the HTML report that is written with it. */
export function pagePlace({ file }: Pick<PlacedReport, "file">, all: readonly PlacedReport[]): PagePlace {
  const folder = file === null ? "." : dirname(file);
  const html = all.find(({ reporter }) => reporter.name === "html")?.file ?? null;
  return { recordings: wayOut(folder), html: html === null ? null : wayBetween(folder, html) };
}

/** Null: the way leads through folders that are not part of what is copied. */
function wayBetween(folder: string, file: string): string | null {
  const way = relative(resolve(folder), resolve(file));
  return way.startsWith("..") ? null : way.split(sep).map(encodeURIComponent).join("/");
}

/** The way from a folder below the working one up to it, so that links hold wherever both are copied; null: it does not lie below. */
function wayOut(folder: string): string | null {
  const below = relative(process.cwd(), resolve(folder));
  if (below === "") return ".";
  const parts = below.split(sep);
  return parts[0] === ".." || resolve(below) !== resolve(folder) ? null : parts.map(() => "..").join("/");
}
