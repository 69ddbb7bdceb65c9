import type { Transcript } from "../../../transcript/transcript.js";
import type { Verdict } from "../../../verdict/verdict.js";
import type { Stays } from "./thin-run.js";

/** What stays of a pruned run: its bad trials, and of each cell the first good one, or, without any, its first trial. */
export function keptTrials(verdicts: readonly Verdict[]): Stays {
  const kept = new Set<string>();
  for (const { cell, judged } of verdicts) {
    const good = judged.find(({ outcome }) => outcome === "ok");
    const bad = judged.filter(({ outcome }) => outcome === "bad");
    const first = good === undefined && bad.length === 0 ? judged.slice(0, 1) : [];
    for (const { trial } of [...bad, ...(good === undefined ? [] : [good]), ...first]) kept.add(keyOf(cell, trial));
  }
  return ({ cell, trial }) => kept.has(keyOf(cell, trial));
}

function keyOf({ target, scenario, client }: Transcript["cell"], trial: number): string {
  return JSON.stringify([target, scenario, client, trial]);
}
