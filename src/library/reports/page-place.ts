import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { PagePlace } from "../../report/markdown/page-place.js";
import { markdownReporter } from "../../report/reporters/markdown.js";
import { type PlacedReport, placedReports } from "./chosen-reports.js";

/** What stands beside a report, so that it can link to it. `file` null: it goes to standard output, beside nothing. */
export function pagePlace({ file }: Pick<PlacedReport, "file">, all: readonly PlacedReport[]): PagePlace {
  if (file === null) return { recordings: null, html: null, json: null };
  const folder = dirname(resolve(file));
  const beside = (name: string): string | null => {
    const files = all.flatMap(({ reporter, file: other }) => (reporter.name === name && other !== null ? [other] : []));
    const found = files.find((other) => dirname(resolve(other)) === folder);
    return found === undefined ? null : basename(found);
  };
  // The page of the repository is read where its HTML is not: see .gitignore.
  const html = folder === resolve("reports") ? null : beside("html");
  return { recordings: wayOut(folder), html, json: beside("json") };
}

/** What stands beside the Markdown page in a folder of reports. */
export function usualPagePlace(folder: string): PagePlace {
  return pagePlace({ file: join(folder, markdownReporter.file) }, placedReports([], { folder, summary: null }));
}

/** The way from a folder below the working one up to it, so that links hold wherever both are copied; null: it does not lie below. */
function wayOut(folder: string): string | null {
  const below = relative(process.cwd(), folder);
  if (below === "") return ".";
  const parts = below.split(sep);
  return parts[0] === ".." || resolve(below) !== folder ? null : parts.map(() => "..").join("/");
}
