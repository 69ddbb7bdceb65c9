import type { CaseFacts, ShownCall } from "../../../verdict/evidence/case-facts.js";
import type { CaseCell } from "../../../verdict/evidence/evidence-calls.js";
import type { AgainCall } from "../../../verdict/evidence/experiment-result.js";
import { formatPath } from "../../format-path.js";
import { UsageError } from "../../usage-error.js";
import { clientVersions } from "../../versions.js";
import { type BundleSources, readSources } from "../bundle-sources.js";
import { caseArm } from "../derive/case-arm.js";
import { caseCells, keyOf } from "../derive/case-cells.js";
import type { Problem } from "../problem.js";
import { readBundle } from "../read-bundle.js";
import { sha256Of, sumsName } from "../sums.js";
import { verifyContent } from "../verify/verify-content.js";
import { verifyFiles } from "../verify-files.js";
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

/** Reads a bundle and checks all that it says, from one reading of its files. Throws UsageError where something does not hold. */
export async function readRecheckSource(bundle: string): Promise<RecheckSource> {
  const read = readBundle(bundle);
  if (read.kind === "refused") throw doesNotHold(bundle, read.problems);
  const { files } = read;
  const { "llm-parity": program = "unknown" } = await clientVersions("http");
  const listed = verifyFiles(files);
  const problems = listed.length > 0 ? listed : (await verifyContent(files, program)).problems;
  if (problems.length > 0) throw doesNotHold(bundle, problems);
  return { previous: sha256Of(files.get(sumsName) ?? ""), ...recheckSource(readSources(files)) };
}

function doesNotHold(bundle: string, problems: readonly Problem[]): UsageError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return new UsageError(`${formatPath(bundle)} does not hold, so it is not asked again: ${first?.says ?? ""}${more}`, {
    hint: "`llm-parity evidence verify` lists what is wrong.",
  });
}

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
