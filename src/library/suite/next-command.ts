import type { CellIdentity } from "../../transcript/transcript.js";
import type { Attribution } from "../../verdict/attribution/attribution.js";
import type { Choice } from "../choose.js";
import { type CommandOptions, runCommand } from "./run-command.js";
import type { RunMode } from "./run-result.js";

/** An open cell, and what it was chosen from. `attribution` undefined: it does not fail. */
export type OpenCell = {
  readonly cell: Pick<CellIdentity, "model" | "target" | "scenario">;
  readonly attribution: Attribution | undefined;
  readonly choice: Choice;
  readonly mode: RunMode;
};

/**
 * The run that asks the first missing control of an open cell: beside the failing scenario, in all columns of its model, ten trials with
 * references. A replay proves nothing of a provider, so that its next run is a live one. Null: no run of shipped scenarios asks it.
 */
export function nextCommand(options: CommandOptions, { cell, attribution, choice, mode }: OpenCell): string | null {
  const asked = attribution?.party === "undetermined" ? attribution.missing[0]?.scenarios : undefined;
  if (asked === undefined) return null;
  const { model: _, provider: __, api: ___, shard: ____, gate: _____, sequential: ______, ...rest } = options;
  const names = new Set([cell.scenario, ...asked]);
  const scenarios = choice.allScenarios.filter(({ id }) => names.has(id));
  if (scenarios.length < names.size) return null;
  const targets = choice.targets.filter(({ id, model }) => model === cell.model || id === cell.target);
  const live = mode === "replay";
  return runCommand(
    {
      ...rest,
      ...{ target: targets.map(({ id }) => id), scenario: scenarios.map(({ id }) => id) },
      ...{ trials: Math.max(10, options.trials), nonce: true as const },
    },
    {
      ...{ mode: live ? "live" : mode, suite: live ? choice.catalog.defaults.live : choice.suite.name },
      ...{ scenarios, targets },
    },
  );
}
