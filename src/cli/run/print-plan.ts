import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { planJson } from "../../library/suite/plan-json.js";
import type { Plan, PlannedCase } from "../../runner/plan.js";
import { print } from "../shell/print.js";

/** Prints a plan, as a text or as JSON; nothing is asked. */
export function printPlan(plan: Plan, { json }: { readonly json?: true }): ExitCode {
  print(json === true ? JSON.stringify(planJson(plan), null, 2) : formatPlan(plan));
  return exitCodes.fine;
}

/** The plan as text: one line per case, then the total. The cost is an upper bound, in US dollars at dated prices. */
function formatPlan({ cases, total, unpriced }: Plan): string {
  const lines = cases.map(formatCase);
  const money = total.costUsd === null ? "no dated price" : `at most $${total.costUsd.toFixed(4)}`;
  const sum = `${total.calls} calls, about ${total.inputTokens} input tokens, at most ${total.outputTokens} output tokens, ${money}`;
  const note = unpriced.length === 0 ? [] : [`not in that sum, for want of a dated price: ${unpriced.join(", ")}`];
  return [...lines, "", sum, ...note].join("\n");
}

function formatCase({ scenario, target, trials, skip, estimate }: PlannedCase): string {
  const name = `${target.id}  ${scenario.id}`;
  if (skip !== null) return `${name}  not asked: ${skip.reason}`;
  const money = estimate.costUsd === null ? "no price" : `≤ $${estimate.costUsd.toFixed(5)}`;
  return `${name}  ${trials} × ${estimate.calls / trials} calls, ${money}`;
}
