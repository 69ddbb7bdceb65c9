import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { budgetOf } from "../../library/experiment/call-store.js";
import { readExperiment } from "../../library/experiment/experiment-store.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { armText, believedText } from "../../report/experiment/result-text.js";
import { nextStep } from "../../verdict/experiment/experiment.js";
import { defaultBudget } from "../../verdict/experiment/options.js";
import type { Step } from "../../verdict/experiment/result.js";
import type { Space } from "../../verdict/experiment/space.js";
import { print, sanitise } from "../shell/print.js";
import { otherThan } from "./open-experiment.js";
import { planJson, planLines } from "./plan-text.js";
import type { PreparedCell } from "./prepare-cell.js";

type PlanOptions = {
  readonly budget: number | null;
  readonly simulator?: string;
  readonly resume?: string;
  readonly json?: true;
};

/** `--plan`: what would be varied, what not, and the price; of an experiment that was begun what is believed and what comes next. */
export function showPlan(prepared: PreparedCell, options: PlanOptions): ExitCode {
  const next = options.resume === undefined ? null : nextOf(options.resume, prepared, options);
  const budget = next?.budget ?? options.budget ?? defaultBudget;
  const plan = { ...prepared, budget };
  const lines = [...planLines(plan), ...(next === null ? [] : nextLines(next, prepared.made.space))];
  const json = { ...planJson(plan), next: next === null ? null : { calls: next.calls, step: next.step } };
  const { redactor } = prepared.reach;
  print(
    options.json === true ? redactor.json(JSON.stringify(json, null, 2)) : sanitise(redactor.text(lines.join("\n"))),
  );
  return exitCodes.fine;
}

type Next = { readonly step: Step; readonly calls: number; readonly budget: number };

/** Keys may be missing for a plan alone, so the space is the experiment's own. */
function nextOf(folder: string, prepared: PreparedCell, { budget, simulator }: PlanOptions): Next {
  const { facts, calls } = readExperiment(folder);
  const problem = facts.cell === prepared.cell ? null : otherThan(facts, prepared, simulator);
  if (problem !== null) throw new UsageError(`${formatPath(folder)} ${problem}`, { hint: "Use the same cell." });
  const options = { seed: facts.seed, budget: budget ?? budgetOf(facts, calls.length) };
  const step = nextStep(
    facts.space,
    calls.map(({ call }) => call),
    options,
  );
  return { step, calls: calls.length, budget: options.budget };
}

function nextLines({ step, calls, budget }: Next, space: Space): readonly string[] {
  const { causes, noFault, everywhere } = step.believed;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `After ${calls} of ${budget} calls:`,
    ...causes.map((one) => `  believed: ${believedText(one, space)}`),
    `  believed: no fault (${percent(noFault)}); a fault that no change affects (${percent(everywhere)})`,
    ...(step.kind === "result"
      ? [`  decided: ${step.result.kind}; nothing more is asked`]
      : step.batch.map(({ arm, why }) => `  next: ${armText(arm, space)}: ${why}`)),
  ];
}
