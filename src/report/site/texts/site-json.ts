import { disputedCells } from "../data/disputes.js";
import type { PublicLine } from "../data/public-line.js";
import type { SiteCell, SiteData, SiteRun } from "../data/site-data.js";
import { jsonPath } from "../paths.js";
import { badgesOf } from "./badges.js";

/** What every file of data begins with. */
function headOf({ config, isSimulated, lastMeasured }: SiteData) {
  const { title, url, claimedBy, dispute } = config;
  return { schemaVersion: 1, simulated: isSimulated, site: { title, url, claimedBy, dispute }, lastMeasured };
}

/** The data of the first page: what there is, and where. */
export function indexJson(data: SiteData): unknown {
  const { config, nights, runs, cells, events, statements } = data;
  const disputed = disputedCells(config);
  return {
    ...headOf(data),
    nights,
    cells: cells.map((cell) => ({ ...briefCell(cell), disputed: disputed.has(cell.line.cell) })),
    runs: runs.map(briefRun),
    events,
    statements,
    badges: badgesOf(data).map(({ name, badge }) => ({ name, ...badge })),
  };
}

/** The data of a cell's page. */
export function cellJson(cell: SiteCell, data: SiteData): unknown {
  const { line, night, edition, lastMeasured, trend, change, path } = cell;
  const { replies, disputes, corrections } = data.config;
  return {
    ...headOf(data),
    ...{ page: path, night, edition, lastMeasured },
    latest: lineJson(line),
    change:
      change === null
        ? null
        : (({ direction, firstNights, lastBefore, before, since, p, request }) => ({
            ...{ direction, firstNights, lastBefore, before, since, p, request },
          }))(change),
    trend,
    replies: replies.filter((one) => one.cell === line.cell),
    disputes: disputes.filter((one) => one.cell === line.cell),
    corrections: corrections.filter(({ cells }) => cells.includes(line.cell)),
  };
}

/** The data of a run's page. */
export function runJson(run: SiteRun, data: SiteData): unknown {
  return { ...headOf(data), ...briefRun(run), versions: run.versions, cells: run.lines.map(lineJson) };
}

/** The data of the log of disputes and of that of corrections. */
export function logsJson(data: SiteData): { readonly disputes: unknown; readonly corrections: unknown } {
  const { disputes, replies, corrections } = data.config;
  return { disputes: { ...headOf(data), disputes, replies }, corrections: { ...headOf(data), corrections } };
}

/** The data of the page of all runs. */
export function runsJson(data: SiteData): unknown {
  return { ...headOf(data), runs: data.runs.map(briefRun) };
}

function briefCell({ path, line, night, lastMeasured }: SiteCell) {
  const { cell, observed, claim, isFailing, trials } = line;
  return { cell, page: path, data: jsonPath(path), night, lastMeasured, observed, claim, isFailing, trials };
}

function briefRun({ id, path, night, startedAt, suite, edition, scenarios, isGated, regressed, lines }: SiteRun) {
  return {
    ...{ id, page: path, data: jsonPath(path), night, startedAt, suite, edition, scenarios },
    ...{ cellCount: lines.length, regressed: isGated ? regressed.length : null },
  };
}

/** A line without the key, which may name an account. */
function lineJson({ key: _, ...shown }: PublicLine): Omit<PublicLine, "key"> {
  return shown;
}
