import type { Target } from "../chat/target.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Transcript } from "../transcript/transcript.js";
import { identityText, judgeCell } from "./judge-cell.js";
import type { SequentialRule } from "./statistics/sequential-test.js";
import type { Verdict } from "./verdict.js";

/** One verdict for every cell, in the order in which the cells first appear. */
export function judgeAll(
  transcripts: readonly Transcript[],
  {
    targets,
    scenarios,
    sequential,
  }: {
    readonly targets: readonly Target[];
    readonly scenarios: readonly Scenario[];
    /** The rule by which trials were stopped; default: their number was fixed. */
    readonly sequential?: SequentialRule | undefined;
  },
): readonly Verdict[] {
  const cells = new Map<string, Transcript[]>();
  for (const transcript of transcripts) {
    const key = identityText(transcript.cell);
    const sofar = cells.get(key);
    if (sofar === undefined) cells.set(key, [transcript]);
    else sofar.push(transcript);
  }
  const scenarioOf = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const targetOf = new Map(targets.map((target) => [target.id, target]));
  return [...cells.values()].flatMap((trials) => {
    const cell = trials[0]?.cell;
    const scenario = cell && scenarioOf.get(cell.scenario);
    const target = cell && targetOf.get(cell.target);
    if (scenario === undefined || target === undefined) return [];
    return [
      judgeCell(trials, scenario, {
        capabilities: target.capabilities,
        upstreamName: target.upstreamName,
        ...(sequential === undefined ? {} : { sequential }),
      }),
    ];
  });
}
