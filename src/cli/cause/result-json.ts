import type { ExperimentStore } from "../../library/experiment/experiment-store.js";
import { formatPath } from "../../library/format-path.js";
import type { Found } from "./experiment-on.js";

/** `result.json`, and what `--json` prints. `refusals`: what was refused, with the service's words. */
export function resultJson({ facts, folder }: Pick<ExperimentStore, "facts" | "folder">, found: Found) {
  const { result, whose, proof, spentUsd, calls, ended } = found;
  return {
    schemaVersion: 1,
    ...{ cell: facts.cell, mark: facts.mark, folder: formatPath(folder), symptom: facts.symptom },
    ...{ result, ended, whose },
    refusals: (result?.refused ?? []).map(({ what, call }) => ({
      ...{ what, call },
      says: calls.find((one) => one.call.call === call)?.why ?? null,
    })),
    proof: proof.map(({ factor, folder: place, pointers, stray, patch }) => ({
      ...{ factor, folder: place, pointers, stray, patch },
    })),
    spentUsd,
  };
}
