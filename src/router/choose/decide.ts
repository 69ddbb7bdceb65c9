import type { StopSignal } from "../../chat/stop-signal.js";
import type { RoutedModel, RouterConfig } from "../config/router-config.js";
import type { Choose, Decision, RoutingRequest } from "./decision.js";
import { type Measured, reasonToExclude } from "./measured.js";
import { strategyOf } from "./strategies/registry.js";

type Deciding = {
  readonly config: Pick<RouterConfig, "models" | "fallback" | "compatibility"> & {
    readonly strategy: Pick<RouterConfig["strategy"], "kind">;
  };
  readonly choose: Choose;
  /** Null: there is no matrix. */
  readonly measured: Measured | null;
  /** Models that rest after failures. */
  readonly isResting: (model: string) => boolean;
  readonly now: () => Date;
};

/**
 * Decides which models to ask, and in which order. A model that the request names comes first, without further checks;
 * `unknown`: no model has that name. Otherwise the strategy chooses among the suitable models. If every model would be left out, none
 * is, with a warning: evidence never stops the traffic.
 */
export function decide(request: RoutingRequest, deciding: Deciding, signal: StopSignal): Decided | Promise<Decided> {
  const { named } = request;
  if (named === null) return chooseModel(request, deciding, signal);
  const { models, fallback } = deciding.config;
  if (!models.some(({ name }) => name === named)) return { unknown: named };
  return { order: withFallback(named, fallback), reason: "named by the request", excluded: [], warnings: [] };
}

type Decided = Decision | { readonly unknown: string };

async function chooseModel(request: RoutingRequest, deciding: Deciding, signal: StopSignal): Promise<Decision> {
  const { config } = deciding;
  const { fit, excluded, warnings } = fitModels(request, deciding);
  const choice = await deciding.choose(request, fit, signal);
  const usable = config.fallback.filter((name) => fit.includes(name));
  return {
    order: withFallback(choice.first, [...(choice.next ?? []), ...(usable.length > 0 ? usable : config.fallback)]),
    reason: choice.reason,
    excluded,
    warnings: [...warnings, ...(choice.warnings ?? [])],
  };
}

function fitModels(
  request: RoutingRequest,
  { config, measured, isResting, now }: Deciding,
): { readonly fit: readonly string[] } & Pick<Decision, "excluded" | "warnings"> {
  const filters = config.compatibility.filter || strategyOf(config.strategy.kind).leavesOutFailing;
  const reasonOf = (model: RoutedModel): string | null => {
    if (isResting(model.name)) return "it rests after failures";
    return filters && measured !== null ? reasonToExclude(model, request, { ...measured, now: now() }) : null;
  };
  const judged = config.models.map((model) => ({ model: model.name, why: reasonOf(model) }));
  const excluded = judged.flatMap(({ model, why }) => (why === null ? [] : [{ model, why }]));
  const fit = judged.filter(({ why }) => why === null).map(({ model }) => model);
  if (fit.length > 0) return { fit, excluded, warnings: [] };
  return {
    fit: config.models.map(({ name }) => name),
    excluded: [],
    warnings: ["every model would be left out, so none is"],
  };
}

function withFallback(first: string, fallback: readonly string[]): readonly string[] {
  if (fallback.length === 0) return [first];
  return [...new Set([first, ...fallback])];
}
