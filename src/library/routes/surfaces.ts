import { type Api, wholeOf } from "../../chat/api.js";
import type { Source, Target } from "../../chat/target.js";
import { buildTarget, usualPath } from "../../scenario/build-target.js";
import type { Catalog } from "../../scenario/catalog.js";
import type { Provider } from "../../scenario/provider.js";
import type { RefusedRoute } from "../../scenario/routes/routes.js";

/** What the models file says of a surface. */
export type Listed = Source & { readonly state: "served" | "refused" };

/** One way to ask a model. `listed`: what the models file says of it; null: nothing. */
export type Surface = { readonly target: Target; readonly listed: Listed | null };

/** An id of a model somewhere, and what is known of it there. */
type Known = Pick<Target, "model" | "provider" | "providerModelId" | "region"> & { readonly like: Target };

/**
 * Every surface on which a model could be asked: each API, at each address, of each provider that has an id of the model, or that is the
 * same endpoint as one that has. A gateway's pinned upstreams are no surfaces of their own. `targets`: those whose models are meant.
 */
export function surfacesOf(catalog: Catalog, targets: readonly Target[]): readonly Surface[] {
  const surfaces = knownIds(catalog, targets).flatMap((known) =>
    endpointsOf(known.provider, catalog).flatMap((provider) =>
      wholeApis(provider).flatMap((api) =>
        pathsOf(provider, api, catalog).map((path) => surfaceOf(catalog, { known, provider, api, path })),
      ),
    ),
  );
  return [...new Map(surfaces.map((surface) => [keyOf(surface.target), surface])).values()];
}

function keyOf({ model, provider, api, providerModelId, region, baseUrl }: Target): string {
  return JSON.stringify([model, provider, api, providerModelId, region, baseUrl]);
}

function knownIds({ models, targets: all, providers }: Catalog, targets: readonly Target[]): readonly Known[] {
  return targets.flatMap((target): readonly Known[] => {
    const { model, provider, providerModelId, region } = target;
    const refused = models.find(({ name }) => name === model)?.refuses ?? [];
    const like = (id: string) => all.find((one) => one.model === model && one.providerModelId === id) ?? target;
    const regionOf = (name: string) => providers.find((one) => one.name === name)?.defaultRegion ?? null;
    return [
      { model, provider, providerModelId, region, like: target },
      ...refused.map((one) => ({
        ...{ model, provider: one.provider, providerModelId: one.id, region: regionOf(one.provider) },
        like: like(one.id),
      })),
    ];
  });
}

/** The provider, and those that are the same endpoint. */
function endpointsOf(name: string, { providers }: Catalog): readonly Provider[] {
  const endpoint = providers.find((one) => one.name === name)?.sameIdsAs ?? name;
  return providers.filter((one) => one.name === endpoint || one.sameIdsAs === endpoint);
}

function wholeApis({ apis }: Provider): readonly Api[] {
  return [...new Set(apis.map((api) => wholeOf(api)))];
}

/** The paths at which the models file has models of a provider; null: its usual one. */
function pathsOf(provider: Provider, api: Api, { targets, models }: Catalog): readonly (string | null)[] {
  if (Object.hasOwn(provider.apiBaseUrls, api)) return [null];
  const usual = usualPath.exec(provider.baseUrl ?? "")?.[0] ?? null;
  if (usual === null) return [null];
  const own = targets.filter((one) => one.provider === provider.name && !Object.hasOwn(provider.apiBaseUrls, one.api));
  const served = own.flatMap(({ baseUrl }) => usualPath.exec(baseUrl ?? "")?.[0] ?? []);
  const refused = models.flatMap(({ refuses }) => refuses.filter((one) => one.provider === provider.name));
  const others = [...served, ...refused.flatMap(({ path }) => path ?? [])].filter((path) => path !== usual);
  return [null, ...new Set(others)];
}

type Place = {
  readonly known: Known;
  readonly provider: Provider;
  readonly api: Api;
  readonly path: string | null;
};

function surfaceOf(catalog: Catalog, { known, provider, api, path }: Place): Surface {
  const { model, providerModelId: id, region, like } = known;
  const same = catalog.targets.filter(
    (one) => one.model === model && one.provider === provider.name && one.providerModelId === id,
  );
  const facts = same.find((one) => wholeOf(one.api) === api && one.upstreamPin === null) ?? same[0] ?? like;
  const target = buildTarget(
    {
      ...{ model, provider, api, providerModelId: id, region, upstreamPin: null, upstreamName: null, variant: null },
      family: familyOf(catalog, id),
      ...{ capabilities: facts.capabilities, quirks: facts.quirks, extra: {} },
      ...{ price: priceOf(same, like), sources: facts.sources, path },
    },
    catalog.apis,
  );
  return { target, listed: listedAs(catalog, target) };
}

function familyOf({ targets }: Catalog, id: string): string | null {
  return targets.find((one) => one.providerModelId === id && one.quirks.family !== null)?.quirks.family ?? null;
}

function priceOf(same: readonly Target[], like: Target): Target["price"] {
  return same.find(({ price, upstreamPin }) => price !== null && upstreamPin === null)?.price ?? like.price;
}

function listedAs(catalog: Catalog, target: Target): Listed | null {
  const isSame = (one: Target) => keyOf({ ...one, api: wholeOf(one.api) }) === keyOf(target);
  const served = catalog.targets.find((one) => one.upstreamPin === null && isSame(one))?.sources[0];
  if (served !== undefined) return { state: "served", source: served.source, date: served.date };
  const refuses = catalog.models.find(({ name }) => name === target.model)?.refuses ?? [];
  const refused = refuses.find((one) => isRefused(one, target, catalog));
  return refused === undefined ? null : { state: "refused", source: refused.source, date: refused.date };
}

function isRefused({ provider, id, apis, path }: RefusedRoute, target: Target, { providers }: Catalog): boolean {
  if (provider !== target.provider || id !== target.providerModelId || !apis.includes(target.api)) return false;
  const { baseUrl = null, apiBaseUrls = {} } = providers.find(({ name }) => name === provider) ?? {};
  if (Object.hasOwn(apiBaseUrls, target.api)) return true;
  return usualPath.exec(target.baseUrl ?? "")?.[0] === (path ?? usualPath.exec(baseUrl ?? "")?.[0]);
}
