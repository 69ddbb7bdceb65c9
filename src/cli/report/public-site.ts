import { existsSync } from "node:fs";
import { basename } from "node:path";
import { formatPath } from "../../library/format-path.js";
import { earlierIds } from "../../library/nights/gate-history.js";
import { nightIdOf, nightRunOf } from "../../library/nights/night-of-run.js";
import { openHistory } from "../../library/nights/open-history.js";
import { findLeaks } from "../../library/reports/find-leaks.js";
import { type PublicSite, type PublicSiteOrder, writePublicSite } from "../../library/site/write-public-site.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { uninformedProviders } from "../../report/site/data/uninformed.js";
import { readRun } from "../../runner/store/read-run.js";
import type { StoredNight } from "../../verdict/nights/stored-night.js";
import { linesOfRun, type RunPlaces } from "../nights/judging/run-lines.js";
import { log, sanitise } from "../shell/print.js";
import type { SiteOptions } from "./site-words.js";

/** `report --site`: the public site of the newest nights of a history. */
export async function publishNights({
  history: typed,
  nights: most = shownNights,
  ...options
}: SiteOptions): Promise<void> {
  const history = await openHistory(typed ?? null, process.env);
  try {
    const [nights, baseline, ids] = [await history.last(most), await history.baseline(), await history.ids()];
    const [oldest, newest] = [nights[0]?.id ?? "", nights.at(-1)?.id ?? ""];
    const wanted = earlierIds(ids, { before: newest, baseline, most: most + 60 }).filter((id) => id < oldest);
    const read = await Promise.all(wanted.map((id) => history.night(id)));
    const older = read.filter((night) => night !== null);
    await publish({ nights, older, baseline, place: history.place }, options);
  } finally {
    await history.close();
  }
}

/** `report RUN --site`: the public site of this one run. */
export async function publishRun(path: string, options: RunPlaces & SiteOptions): Promise<void> {
  const lines = await linesOfRun(path, options);
  const run = nightRunOf(readRun(path), lines[0]?.suite ?? null);
  const night: StoredNight = {
    ...{ id: nightIdOf(null, run), runs: [run], masked: [] },
    lines: lines.map((line) => ({ ...line, run: run.id })),
  };
  await publish({ nights: [night], older: [], baseline: null, place: `run ${basename(path)}` }, options);
}

/** How many of the newest nights a site shows. */
const shownNights = 90;

type Nights = Pick<PublicSiteOrder, "nights" | "older" | "baseline" | "place">;

async function publish(nights: Nights, { site = "", siteConfig: typed, simulated }: SiteOptions): Promise<void> {
  const siteConfig = typed ?? usualFile();
  const leaks = findLeaks(null, process.env);
  const order = { ...nights, file: siteConfig, folder: site, simulated: simulated === true, leaks };
  const written = await writePublicSite(order);
  for (const sentence of remarks(written, siteConfig)) log(sanitise(sentence));
}

/** The file of a site that is not named. Throws a UsageError where there is none. */
function usualFile(): string {
  if (existsSync("site.yaml")) return "site.yaml";
  throw new UsageError("site.yaml is missing here: it says who publishes the site and where to dispute a cell", {
    hint: "Write it (docs/publishing.md has one to copy), or name another with --site-config FILE.",
  });
}

function remarks({ data, files }: PublicSite, file: string): readonly string[] {
  const { cells, runs, config } = data;
  const size = `${counted(cells.length, "cell")}, ${counted(runs.length, "run")}, ${counted(files, "file")}`;
  return [
    ...uninformedProviders(data).map(
      ({ provider, failing }) =>
        `${provider}: ${counted(failing, "failing cell")}, and ${formatPath(file)} names no day at least ${config.noticeDays} days ago on which it was informed (docs/publishing.md)`,
    ),
    `site: ${size}`,
  ];
}
