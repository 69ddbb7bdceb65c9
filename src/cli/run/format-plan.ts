import type { BudgetFit } from "../../library/suite/plan/fit-budget.js";
import type { Estimates, PlanColumn, PlanSummary } from "../../library/suite/plan/plan-summary.js";
import { gridLines } from "../../report/terminal/draw-grid.js";
import type { Screen } from "../../report/terminal/screen.js";
import { type Estimate, usualReplyTokens } from "../../runner/estimate.js";
import type { Plan } from "../../runner/plan.js";
import type { GateSize } from "../../verdict/regression/gate-kinds.js";
import { formatBlocked, formatMinutes, formatPace } from "./format-plan-pace.js";

type PlanFormat = {
  readonly retries: number;
  readonly isUntilDecided: boolean;
  /** Null: no gate. */
  readonly gate: GateSize | null;
  /** Null: no limit. */
  readonly maxMinutes: number | null;
  readonly screen: Screen;
};

/** A plan as text: the total, whether it fits its limits, then one line for each column. Money in US dollars at dated prices. */
export function formatPlan(plan: Plan, summary: PlanSummary, format: PlanFormat): string {
  const { total, columns, budget } = summary;
  return [
    formatTotal(total),
    formatTrials(summary, format),
    ...formatComparisons(summary),
    ...formatUnpriced(plan),
    ...(budget === null ? [] : formatBudget(budget)),
    ...formatMinutes(summary, format.maxMinutes),
    ...(format.retries === 0 ? [] : [`not counted: up to ${format.retries} retries of each call`]),
    "",
    ...table(
      [
        ["model", "column", "cases", "calls", "expected", "at most"],
        ...columns.map(formatColumn),
        ["total", "", String(sumOf(columns.map(({ cases }) => cases))), ...formatAmounts(total)],
      ],
      format.screen,
    ),
    ...formatSkipped(plan),
    "",
    ...formatPace(summary),
    ...formatBlocked(summary),
  ].join("\n");
}

function formatTotal({ expected, most }: Estimates): string {
  const { inputTokens, outputTokens, costUsd } = most;
  const money =
    costUsd === null || expected.costUsd === null
      ? "no dated price"
      : `at most $${costUsd.toFixed(2)}, expected $${expected.costUsd.toFixed(2)}`;
  return `total: ${formatCalls({ expected, most })} calls, ${money} (about ${inputTokens} input and ${outputTokens} output tokens at most; expected: replies of ${usualReplyTokens} tokens)`;
}

function formatTrials(
  { trialsOfACase: { expected, most } }: PlanSummary,
  { isUntilDecided, gate }: PlanFormat,
): string {
  if (gate !== null) {
    return `trials of each case: ${gate.screen}, and of a suspect ${most}; ${expected.toFixed(1)} expected on average, in a night without a change`;
  }
  if (!isUntilDecided) return `trials of each case: ${most}`;
  return `trials of each case: ${expected.toFixed(1)} expected for a cell that passes, at most ${most}`;
}

/** A comparison needs more trials than a usual case, and says nothing with fewer. */
function formatComparisons({ comparisons }: PlanSummary): readonly string[] {
  if (comparisons === undefined) return [];
  const { cases, needed, trials, isEnough } = comparisons;
  const planned =
    trials.expected === trials.most ? `${trials.most}` : `about ${trials.expected}, at most ${trials.most}`;
  const advice = isEnough ? "" : `; too few: use --trials ${needed}, or --trials auto`;
  return [
    `trials of each comparison of a parameter (${cases} of the cases): ${planned}; ${needed} detect an ignored one in 95 of 100 cases${advice}`,
  ];
}

function formatUnpriced({ unpriced }: Plan): readonly string[] {
  return unpriced.length === 0 ? [] : [`not in the cost, since no dated price is known: ${unpriced.join(", ")}`];
}

function formatBudget({ maxCalls, maxCostUsd, fits, trials, leftOut, leftOutUnpriced }: BudgetFit): readonly string[] {
  const limits = [
    ...(maxCostUsd === null ? [] : [`--max-cost ${maxCostUsd}`]),
    ...(maxCalls === null ? [] : [`--max-calls ${maxCalls}`]),
  ].join(" and ");
  if (fits) return [`${limits}: it fits, however long the replies are`];
  const verdict = leftOut.expected === 0 ? "it is expected to fit" : "it does not fit";
  return [
    `${limits}: ${verdict}: ${leftOut.expected} of ${trials.expected} expected trials would be left out, at most ${leftOut.most} of ${trials.most}`,
    ...(leftOutUnpriced === 0 ? [] : ["  targets without a dated price are not asked within --max-cost"]),
  ];
}

function formatColumn({ target, model, cases, notAsked, ...amounts }: PlanColumn): readonly string[] {
  const column = target.startsWith(`${model}/`) ? target.slice(model.length + 1) : target;
  const asked = notAsked === 0 ? String(cases) : `${cases} of ${cases + notAsked}`;
  return [model, column, asked, ...formatAmounts(amounts)];
}

function formatAmounts({ expected, most }: Estimates): readonly string[] {
  return [formatCalls({ expected, most }), formatMoney(expected), formatMoney(most)];
}

/** The expected number first, where it differs. */
function formatCalls({ expected, most }: Estimates): string {
  return expected.calls === most.calls ? String(most.calls) : `${expected.calls} to ${most.calls}`;
}

function formatMoney({ calls, costUsd }: Estimate): string {
  if (costUsd !== null) return `$${costUsd.toFixed(4)}`;
  return calls === 0 ? "–" : "no price";
}

/** Cases that are not asked, each reason once. */
function formatSkipped({ cases }: Plan): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { skip, scenario } of cases) {
    if (skip !== null) reasons.set(skip.reason, [...(reasons.get(skip.reason) ?? []), scenario.id]);
  }
  if (reasons.size === 0) return [];
  return ["", ...[...reasons].map(([reason, scenarios]) => `not asked: ${scenarios.join(", ")}: ${reason}`)];
}

/** The rows below their head. Model and column are one label; the numbers stand under each other. */
function table(rows: readonly (readonly string[])[], { width, signs, paint }: Screen): readonly string[] {
  const models = Math.max(...rows.map(([model = ""]) => model.length));
  const [head, ...others] = rows.map(([model = "", column = "", ...numbers]) => ({
    label: paint.plain(`${model.padEnd(models)}  ${column}`.trim()),
    numbers: numbers.map(paint.plain),
  }));
  const grid = {
    corner: head?.label ?? "",
    columns: (head?.numbers ?? []).map((label) => ({ group: "", label, isNumber: true })),
    rows: others.map(({ label, numbers }) => ({ label, cells: numbers.map((text) => ({ text, painter: null })) })),
  };
  return gridLines(grid, { width, rule: signs.rule, strong: paint.strong });
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
