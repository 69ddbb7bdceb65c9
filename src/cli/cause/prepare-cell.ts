import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { exitCodes } from "../../library/exit-code.js";
import { caseSpace, type Explained, explainedCall } from "../../library/experiment/case-space.js";
import { type PlaceReach, planReach, reachPlaces } from "../../library/experiment/reach-places.js";
import { UsageError } from "../../library/usage-error.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import { cellName } from "../../verdict/evidence/evidence-calls.js";
import type { MadeSpace } from "../../verdict/experiment/places/make-space.js";
import { type CellEvidence, type EvidenceOptions, readCellEvidence } from "../results/cell-evidence.js";
import { costOfCall, limitPrice } from "./cost-of-call.js";

/** What decides what an experiment on a cell can ask. `plan`: nothing is asked, and no connection opened. */
export type PrepareOptions = EvidenceOptions & {
  readonly simulator?: string;
  readonly mostTokens: number;
  readonly region?: readonly string[];
  readonly plan?: true;
};

/** A failing cell, what can be varied of it, and how its places are reached. */
export type PreparedCell = {
  /** As reports name it. */
  readonly cell: string;
  readonly found: CellEvidence;
  readonly explained: Explained;
  readonly made: MadeSpace;
  readonly reach: PlaceReach;
  /** The most that a request costs at a target, in US dollars; null: not even the model has a dated price. */
  readonly costOf: (target: Target, request: ChatRequest) => number | null;
};

/** Reads a failing cell and finds what can be asked. Throws UsageError for one that does not fail, or that cannot be asked itself. */
export async function prepareCell(cell: string, options: PrepareOptions): Promise<PreparedCell> {
  const found = await readCellEvidence(cell, options);
  const explained = explainedCall(found);
  const catalog = await readModels(found.files.models);
  const { simulator = null, mostTokens, region: regions = [], plan = false } = options;
  const targets = [found.target, ...catalog.targets];
  const reach = await (plan ? planReach : reachPlaces)(targets, { simulator, environment: process.env });
  const lacks: PlaceReach["lacks"] = (target) => {
    const why = reach.lacks(target);
    if (why !== null || simulator !== null) return why;
    const isPriced = limitPrice(target, targets) !== null;
    return isPriced ? null : "no offer of the model has a dated price, so --max-cost could not be enforced";
  };
  const why = lacks(found.target);
  if (why !== null && !plan) throw cannotAsk(why, reach.lacks(found.target) !== null);
  const made = await caseSpace(found, explained, { catalog, lacks, mostTokens, regions });
  const costOf: PreparedCell["costOf"] = (target, request) => costOfCall(limitPrice(target, targets), request);
  return { cell: cellName(found.verdict.cell), found, explained, made, reach, costOf };
}

function cannotAsk(why: string, isCredentials: boolean): UsageError {
  return new UsageError(`the failing target cannot be asked: ${why}`, {
    hint: isCredentials
      ? "Set the key in the environment or with --keys-file; `llm-parity doctor` shows what is missing."
      : "Add the target's price to the models file, with its source and date.",
    code: isCredentials ? exitCodes.credentials : exitCodes.usage,
  });
}
