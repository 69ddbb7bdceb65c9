import { failWith } from "../source/fail-with.js";
import { issueAt } from "../source/issue-at.js";
import { type Candidate, candidatesIn, candidatesOf } from "./data/candidate.js";
import { loadLlmData, loadQueries, loadRouting } from "./data/load-rows.js";
import type { Located } from "./data/located.js";
import type { RoutingRow } from "./data/rows.js";
import type { TrainingConfig } from "./load-training-file.js";

/** The data files named in a training file, parsed. */
export type TrainingData = {
  readonly candidates: readonly Candidate[];
  readonly rows: readonly Located<RoutingRow>[];
  /** Rows kept out of training, for evaluation; null: the training file names none. */
  readonly heldOut: readonly Located<RoutingRow>[] | null;
  readonly warnings: readonly string[];
};

/** Reads every file the router needs. Throws SourceError for an invalid file, and when a needed file is not named. */
export function loadTrainingData({ router, document, paths }: TrainingConfig): TrainingData {
  const needed = router.isTrainable ? "routing_data_train" : "llm_data";
  const given = router.isTrainable ? paths.routingTrain : paths.llmData;
  if (given === null) {
    const message = `"${needed}" is missing in data_path, and ${router.name} needs it`;
    throw failWith([
      issueAt(document, { path: ["data_path"] }, { message, hint: `write it: data_path.${needed}: <file>` }),
    ]);
  }
  const rows = paths.routingTrain === null || !router.isTrainable ? [] : loadRouting(paths.routingTrain);
  const heldOut = paths.routingTest === null ? null : loadRouting(paths.routingTest);
  const candidates =
    paths.llmData === null
      ? candidatesIn([...rows, ...(heldOut ?? [])].map(({ value }) => value))
      : candidatesOf(loadLlmData(paths.llmData).value);
  return { candidates, rows, heldOut, warnings: router.isTrainable ? unansweredIn(paths.queriesTrain, rows) : [] };
}

/** A query without routing rows contributes nothing to training, so it gets a warning. */
function unansweredIn(file: string | null, rows: readonly Located<RoutingRow>[]): readonly string[] {
  if (file === null) return [];
  const answered = new Set(rows.map(({ value }) => value.query));
  const queries = loadQueries(file);
  const without = queries.filter(({ value }) => !answered.has(value.query)).length;
  return without === 0
    ? []
    : [`${without} of ${queries.length} queries of ${file} have no routing rows and teach nothing`];
}
