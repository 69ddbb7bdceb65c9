import { meanOf } from "../learn/vector.js";
import { groupBy } from "./group-by.js";
import type { ScoredRow } from "./score-rows.js";

/** A query and what each model's reply to it was worth; models without a row of it are absent. */
export type Example = {
  readonly query: string;
  readonly scores: ReadonlyMap<string, number>;
  /** The model to choose: the best score; of equals the cheapest, then the one that comes first in `models`. */
  readonly best: string;
};

/** Rows by query, in the order in which queries first come. Several rows of one query and model count as their mean. */
export function examplesOf(rows: readonly ScoredRow[], models: readonly string[]): readonly Example[] {
  const byQuery = groupBy(rows, (row) => row.query);
  return [...byQuery].map(([query, ofQuery]) => exampleOf(query, ofQuery, models));
}

function exampleOf(query: string, rows: readonly ScoredRow[], models: readonly string[]): Example {
  const byModel = groupBy(rows, (row) => row.model);
  const judged = models.flatMap((model) => {
    const own = byModel.get(model);
    return own === undefined ? [] : [{ model, score: meanOf(own.map((row) => row.score)), cost: meanCost(own) }];
  });
  const most = Math.max(...judged.map(({ score }) => score));
  const equals = judged.filter(({ score }) => score === most);
  const isPriced = equals.every(({ cost }) => cost !== null);
  const [first] = isPriced ? equals.toSorted((a, b) => (a.cost ?? 0) - (b.cost ?? 0)) : equals;
  return { query, scores: new Map(judged.map(({ model, score }) => [model, score])), best: first?.model ?? "" };
}

function meanCost(rows: readonly ScoredRow[]): number | null {
  const costs = rows.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return costs.length < rows.length ? null : meanOf(costs);
}
