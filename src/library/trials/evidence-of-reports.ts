import type { Reporter } from "../../report/reporters/reporter.js";
import type { Evidence } from "../../report/sheet/trial-evidence.js";
import type { CellState } from "../../verdict/regression/gate-result.js";
import type { ReportedRun } from "../reports/input-of-run.js";
import type { Embed } from "./gather-evidence.js";

/** What is known of changes: such a cell is shown whatever its sign. */
const alarming: ReadonlySet<CellState> = new Set([
  ...(["regressed", "regressed-2-of-3", "incident", "suspicious", "fixed", "not-measured-well"] as const),
]);

/** The trials that the reports show, where one of them shows any. `embed`: default `red`. */
export async function evidenceOfReports(
  reporters: readonly Reporter[],
  run: ReportedRun,
  embed: Embed = "red",
): Promise<Evidence> {
  if (!reporters.some(({ showsTrials }) => showsTrials === true)) return { trials: [], leftOut: [] };
  const [{ gatherEvidence }, { sourceOfRun }] = await Promise.all([
    import("./gather-evidence.js"),
    import("./source-of-run.js"),
  ]);
  const states = [...(run.night?.cells ?? [])];
  const alarmed = new Set(states.flatMap(([cell, { state }]) => (alarming.has(state) ? [cell] : [])));
  const shown = { bundle: run.bundle, transcripts: run.result.transcripts };
  return gatherEvidence(shown, sourceOfRun(run), { embed, alarmed });
}
