import { groupBy } from "../chat/group-by.js";
import type { Target } from "../chat/target.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Transcript } from "../transcript/transcript.js";
import type { Layer } from "./checks/rule.js";
import { identityText, judgeCell } from "./judge-cell.js";
import type { SequentialRule } from "./statistics/sequential-test.js";
import type { Verdict } from "./verdict.js";

/**
 * Judges every cell, in the order in which the cells first appear. Transcripts whose scenario or target is not in the lists
 * have no verdict.
 *
 * @example
 * const verdicts = judgeAll(transcripts, { targets, scenarios });
 * const red = verdicts.filter(isRed);
 */
export function judgeAll(
  transcripts: readonly Transcript[],
  {
    targets,
    scenarios,
    sequential,
    layer = "compatible",
  }: {
    readonly targets: readonly Target[];
    readonly scenarios: readonly Scenario[];
    /** The rule that stopped the trials. Default: their number was fixed. */
    readonly sequential?: SequentialRule | undefined;
    /** Which findings make a trial bad. Default: `compatible`, those that a client notices. */
    readonly layer?: Layer | undefined;
  },
): readonly Verdict[] {
  const cells = groupBy(transcripts, ({ cell }) => identityText(cell));
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
        layer,
        ...(sequential === undefined ? {} : { sequential }),
      }),
    ];
  });
}
