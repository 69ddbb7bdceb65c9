import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { planJson } from "../../library/suite/plan-json.js";
import { type PlanSummary, type SummaryOptions, summarisePlan } from "../../library/suite/plan-summary.js";
import type { Plan } from "../../runner/plan.js";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";
import { print } from "../shell/print.js";
import type { AskWords } from "./ask-options.js";
import { formatPlan } from "./format-plan.js";

type PlanWords = Pick<AskWords, "json" | "maxCalls" | "maxCost" | "retries"> & { readonly sequential?: SequentialRule };

/** Prints a plan, as a text or as JSON; nothing is asked. */
export function printPlan(plan: Plan, words: PlanWords): ExitCode {
  const { json, maxCalls, maxCost, retries, sequential } = words;
  const options: SummaryOptions = {
    limits: { maxCalls: maxCalls ?? null, maxCostUsd: maxCost ?? null },
    retries,
    ...(sequential === undefined ? {} : { sequential }),
  };
  const text = (summary: PlanSummary) =>
    formatPlan(plan, summary, { retries, isUntilDecided: sequential !== undefined });
  print(json === true ? JSON.stringify(planJson(plan, options), null, 2) : text(summarisePlan(plan, options)));
  return exitCodes.fine;
}
