import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { budgetOf } from "../../library/experiment/call-store.js";
import { formatPath } from "../../library/format-path.js";
import { readMinimise } from "../../library/minimise/minimise-store.js";
import { searchOf } from "../../library/minimise/run-minimise.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { expectedCalls } from "../../verdict/minimise/search/expected-calls.js";
import { defaultMinimiseBudget } from "../../verdict/minimise/search/options.js";
import { unitGroups } from "../../verdict/minimise/units/unit.js";
import { unitsOf } from "../../verdict/minimise/units/units-of.js";
import { print, sanitise } from "../shell/print.js";
import { otherSearch } from "./open-minimise.js";
import type { PreparedMinimise } from "./prepare-minimise.js";

type PlanOptions = {
  readonly budget: number | null;
  readonly simulator?: string;
  readonly resume?: string;
  readonly json?: true;
};

/** The failure rates for which a plan says how many calls are usual. */
const rates = [1, 0.4, 0.2] as const;

/** `--plan`: what can be taken away, what it is held against, and the price; of a search that was begun what comes next. */
export function showMinimisePlan(prepared: PreparedMinimise, options: PlanOptions): ExitCode {
  const begun = options.resume === undefined ? null : begunAt(options.resume, prepared, options);
  const budget = begun?.budget ?? options.budget ?? defaultMinimiseBudget;
  const json = { ...planJson(prepared, budget), next: begun === null ? null : { calls: begun.calls, why: begun.why } };
  const lines = [...planLines(prepared, budget), ...(begun === null ? [] : [nextLine(begun)])];
  const { redactor } = prepared.reach;
  print(
    options.json === true ? redactor.json(JSON.stringify(json, null, 2)) : sanitise(redactor.text(lines.join("\n"))),
  );
  return exitCodes.fine;
}

function planLines(prepared: PreparedMinimise, budget: number): readonly string[] {
  const { cell, explained, control, suspects, minimisation } = prepared;
  const units = unitsOf(minimisation.request);
  const most = mostOf(prepared);
  const usual = usualCalls(prepared);
  return [
    `${cell}: ${explained.symptom.join(", ")}`,
    `${counted(units.length, "part")} can be removed:`,
    ...unitGroups.flatMap((group) => {
      const some = units.filter((unit) => unit.group === group);
      return some.length === 0 ? [] : [`  ${group}: ${some.length}`];
    }),
    ...(suspects.length === 0 ? [] : [`tried last: ${suspects.join(", ")}`]),
    `control: ${control.control === null ? `none, since ${control.why}` : control.control.says}`,
    `about ${usual.join(", ")} calls at failure rates of ${rates.map((rate) => 100 * rate).join(", ")} %, and about 12 more for the control; at most ${budget}`,
    most === null
      ? "the price is not known, since a target has no dated price"
      : `at most about ${usual.map((calls) => `$${(calls * most).toFixed(2)}`).join(", ")}, and never more than $${(most * budget).toFixed(2)}; one call at a time, about ${counted(Math.ceil((budget * 5) / 60), "minute")} at 5 s a call`,
  ];
}

/** About how many calls the search takes at each of the rates. */
function usualCalls({ minimisation: { request } }: PreparedMinimise): readonly number[] {
  return rates.map((rate) => Math.ceil(expectedCalls(request, rate)));
}

function planJson(prepared: PreparedMinimise, budget: number) {
  const { cell, explained, control, suspects, minimisation } = prepared;
  const most = mostOf(prepared);
  const units = unitsOf(minimisation.request).map(({ id, group, says }) => ({ pointer: id, group, says }));
  return {
    schemaVersion: 1,
    ...{ cell, symptom: explained.symptom, units, suspects, budget },
    control: { says: control.control?.says ?? null, why: control.why },
    ...{ usualCalls: usualCalls(prepared), mostUsd: most === null ? null : most * budget },
  };
}

/** The most that one call costs, here and at the control, with the limit of tokens and without it. Null: there is no dated price. */
function mostOf({ minimisation, control, costOf }: PreparedMinimise): number | null {
  const { request, place } = minimisation;
  const placed = [place(request), ...(control.control === null ? [] : [control.control.place(request)])];
  const costs = placed.flatMap((one) => [
    costOf(one.target, one.request),
    costOf(one.target, { ...one.request, maxOutputTokens: null }),
  ]);
  const priced = costs.flatMap((cost) => cost ?? []);
  return priced.length < costs.length ? null : Math.max(...priced);
}

type Begun = { readonly calls: number; readonly budget: number; readonly why: string };

function begunAt(folder: string, prepared: PreparedMinimise, { budget, simulator }: PlanOptions): Begun {
  const { facts, calls } = readMinimise(folder);
  // Keys may be missing for a plan alone, so that the control may be.
  const problem = otherSearch({ ...facts, control: prepared.control.control?.says ?? null }, prepared, simulator);
  if (problem !== null && !problem.startsWith("asked ")) {
    throw new UsageError(`${formatPath(folder)} ${problem}`, { hint: "Use the same cell." });
  }
  const most = budget ?? budgetOf(facts, calls.length);
  const search = searchOf({ facts, budget: most, minimisation: prepared.minimisation });
  for (const { call } of calls) if (call.stage !== "control") search.add(call);
  const step = search.step();
  return {
    calls: calls.length,
    budget: most,
    why: step.kind === "ask" ? step.why : `the search has ended: ${step.result.ending}`,
  };
}

function nextLine({ calls, budget, why }: Begun): string {
  return `after ${calls} of ${budget} calls; next: ${why}`;
}
