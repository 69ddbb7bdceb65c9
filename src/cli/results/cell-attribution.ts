import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Target } from "../../chat/target.js";
import { choose } from "../../library/choose.js";
import { storedRule } from "../../library/suite/stored-rule.js";
import { type PlannedCase, planRun } from "../../runner/plan.js";
import { runReplay } from "../../runner/run-replay.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import {
  type CellEvidence as AttributedEvidence,
  attributeCells,
  isToAttribute,
} from "../../verdict/attribution/attribute-cells.js";
import type { Attribution } from "../../verdict/attribution/attribution.js";
import { judgeAll } from "../../verdict/judge-all.js";
import { identityText } from "../../verdict/judge-cell.js";
import { transportOf } from "../../wire/transport/faces.js";
import { fenceNetwork } from "../../wire/transport/fence.js";
import type { CellEvidence } from "./cell-evidence.js";
import { storedTargets } from "./stored-targets.js";
import { readTiedViews } from "./stored-views.js";

/**
 * Whose fault a cell is, by the other cells of its run and the client views in its folder, or by every fixture that can be replayed. Null: the cell does not fail.
 */
export async function attributeCell(cell: CellEvidence): Promise<Attribution | null> {
  const { verdict, run } = cell;
  if (!isToAttribute(verdict)) return null;
  const tiedViews = run === null ? null : readTiedViews(run);
  const attributions = attributeCells({ ...(await evidenceAround(cell)), tiedViews });
  const own = identityText(verdict.cell);
  return [...attributions].find(([one]) => identityText(one.cell) === own)?.[1] ?? null;
}

/** A cell among all others of its run, or of every fixture that can be replayed. */
export async function evidenceAround(cell: CellEvidence): Promise<AttributedEvidence> {
  const { verdict, target, run, files } = cell;
  const { catalog, shelf } = await choose(files, "replay");
  const scenarios = await shelf.all();
  const known = run === null ? catalog.targets : storedTargets(catalog, run);
  // A typed target is in no file.
  const targets = known.some(({ id }) => id === target.id) ? known : [...known, target];
  const own = identityText(verdict.cell);
  const made = run === null ? await replayAll({ scenarios, targets, fixtures: files.fixtures }) : run.transcripts;
  const transcripts = [...made.filter((one) => identityText(one.cell) !== own), ...cell.transcripts];
  const sequential = run === null ? undefined : storedRule(run);
  const verdicts = judgeAll(transcripts, { targets, scenarios, sequential });
  return { verdicts, transcripts, scenarios, targets, run: run?.path ?? null };
}

type Replayed = {
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
  readonly fixtures: string;
};

async function replayAll({ scenarios, targets, fixtures }: Replayed): Promise<readonly Transcript[]> {
  // Of the many cells of all files, few are recorded: the others are not planned.
  const recorded = targets.flatMap((target) => planRecorded(target, scenarios, fixtures));
  const openNetwork = fenceNetwork();
  try {
    const { signal } = new AbortController();
    return (await runReplay(recorded, { fixtures, client: "http", makeTransport: transportOf, signal })).transcripts;
  } finally {
    openNetwork();
  }
}

function planRecorded(target: Target, scenarios: readonly Scenario[], fixtures: string): readonly PlannedCase[] {
  const fileOf = ({ id }: Scenario) => fixturePath(fixtures, target, id);
  const [first] = scenarios;
  if (first === undefined || !existsSync(dirname(fileOf(first)))) return [];
  const recorded = scenarios.filter((scenario) => existsSync(fileOf(scenario)));
  return planRun({ scenarios: recorded, targets: [target], trials: 1 }).cases;
}
