import { type Api, wholeOf } from "../../chat/api.js";
import type { Source, Target } from "../../chat/target.js";

/**
 * A surface that serves a model, as a source says: a provider, one of its APIs and the id there. `api`: without streaming in its name.
 * `region`: null where the provider has none. `pin`: a gateway's slug of the upstream; null: none is pinned. `baseUrl`: null where it
 * follows from the region.
 */
export type ServedRoute = {
  readonly model: string;
  readonly provider: string;
  readonly api: Api;
  readonly id: string;
  readonly region: string | null;
  readonly pin: string | null;
  readonly baseUrl: string | null;
  readonly sources: readonly Source[];
};

/** A route on which a model was asked and refused. `path`: that of the base URL; null: the provider's usual one. */
export type RefusedRoute = Source & {
  readonly provider: string;
  readonly id: string;
  readonly apis: readonly string[];
  readonly path: string | null;
  /** The words of the refusal. */
  readonly says: string;
};

/** The routes of these targets, each once: an API and its streaming twin are one. */
export function servedRoutes(targets: readonly Target[]): readonly ServedRoute[] {
  const routes = targets.map((target): ServedRoute => {
    const { model, provider, providerModelId: id, region, upstreamPin: pin, baseUrl, sources } = target;
    return { model, provider, api: wholeOf(target.api), id, region, pin, baseUrl, sources };
  });
  return [...new Map(routes.map((route) => [keyOf(route), route])).values()];
}

function keyOf({ model, provider, api, id, region, pin, baseUrl }: ServedRoute): string {
  return JSON.stringify([model, provider, api, id, region, pin, baseUrl]);
}
