import { groupBy } from "../../chat/group-by.js";
import { meanOf } from "../learn/vector.js";
import type { ScoredRow } from "./score-rows.js";

/** A query and the score of each model's reply. Models without a row for the query are absent. */
export type Example = {
  readonly query: string;
  readonly scores: ReadonlyMap<string, number>;
  /** The model to choose: highest score, then lowest cost, then first in `models`. */
  readonly best: string;
};

/** Groups rows by query, in order of first appearance. Several rows of the same query and model count as their mean. */
export function examplesOf(rows: readonly ScoredRow[], models: readonly string[]): readonly Example[] {
  const byQuery = groupBy(rows, (row) => row.query);
  return [...byQuery].map(([query, queryRows]) => exampleOf(query, queryRows, models));
}

function exampleOf(query: string, rows: readonly ScoredRow[], models: readonly string[]): Example {
  const byModel = groupBy(rows, (row) => row.model);
  const scored = models.flatMap((model) => {
    const modelRows = byModel.get(model);
    if (modelRows === undefined) return [];
    return [{ model, score: meanOf(modelRows.map((row) => row.score)), cost: meanCost(modelRows) }];
  });
  const highest = Math.max(...scored.map(({ score }) => score));
  const tied = scored.filter(({ score }) => score === highest);
  const isPriced = tied.every(({ cost }) => cost !== null);
  const [first] = isPriced ? tied.toSorted((a, b) => (a.cost ?? 0) - (b.cost ?? 0)) : tied;
  return { query, scores: new Map(scored.map(({ model, score }) => [model, score])), best: first?.model ?? "" };
}

function meanCost(rows: readonly ScoredRow[]): number | null {
  const costs = rows.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return costs.length < rows.length ? null : meanOf(costs);
}
