import type { Choice } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { planJson } from "../../library/suite/plan/plan-json.js";
import { summaryOptions } from "../../library/suite/plan/plan-suite.js";
import { type SummaryOptions, summarisePlan } from "../../library/suite/plan/plan-summary.js";
import type { Sampling } from "../../library/suite/resolve-sampling.js";
import type { Plan } from "../../runner/plan.js";
import { gateSizes } from "../../verdict/regression/gate-kinds.js";
import { print } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";
import { screenOf } from "../shell/screen.js";
import type { AskWords } from "./ask-options.js";
import { formatPlan } from "./format-plan.js";

type PlanWords = Pick<
  AskWords,
  "json" | "maxCalls" | "maxCost" | "maxMinutes" | "retries" | "concurrency" | "quotaShare" | "simulator"
> &
  Pick<Sampling, "sequential" | "gate">;

/** Prints a plan, as a text or as JSON; nothing is asked. */
export async function printPlan(plan: Plan, choice: Choice, words: PlanWords): Promise<ExitCode> {
  const { json, maxMinutes, retries, sequential, gate } = words;
  const options: SummaryOptions = {
    ...(await summaryOptions(choice, words, process.env)),
    ...(sequential === undefined ? {} : { sequential }),
    ...(gate === undefined ? {} : { gate }),
  };
  const format = {
    ...{ retries, isUntilDecided: sequential !== undefined, maxMinutes: maxMinutes ?? null },
    gate: gate === undefined ? null : gateSizes[gate],
  };
  if (json === true) print(JSON.stringify(planJson(plan, options), null, 2));
  else printLines(formatPlan(plan, summarisePlan(plan, options), { ...format, screen: await screenOf() }));
  return exitCodes.fine;
}
