import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SiteData } from "../../report/site/data/site-data.js";
import { siteData } from "../../report/site/data/site-data-of.js";
import { type SiteText, siteTexts } from "../../report/site/site-texts.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import type { StoredNight } from "../../verdict/nights/stored-night.js";
import type { Baseline } from "../../verdict/regression/baseline.js";
import { formatPath } from "../format-path.js";
import { type Leaks, reportTools } from "../reports/report-tools.js";
import { UsageError } from "../usage-error.js";
import { gateEachNight } from "./gate-each-night.js";
import { loadSiteFile } from "./load-site-file.js";
import { refuseMode } from "./refuse-mode.js";
import { siteNames } from "./site-names.js";
import { readStatements } from "./statements.js";
import { writeFiles } from "./write-files.js";

/** What a public site is made from. `nights`: oldest first; `older`: further nights of the baseline, which are compared with and not shown. */
export type PublicSiteOrder = {
  readonly nights: readonly StoredNight[];
  readonly older: readonly StoredNight[];
  readonly baseline: Baseline | null;
  /** Where the nights come from, for messages. */
  readonly place: string;
  readonly file: string;
  readonly folder: string;
  readonly simulated: boolean;
  readonly leaks: Leaks;
};

/** What was written. `files`: all of them. */
export type PublicSite = { readonly data: SiteData; readonly files: number };

/**
 * Writes a public site of nights: pages, their data, badges and a feed. A file that is the same already is left alone, and nothing else in the folder is
 * touched, so that the address of a page holds. Throws UsageError for nights of a simulator without `simulated`, for a folder with a site that has
 * content, and for one that cannot be written; SourceError for the file; SecretInFixtureError for a page that would hold a secret.
 */
export async function writePublicSite(order: PublicSiteOrder): Promise<PublicSite> {
  const { nights, older, baseline, folder, file, leaks } = order;
  refuseMode(order);
  refuseContent(folder);
  const config = loadSiteFile(file, siteNames(nights));
  const tools = reportTools(leaks);
  const statements = readStatements(file, config, order.simulated);
  const gates = gateEachNight([...older, ...nights], baseline);
  const input = {
    nights,
    gates,
    config,
    isSimulated: order.simulated,
    statements: statements.map(({ shown }) => shown),
  };
  const data = siteData(input, tools);
  const files = await writeAll(folder, searched());
  return { data, files };

  function* searched() {
    for (const { shown, text, envelope } of statements) {
      yield checked({ path: shown.path, text });
      if (envelope !== null && shown.signature !== null) yield checked({ path: shown.signature, text: envelope });
    }
    for (const one of siteTexts(data, tools)) yield checked(one);
  }

  function checked(one: SiteText): SiteText {
    refuseLeaks(formatPath(join(folder, one.path)), leaks(one.text));
    return one;
  }
}

/** A page with requests and replies must not be published by accident. */
function refuseContent(folder: string): void {
  const found = ["trials", "report.html"].find((name) => existsSync(join(folder, name)));
  if (found === undefined) return;
  throw new UsageError(
    `--site ${formatPath(folder)}: has a site with content (${found}), which is not for the public`,
    {
      hint: "Give another folder.",
    },
  );
}

async function writeAll(folder: string, texts: Iterable<SiteText>): Promise<number> {
  try {
    return await writeFiles(folder, texts);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
    throw new UsageError(`--site ${formatPath(folder)}: cannot be written (${String(error.code)})`, {
      hint: "Give a folder that can be written.",
    });
  }
}
