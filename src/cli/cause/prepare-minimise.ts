import { causeOfExperiment } from "../../library/minimise/cause-of-experiment.js";
import { type FoundControl, findControl } from "../../library/minimise/control.js";
import { type Minimisation, minimisationOf, suspectsOf } from "../../library/minimise/minimisation.js";
import { chooseWorking } from "../../verdict/evidence/choose-working.js";
import { attributeCell, evidenceAround } from "../results/cell-attribution.js";
import { type PreparedCell, type PrepareOptions, prepareCell } from "./prepare-cell.js";

/** A failing cell whose request is to be minimised. `suspects`: pointers to what is tried last; `from`: the experiment that says so. */
export type PreparedMinimise = PreparedCell & {
  readonly minimisation: Minimisation;
  readonly control: FoundControl;
  readonly suspects: readonly string[];
};

/** Reads a failing cell, its request and its control. Throws UsageError as {@link prepareCell} does, and for `--from` of another cell. */
export async function prepareMinimise(
  cell: string,
  { from, ...options }: PrepareOptions & { readonly from?: string },
): Promise<PreparedMinimise> {
  const prepared = await prepareCell(cell, options);
  const { explained, made, found, reach } = prepared;
  const minimisation = await minimisationOf(explained);
  const known = from === undefined ? null : causeOfExperiment(from, prepared.cell);
  const around = await evidenceAround(found);
  const attribution = await attributeCell(found);
  const working =
    attribution === null ? null : chooseWorking(attribution, { failing: found.verdict, verdicts: around.verdicts });
  return {
    ...prepared,
    minimisation,
    control: findControl({ explained, made, known, working, targets: around.targets, lacks: reach.lacks }),
    suspects: known === null ? [] : suspectsOf(minimisation, explained, known),
  };
}
