import { groupBy } from "../../chat/group-by.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import { counted } from "../counted.js";

type Place = Pick<CellIdentity, "scenario" | "target">;

/** How many names are spelt out. */
const mostScenarios = 5;
const mostTargets = 4;

/**
 * `a, b on kimi-k2.5/bedrock/converse`: cells by the names that `explain` takes. Targets with the same scenarios share them; what is
 * left out is counted. `nameOf`: a name, made safe.
 */
export function placesText(cells: readonly Place[], nameOf: (text: string) => string): string {
  const byTarget = [...groupBy(cells, ({ target }) => target)].map(([target, own]) => ({
    target,
    scenarios: [...new Set(own.map(({ scenario }) => scenario))],
  }));
  const groups = [...groupBy(byTarget, ({ scenarios }) => JSON.stringify(scenarios)).values()];
  let left = mostTargets;
  let named = 0;
  const texts = groups.flatMap((group) => {
    const shown = group.slice(0, left);
    left -= shown.length;
    const scenarios = group[0]?.scenarios ?? [];
    const spelt = scenarios.slice(0, mostScenarios);
    named += shown.length * spelt.length;
    if (shown.length === 0) return [];
    return [`${spelt.map(nameOf).join(", ")} on ${shown.map(({ target }) => nameOf(target)).join(", ")}`];
  });
  const all = byTarget.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  const others = byTarget.length - (mostTargets - left);
  const rest = `and ${counted(all - named, "more cell")}${others === 0 ? "" : ` on ${counted(others, "more target")}`}`;
  return [...texts, ...(all === named ? [] : [rest])].join("; ");
}
