import type { Target } from "../../chat/target.js";
import type { NextCommand } from "../../report/bundle.js";
import { counted } from "../../report/counted.js";
import { planRun } from "../../runner/plan.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import type { Attribution } from "../../verdict/attribution/attribution.js";
import { isGateway } from "../../verdict/attribution/places.js";
import type { Choice } from "../choose.js";
import { type CommandOf, type CommandOptions, runCommand } from "./run-command.js";
import type { RunMode } from "./run-result.js";
import { shellWord } from "./shell-word.js";

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
 * references; where no shipped scenario is that control, the failing scenario alone in these columns. A control that pins a gateway is asked
 * through the pinned targets of models.yaml in place of the unpinned one; without one, `byHand` says how to add the pin. A replay proves nothing of
 * a provider, so that its next run is a live one. Null: the cell is not open, or its scenarios are not there.
 */
export async function nextCommand(
  options: CommandOptions,
  { cell, attribution, refused, choice, mode }: OpenCell,
): Promise<NextCommand | null> {
  if (attribution?.party !== "undetermined" || attribution.missing.length === 0) return null;
  const [first] = attribution.missing;
  const asked = first?.scenarios ?? [];
  const { model: _, provider: __, api: ___, shard: ____, gate: _____, sequential: ______, ...rest } = options;
  const names = new Set([cell.scenario, ...asked]);
  const scenarios = (await choice.shelf.having(names)).filter(({ id }) => names.has(id));
  if (scenarios.length < names.size) return null;
  const ofModel = choice.targets.filter(
    ({ id, model }) => id === cell.target || (model === cell.model && !refused.has(id)),
  );
  const { targets, byHand } =
    first?.pins === true ? pinnedTargets(ofModel, choice.catalog.targets) : { targets: ofModel, byHand: null };
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
  const price = priceText(asking, of);
  return { text: runCommand(asking, of), price, ...(byHand === null ? {} : { byHand }) };
}

/** The same targets, each unpinned one of a gateway replaced by those that pin it. `byHand`: how to pin one that no target pins; null: all are. */
function pinnedTargets(
  targets: readonly Target[],
  all: readonly Target[],
): { readonly targets: readonly Target[]; readonly byHand: string | null } {
  const pinned = targets.flatMap((target) => (isLoose(target) ? pinsOf(target, all) : [target]));
  const unpinned = pinned.find(isLoose);
  const asked = [...new Map(pinned.map((target) => [target.id, target])).values()];
  if (unpinned === undefined) return { targets: asked, byHand: null };
  const { id, provider, api, providerModelId } = unpinned;
  return {
    targets: asked,
    byHand: `It does not pin ${provider} yet: replace ${shellWord(id)} with ${shellWord(`${provider}/${api}:${providerModelId}@UPSTREAM`)}, where UPSTREAM is the slug of one that serves the model.`,
  };
}

function pinsOf(target: Target, all: readonly Target[]): readonly Target[] {
  const pins = all.filter(
    ({ model, provider, api, providerModelId, upstreamPin }) =>
      upstreamPin !== null &&
      model === target.model &&
      provider === target.provider &&
      api === target.api &&
      providerModelId === target.providerModelId,
  );
  return pins.length === 0 ? [target] : pins;
}

function isLoose({ provider, upstreamPin }: Target): boolean {
  return isGateway({ provider, upstreamPin, served: [] }) && upstreamPin === null;
}

/** `40 calls, at most $0.11`: what the whole command asks. */
function priceText({ trials, retries = 0 }: CommandOptions, { mode, scenarios, targets }: CommandOf): string {
  const { total, unpriced } = planRun({ scenarios, targets, trials });
  const calls = counted(total.calls, "call");
  if (mode !== "live") return `${calls}, nothing is spent`;
  if (total.costUsd === null || unpriced.length > 0) return `${calls}, their price is not known`;
  return `${calls}, at most $${(Math.ceil(total.costUsd * (1 + retries) * 100) / 100).toFixed(2)}`;
}
