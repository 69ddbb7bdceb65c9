import { cellKey } from "../../../verdict/nights/cell-key.js";
import type { NightRun } from "../../../verdict/nights/night-schema.js";
import { countingLines, type StoredNight } from "../../../verdict/nights/stored-night.js";
import type { GateResult } from "../../../verdict/regression/gate-result.js";
import { hexOf } from "../../html/site/site-names.js";
import type { ReportTools } from "../../reporters/reporter.js";
import { pagePath } from "../paths.js";
import { publicLine } from "./public-line.js";
import type { SiteRun } from "./site-data.js";
import { isRegressed } from "./site-events.js";

type With = {
  readonly gates: ReadonlyMap<string, GateResult>;
  readonly tools: Pick<ReportTools, "sha256">;
};

/** The runs of these nights, newest first. */
export function runsOf(nights: readonly StoredNight[], { gates, tools }: With): readonly SiteRun[] {
  return nights.flatMap((night) => night.runs.map((run) => runOf(run, { night, gates, tools }))).toReversed();
}

function runOf(run: NightRun, { night, gates, tools }: With & { readonly night: StoredNight }): SiteRun {
  const own = night.lines.filter((line) => line.run === run.id);
  const gate = gates.get(night.id);
  const counting = new Set(
    countingLines(night)
      .counting.filter((line) => line.run === run.id)
      .map(cellKey),
  );
  const regressed = (gate?.cells ?? []).filter(({ cell, state }) => isRegressed(state) && counting.has(cell));
  return {
    id: run.id,
    path: pagePath("runs", run.id, tools),
    night: night.id,
    startedAt: run.startedAt,
    suite: run.suite,
    scenarios: scenariosHash(own, tools),
    versions: run.versions,
    edition: run.edition ?? null,
    lines: own.map(publicLine),
    isGated: gate !== undefined && gate.compared > 0,
    regressed: regressed.map(({ cell }) => cell),
  };
}

/** One hash for all scenarios of a run: two runs with the same one asked the same. */
function scenariosHash(lines: StoredNight["lines"], { sha256 }: Pick<ReportTools, "sha256">): string | null {
  const hashes = new Map(lines.map(({ scenario, scenarioHash }) => [scenario, scenarioHash]));
  if (hashes.size === 0 || [...hashes.values()].includes(null)) return null;
  const rows = [...hashes].map(([scenario, hash]) => `${scenario} ${hash}\n`).sort();
  return hexOf(sha256(rows.join("")), 64);
}
