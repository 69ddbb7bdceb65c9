import type { CaseFacts, ShownCall } from "../../../verdict/evidence/case-facts.js";
import type { CaseCell } from "../../../verdict/evidence/evidence-calls.js";
import type { AgainCall } from "../../../verdict/evidence/experiment-result.js";
import type { BundleSources } from "../bundle-sources.js";
import { caseArm } from "../derive/case-arm.js";
import { caseCells, keyOf } from "../derive/case-cells.js";
import type { AgainArm, ArmPair } from "./again-arm.js";
import type { RecordedCell } from "./recorded-side.js";

/**
 * What a bundle recorded: the cells that the arms are from (`working` null: it has no working request), and the calls that were asked again
 * when it was made (empty: none).
 */
export type RecordedCells = {
  readonly failing: RecordedCell;
  readonly working: RecordedCell | null;
  readonly again: readonly AgainCall[];
};

/** What a bundle holds for a recheck. The targets of the arms are the bundle's own words: they are never asked. */
export type RecheckSource = {
  /** SHA-256 of its SHA256SUMS. */
  readonly previous: string;
  readonly mark: CaseFacts["mark"];
  readonly arms: ArmPair;
  readonly cells: RecordedCells;
};

/** The two requests of a bundle, and what it recorded of them. Throws BundleError where the sources do not hold them. */
export function recheckSource(sources: BundleSources): Omit<RecheckSource, "previous"> {
  const { facts, experiment } = sources;
  const { cells } = caseCells(sources);
  const sideOf = (name: AgainArm["name"], shown: ShownCall) => recordedArm(name, shown, { sources, cells });
  const failing = sideOf("failing", facts.failing);
  const working = facts.working === null ? null : sideOf("working", facts.working);
  return {
    mark: facts.mark,
    arms: { failing: failing.arm, working: working?.arm ?? null },
    cells: { failing: failing.cell, working: working?.cell ?? null, again: experiment?.calls ?? [] },
  };
}

type Held = { readonly sources: BundleSources; readonly cells: readonly CaseCell[] };

function recordedArm(
  name: AgainArm["name"],
  shown: ShownCall,
  held: Held,
): { readonly arm: AgainArm; readonly cell: RecordedCell } {
  const { arm, entry } = caseArm(name, shown, held);
  const cell = held.cells.find(({ verdict }) => keyOf(verdict.cell) === keyOf(shown));
  const transcript = cell?.transcripts.find(({ trial }) => trial === shown.trial);
  if (cell === undefined || transcript === undefined) throw new TypeError(`the bundle has no trial ${shown.trial}`);
  const file = held.sources.facts.cells.find((one) => keyOf(one) === keyOf(shown))?.file ?? "";
  return {
    arm: { name, target: arm.target, scenario: arm.scenario, transcript, step: shown.step, exchange: entry.exchange },
    cell: { judged: cell.verdict.judged, entries: held.sources.recordings.get(file)?.entries ?? [] },
  };
}
