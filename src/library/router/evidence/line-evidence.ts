import type { NightEvidence } from "../../../router/choose/night-evidence.js";
import type { CellSummary } from "../../../verdict/summary/summary-schema.js";
import type { ScenarioFeatures } from "./scenario-features.js";

/** Where a cell is: what a line of a summary says of it. */
export type CellPlace = Pick<CellSummary, "target" | "api" | "scenario">;

/** A cell that says something against its model. */
type Said = Omit<NightEvidence, keyof CellPlace | "exercises"> & { readonly of: CellPlace };

/** Evidence of cells whose scenario is known; of the others a sentence, since nothing tells which requests they are about. */
export function evidenceOf(
  said: readonly Said[],
  features: ScenarioFeatures,
): { readonly nights: readonly NightEvidence[]; readonly warnings: readonly string[] } {
  const nights: NightEvidence[] = [];
  const unknown = new Set<string>();
  for (const { of, ...one } of said) {
    const { target, api, scenario } = of;
    const exercises = features(scenario, api);
    if (exercises === null) unknown.add(scenario);
    else nights.push({ ...one, target, api, scenario, exercises });
  }
  const names = [...unknown].sort().join(", ");
  const warnings =
    unknown.size === 0
      ? []
      : [`there is no scenario ${names} beside the file of models: its failures leave out no model`];
  return { nights, warnings };
}
