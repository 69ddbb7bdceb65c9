import { isInShard } from "../../runner/shard.js";
import type { RunFacts } from "../../runner/store/run-facts.js";
import { caseKey } from "../../runner/store/trial-key.js";
import { notRun } from "../../runner/trial/converse.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import { judgeCell } from "../../verdict/judge-cell.js";
import type { Verdict } from "../../verdict/verdict.js";

/**
 * The verdicts on the cells that a run planned and has no trial of: a shard that is missing, or a run that stopped before them. Each is
 * `not-run`, without a trial. A cell whose scenario is not among `scenarios` has none.
 */
export function unaskedCells(
  facts: RunFacts,
  { transcripts, scenarios }: { readonly transcripts: readonly Transcript[]; readonly scenarios: readonly Scenario[] },
): readonly Verdict[] {
  const made = new Set(transcripts.map(({ cell }) => caseKey(cell)));
  const client = facts.options["client"] === "http" ? "http" : "sdk";
  return facts.cases
    .filter((one) => isInShard(one, facts.shard) && !made.has(caseKey(one)))
    .flatMap((one) => {
      const scenario = scenarios.find(({ id }) => id === one.scenario);
      const target = facts.targets.find(({ id }) => id === one.target);
      if (scenario === undefined || target === undefined) return [];
      const transcript = notRun({ scenario, target, client, trial: 1, provenance: nothingSent }, why);
      const verdict = judgeCell([transcript], scenario, target);
      return [{ ...verdict, reason: "not-asked", trials: { ...verdict.trials, excluded: {} } }];
    });
}

const why = { kind: "budget", reason: "no trial was made" } as const;

const nothingSent: Transcript["provenance"] = {
  ...{ source: "live", recordedAt: null, after: null, note: null, endpoint: null, region: null },
};
