import { publicLine } from "../../report/site/data/public-line.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { StoredNight } from "../../verdict/nights/stored-night.js";
import type { SiteNames } from "./load-site-file.js";

/** The names of these nights as a site shows them, each once. */
export function siteNames(nights: readonly StoredNight[]): SiteNames {
  const each = new Map(nights.flatMap((night) => night.lines.map((line) => [cellKey(line), line] as const)));
  const lines = [...each.values()].map(publicLine);
  const unique = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    cells: unique(lines.map(({ cell }) => cell)),
    models: unique(lines.map(({ model }) => model)),
    providers: unique(lines.map(({ provider }) => provider)),
  };
}
