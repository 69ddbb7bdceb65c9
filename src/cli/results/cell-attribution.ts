import { existsSync } from "node:fs";
import { choose, type FileOptions } from "../../library/choose.js";
import { planRun } from "../../runner/plan.js";
import { runReplay } from "../../runner/run-replay.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { Transcript } from "../../transcript/transcript.js";
import { attributeCells, isToAttribute } from "../../verdict/attribution/attribute-cells.js";
import type { Attribution } from "../../verdict/attribution/attribution.js";
import { judgeAll } from "../../verdict/judge-all.js";
import { identityText } from "../../verdict/judge-cell.js";
import type { Verdict } from "../../verdict/verdict.js";
import { transportOf } from "../../wire/transport/faces.js";
import { fenceNetwork } from "../../wire/transport/fence.js";
import { storedRule } from "./stored-run.js";
import { storedTargets } from "./stored-targets.js";

/**
 * Whose fault a cell is, by the other cells of its run, or by every fixture that can be replayed. `run` null: fixtures. Null: the cell
 * does not fail.
 */
export async function attributeCell(
  verdict: Verdict,
  run: StoredRun | null,
  files: FileOptions,
): Promise<Attribution | null> {
  if (!isToAttribute(verdict)) return null;
  const { scenarios, models, known, fixtures } = files;
  const { catalog, allScenarios } = await choose({ scenarios, models, known, fixtures }, "replay");
  const targets = run === null ? catalog.targets : storedTargets(catalog, run);
  const { cases } = planRun({ scenarios: allScenarios, targets, trials: 1 });
  const transcripts =
    run === null
      ? await replayAll(
          cases.filter(({ target, scenario }) => existsSync(fixturePath(fixtures, target, scenario.id))),
          fixtures,
        )
      : run.transcripts;
  const sequential = run === null ? undefined : storedRule(run);
  const verdicts = judgeAll(transcripts, { targets, scenarios: allScenarios, sequential });
  const made = run === null ? null : run.path;
  const attributions = attributeCells({ verdicts, transcripts, scenarios: allScenarios, targets, run: made });
  for (const [one, attribution] of attributions)
    if (identityText(one.cell) === identityText(verdict.cell)) return attribution;
  return null;
}

type Cases = ReturnType<typeof planRun>["cases"];

async function replayAll(cases: Cases, fixtures: string): Promise<readonly Transcript[]> {
  const openNetwork = fenceNetwork();
  try {
    const { signal } = new AbortController();
    return (await runReplay(cases, { fixtures, client: "http", makeTransport: transportOf, signal })).transcripts;
  } finally {
    openNetwork();
  }
}
