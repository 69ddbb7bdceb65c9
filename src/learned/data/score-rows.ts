import { failWith } from "../../source/fail-with.js";
import { issueAt } from "../../source/issue-at.js";
import type { SourceIssue } from "../../source/source-error.js";
import { suggestion } from "../../source/suggest.js";
import { type Candidate, costOf } from "./candidate.js";
import type { Located } from "./located.js";
import type { RoutingRow } from "./rows.js";
import type { Weights } from "./weights.js";

/** The score of one model's reply to one query. `cost` is in US dollars; null: unknown. */
export type ScoredRow = {
  readonly query: string;
  readonly model: string;
  readonly score: number;
  readonly cost: number | null;
};

/** What the scores depend on besides the rows. */
type Scoring = {
  readonly candidates: readonly Candidate[];
  readonly weights: Weights;
  /** The cost that counts as 1, in US dollars; null: the highest cost in the rows. */
  readonly dearest: number | null;
};

/**
 * Scores rows by the weights, and returns the cost that counted as 1. Throws SourceError that lists the rows it cannot
 * score: the model is not a candidate, or a cost or judgement with a non-zero weight is missing.
 */
export function scoreRows(
  rows: readonly Located<RoutingRow>[],
  { candidates, weights, dearest }: Scoring,
): { readonly rows: readonly ScoredRow[]; readonly dearest: number } {
  const known = new Map(candidates.map((candidate) => [candidate.name, candidate]));
  const costs = rows.map(({ value }) => costIn(known, value));
  const issues = rows.flatMap((row, index) => mistakesOf(row, { known, weights, cost: costs[index] ?? null }));
  if (issues.length > 0) throw failWith(issues);
  const unit = dearest ?? costs.reduce<number>((high, cost) => Math.max(high, cost ?? 0), 0);
  const scored = rows.map(({ value }, index) => scoreRow(value, { weights, cost: costs[index] ?? null, unit }));
  return { rows: scored, dearest: unit };
}

type Costing = { readonly weights: Weights; readonly cost: number | null; readonly unit: number };

function scoreRow(row: RoutingRow, { weights, cost, unit }: Costing): ScoredRow {
  const share = cost === null || unit === 0 ? 0 : cost / unit;
  const earned = weights.performance * row.performance + weights.llm_judge * (row.llm_judge ?? 0);
  return { query: row.query, model: row.model_name, score: earned - weights.cost * share, cost };
}

type Candidates = ReadonlyMap<string, Candidate>;
type RowCheck = { readonly known: Candidates; readonly weights: Weights; readonly cost: number | null };

function costIn(known: Candidates, row: RoutingRow): number | null {
  const candidate = known.get(row.model_name);
  return candidate === undefined ? null : costOf(row, candidate);
}

function mistakesOf(
  { value, document }: Located<RoutingRow>,
  { known, weights, cost }: RowCheck,
): readonly SourceIssue[] {
  const name = value.model_name;
  if (!known.has(name)) {
    const hint = suggestion(name, [...known.keys()], "models");
    return [issueAt(document, { path: ["model_name"] }, { message: `llm_data has no model "${name}"`, hint })];
  }
  const issues: SourceIssue[] = [];
  if (weights.cost > 0 && cost === null) {
    const message = `the cost of this row is not known, and metric.weights.cost is ${weights.cost}`;
    const hint = `give token_num here, and input_price and output_price of "${name}" in llm_data`;
    issues.push(issueAt(document, { path: [] }, { message, hint }));
  }
  if (weights.llm_judge > 0 && (value.llm_judge ?? null) === null) {
    const message = `the row has no llm_judge, and metric.weights.llm_judge is ${weights.llm_judge}`;
    issues.push(
      issueAt(
        document,
        { path: [] },
        { message, hint: "give llm_judge (0 to 1) in every row, or set its weight to 0" },
      ),
    );
  }
  return issues;
}
