import { groupBy } from "../../../chat/group-by.js";
import type { EditionName } from "../../../scenario/edition/edition-name.js";
import { cellKey } from "../../../verdict/nights/cell-key.js";
import { countingLines, type StoredNight } from "../../../verdict/nights/stored-night.js";
import type { GateResult } from "../../../verdict/regression/gate-result.js";
import type { CellSummary } from "../../../verdict/summary/summary-schema.js";
import type { ReportTools } from "../../reporters/reporter.js";
import type { SiteConfig } from "../config/site-file.js";
import { cellHistory } from "./cell-history.js";
import { cellPaths } from "./cell-paths.js";
import { isPublic, type PublicLine, publicLine } from "./public-line.js";
import type { SiteCell, SiteData, SiteStatement } from "./site-data.js";
import { siteEvents } from "./site-events.js";
import { runsOf } from "./site-runs.js";

/** What a site is made from. `nights`: oldest first; `gates`: what the gate says of those that it compared. */
export type SiteInput = {
  readonly nights: readonly StoredNight[];
  readonly gates: ReadonlyMap<string, GateResult>;
  readonly config: SiteConfig;
  readonly isSimulated: boolean;
  readonly statements: readonly SiteStatement[];
};

/** Everything that a site shows, from the lines that a history keeps. Lines that may not be published are left out before anything else. */
export function siteData(input: SiteInput, tools: Pick<ReportTools, "sha256">): SiteData {
  const { gates, config, isSimulated, statements } = input;
  const nights = input.nights.map((night) => ({
    ...night,
    lines: night.lines.filter((line) => isPublic(line, isSimulated)),
  }));
  const newest = newestLines(nights);
  const paths = cellPaths(
    newest.map(({ line }) => line),
    tools,
  );
  const history = cellHistory(nights, gates);
  const editions = new Map<string | null, EditionName | undefined>(
    nights.flatMap(({ runs }) => runs.map(({ id, edition }) => [id, edition])),
  );
  const cells = newest.map(({ night, line }): SiteCell => {
    const { trend, change } = history(line.key);
    const lastMeasured = trend.findLast(({ eligible }) => eligible > 0)?.night ?? null;
    const edition = editions.get(line.run) ?? null;
    return { path: paths.get(line.key) ?? "", line, night, edition, lastMeasured, trend, change };
  });
  return {
    ...{ config, isSimulated, statements },
    lastMeasured: latest(cells.flatMap((cell) => cell.lastMeasured ?? [])),
    nights: nights.map(({ id }) => id),
    runs: runsOf(nights, { gates, tools }),
    cells: inReadingOrder(cells),
    events: siteEvents(gates, { cells }),
  };
}

type Newest = { readonly night: string; readonly line: PublicLine };

/** The line of each cell in the newest night that has it. */
function newestLines(nights: readonly StoredNight[]): readonly Newest[] {
  const lines = new Map<string, { readonly night: string; readonly line: CellSummary }>();
  for (const night of nights) {
    for (const line of countingLines(night).counting) lines.set(cellKey(line), { night: night.id, line });
  }
  return [...lines.values()].map(({ night, line }) => ({ night, line: publicLine(line) }));
}

function latest(nights: readonly string[]): string | null {
  return nights.toSorted().at(-1) ?? null;
}

/** Models as the lines name them first, below them scenarios, then columns by name. */
function inReadingOrder(cells: readonly SiteCell[]): readonly SiteCell[] {
  const models = groupBy(cells, ({ line }) => line.model);
  return [...models.values()].flatMap((own) =>
    [...groupBy(own, ({ line }) => line.scenario).values()].flatMap((row) =>
      row.toSorted((a, b) => (a.line.cell < b.line.cell ? -1 : 1)),
    ),
  );
}
