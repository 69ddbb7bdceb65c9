import type { NextCommand } from "../../report/bundle.js";
import { counted } from "../../report/counted.js";
import { planRun } from "../../runner/plan.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import type { Attribution } from "../../verdict/attribution/attribution.js";
import type { Choice } from "../choose.js";
import { type CommandOf, type CommandOptions, runCommand } from "./run-command.js";
import type { RunMode } from "./run-result.js";

/**
 * An open cell, and what it was chosen from. `attribution` undefined: it does not fail. `refused`: the targets that refused its scenario
 * because of the request, which would do so again.
 */
export type OpenCell = {
  readonly cell: Pick<CellIdentity, "model" | "target" | "scenario">;
  readonly attribution: Attribution | undefined;
  readonly refused: ReadonlySet<string>;
  readonly choice: Choice;
  readonly mode: RunMode;
};

/**
 * The run that asks the first missing control of an open cell: beside the failing scenario, in all columns of its model, ten trials with
 * references; where no shipped scenario is that control, the failing scenario alone in these columns. A replay proves nothing of a provider, so
 * that its next run is a live one. Null: the cell is not open, or its scenarios are not there.
 */
export function nextCommand(
  options: CommandOptions,
  { cell, attribution, refused, choice, mode }: OpenCell,
): NextCommand | null {
  if (attribution?.party !== "undetermined" || attribution.missing.length === 0) return null;
  const asked = attribution.missing[0]?.scenarios ?? [];
  const { model: _, provider: __, api: ___, shard: ____, gate: _____, sequential: ______, ...rest } = options;
  const names = new Set([cell.scenario, ...asked]);
  const scenarios = choice.shelf.having(names).filter(({ id }) => names.has(id));
  if (scenarios.length < names.size) return null;
  const targets = choice.targets.filter(
    ({ id, model }) => id === cell.target || (model === cell.model && !refused.has(id)),
  );
  const live = mode === "replay";
  const asking: CommandOptions = {
    ...rest,
    ...{ target: targets.map(({ id }) => id), scenario: scenarios.map(({ id }) => id) },
    ...{ trials: Math.max(10, options.trials), nonce: true as const },
  };
  const of: CommandOf = {
    ...{ mode: live ? "live" : mode, suite: live ? choice.catalog.defaults.live : choice.suite.name },
    ...{ scenarios, targets },
  };
  return { text: runCommand(asking, of), price: priceText(asking, of) };
}

/** `40 calls, at most $0.11`: what the whole command asks. */
function priceText({ trials, retries = 0 }: CommandOptions, { mode, scenarios, targets }: CommandOf): string {
  const { total, unpriced } = planRun({ scenarios, targets, trials });
  const calls = counted(total.calls, "call");
  if (mode !== "live") return `${calls}, nothing is spent`;
  if (total.costUsd === null || unpriced.length > 0) return `${calls}, their price is not known`;
  return `${calls}, at most $${(Math.ceil(total.costUsd * (1 + retries) * 100) / 100).toFixed(2)}`;
}
