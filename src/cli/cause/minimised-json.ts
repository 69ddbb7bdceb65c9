import { formatPath } from "../../library/format-path.js";
import type { MinimiseStore } from "../../library/minimise/minimise-store.js";
import { claimSentences, stayInWords } from "../../verdict/minimise/search/words.js";
import type { FoundSmallest } from "./minimise-on.js";
import type { PreparedMinimise } from "./prepare-minimise.js";

/** `result.json`, and what `--json` prints. */
export function minimisedJson(
  { facts, folder }: Pick<MinimiseStore, "facts" | "folder">,
  { control }: Pick<PreparedMinimise, "control">,
  { result, control: proof, idle, calls, ended, files, spentUsd }: FoundSmallest,
) {
  return {
    schemaVersion: 1,
    ...{ cell: facts.cell, mark: facts.mark, folder: formatPath(folder), symptom: facts.symptom },
    result: result === null ? null : resultOf(result),
    control: {
      says: control.control?.says ?? null,
      why: control.why ?? idle,
      proof,
    },
    ...{ files, ended, calls: calls.length, spentUsd },
  };
}

function resultOf(result: NonNullable<FoundSmallest["result"]>) {
  const { removed, stays, ...rest } = result;
  return {
    ...rest,
    claim: claimSentences(result),
    removed: removed.map(({ id, group, says }) => ({ pointer: id, group, says })),
    stays: stays.map(({ unit, because, tried }) => ({
      ...{ pointer: unit.id, group: unit.group, because, says: stayInWords({ unit, because, tried }), tried },
    })),
  };
}
