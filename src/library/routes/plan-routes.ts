import { adapterFor } from "../../adapters/registry.js";
import { wholeOf } from "../../chat/api.js";
import { plainRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { Catalog } from "../../scenario/catalog.js";
import { boundOf, movedProviders, type PlannedAsk } from "../probes/plan-probes.js";
import { UsageError } from "../usage-error.js";
import type { Surface } from "./surfaces.js";

/** A surface with the request that asks it; `planned` null: it cannot be asked, and `why` says so. */
export type RouteAsk = Surface & { readonly planned: PlannedAsk | null; readonly why: string | null };

/** What is asked, and the most that it can cost, in US dollars. `moved`: see ProbePlan. */
export type RoutePlan = {
  readonly routes: readonly RouteAsk[];
  readonly costUsd: number;
  readonly moved: readonly string[];
};

/** The plan for these surfaces: one request each, in the API's own form, for the shortest reply that the API takes. */
export async function planRoutes(surfaces: readonly Surface[], catalog: Catalog): Promise<RoutePlan> {
  const routes: RouteAsk[] = [];
  for (const [index, surface] of surfaces.entries()) routes.push(await routeAsk(surface, index, catalog));
  const asks = routes.flatMap(({ planned }) => planned ?? []);
  const costUsd = asks.reduce((sum, { bound }) => sum + bound.costUsd, 0);
  return { routes, costUsd, moved: movedProviders(asks, catalog) };
}

/** Refuses a plan that may cost more than the limit; `limitUsd` null: none was given, and services are to be asked. */
export function refuseUnpriced({ costUsd, routes }: RoutePlan, limitUsd: number | null): void {
  if (limitUsd !== null && costUsd <= limitUsd) return;
  const asked = routes.filter(({ planned }) => planned !== null).length;
  const most = (Math.ceil(costUsd * 10_000) / 10_000).toFixed(4);
  const message =
    limitUsd === null
      ? `${asked} requests may cost $${most}, and no limit is given: nothing was asked`
      : `the routes may cost $${most}, more than the limit of $${limitUsd.toFixed(4)}: nothing was asked`;
  throw new UsageError(message, { hint: `Add --max-cost ${most}, or choose fewer with --model, --provider or --api.` });
}

/**
 * The fewest tokens of a reply that an API takes, where that is not 1: Responses refuse less (`integer below minimum value`:
 * aws-samples/sample-per-model-bedrock 2ef21bd, 01-openai-gpt/01-responses-api-core.ipynb, 2026-08-22).
 */
const fewestTokens: { readonly [api: string]: number } = { responses: 16 };

async function routeAsk(surface: Surface, index: number, catalog: Catalog): Promise<RouteAsk> {
  const { target } = surface;
  const limit = fewestTokens[wholeOf(target.api)] ?? 1;
  const made = await requestOf(target, limit);
  if (made.kind === "refused") return { ...surface, planned: null, why: made.why };
  const ask = {
    name: `${String(index + 1).padStart(3, "0")}-${target.provider}-${target.api}`,
    ...{ provider: target.provider, api: target.api, model: target.providerModelId, method: "POST" as const },
    ...{ path: made.path, body: made.body, maxOutputTokens: limit },
    ...(wholeOf(target.api) === "messages" ? { headers: { "anthropic-version": "2023-06-01" } } : {}),
  };
  return { ...surface, planned: { ask, target, bound: boundOf(ask, catalog) }, why: null };
}

async function requestOf(target: Target, maxOutputTokens: number) {
  const hello = [{ role: "user", parts: [{ kind: "text", text: "Hi" }], name: null }] as const;
  const request = { ...plainRequest(target.providerModelId, hello), maxOutputTokens, extra: target.extra };
  const encoded = (await adapterFor(target.api)).encode(request, { target, policy: "faithful" });
  return encoded.kind === "refused" ? { kind: encoded.kind, why: encoded.message } : encoded;
}
