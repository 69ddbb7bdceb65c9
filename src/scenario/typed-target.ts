import { type Api, type ApiTable, namesOf, wireApiOf, wireApis } from "../chat/api.js";
import type { WireApi } from "../chat/apis/wire-api.js";
import type { Target } from "../chat/target.js";
import { suggestion } from "../source/suggest.js";
import { buildTarget, type TargetParts, usualPath } from "./build-target.js";
import type { Catalog } from "./catalog.js";
import { builtInProviders, keyAuth, type Provider } from "./provider.js";
import { SelectionError } from "./selection-error.js";
import { typedExample } from "./target-examples.js";
import { baseUrlProblem, modelIdProblem, pinProblem, regionProblem } from "./target-names.js";

export type TypedTargetOptions = {
  /** Base URL without the API's own path; null: the provider's. */
  readonly baseUrl: string | null;
  /** Region for Bedrock when the text names none, e.g. from `AWS_REGION`; null: the provider's default. */
  readonly region?: string | null;
  /** If it has a target with the id, that target's model name, capabilities, quirks and price apply. */
  readonly catalog?: Catalog;
};

const examples = `write openrouter:moonshotai/kimi-k2.5 or ${typedExample}`;

/**
 * Parses a target that is typed instead of listed in a file:
 * `provider[/api]:model-id[@region or upstream][?family=…&key=VARIABLE]`.
 * `family`: the InvokeModel body family; `key`: the environment variable with the key of an OpenAI-compatible endpoint.
 * Throws {@link SelectionError} that names the wrong part.
 *
 * @example
 * const target = parseTypedTarget("bedrock/converse:moonshotai.kimi-k2.5@us-west-2", { baseUrl: null });
 * target.region; // "us-west-2"
 */
export function parseTypedTarget(text: string, options: TypedTargetOptions): Target {
  const found = /^([a-z0-9-]+)(?:\/([^:]*))?:([^@?]*)(?:@([^?]*))?(?:\?(.*))?$/.exec(text);
  if (found === null) throw new SelectionError(`"${text}" is not a target`, examples);
  const [, providerName = "", apiName, id = "", place, query] = found;
  const table = options.catalog?.apis ?? wireApis;
  const provider = providerOf(providerName, options);
  const api = apiName === undefined ? usualApi(provider, table) : apiOf(provider, apiName);
  refuse(modelIdProblem(id), `"${id}" cannot be a model id`);
  const settings = readSettings(query ?? "");
  const { region, upstreamPin } = readPlace(provider, place, options);
  const known = knownTarget(options.catalog, { provider: provider.name, api, id });
  const family = settings["family"] ?? known?.quirks.family ?? familyElsewhere(options.catalog, id);
  const parts: TargetParts = {
    model: known?.model ?? id.replaceAll(/[^A-Za-z0-9._-]/g, "-"),
    provider: withAddress(provider, options, settings["key"] ?? null),
    api,
    providerModelId: id,
    region,
    upstreamPin,
    upstreamName: known?.upstreamPin === upstreamPin ? (known?.upstreamName ?? null) : null,
    variant: variantOf(known),
    family: familyOf(wireApiOf(api, table), family),
    capabilities: known?.capabilities ?? {},
    quirks: known?.quirks ?? {},
    extra: {},
    price: known?.price ?? null,
    sources: known?.sources ?? [],
    path: options.baseUrl === null ? knownPath(options.catalog, provider, id) : null,
  };
  return buildTarget(parts, table);
}

function providerOf(name: string, { catalog, baseUrl }: TypedTargetOptions): Provider {
  const providers = catalog?.providers ?? builtInProviders();
  const provider = providers.find((one) => one.name === name);
  if (provider === undefined) {
    const hint = suggestion(
      name,
      providers.map((one) => one.name),
      "providers",
    );
    throw new SelectionError(`there is no provider "${name}"`, hint);
  }
  if (provider.baseUrl === null && provider.auth === "none" && baseUrl === null) {
    throw new SelectionError(`${name} needs a base URL`, "add --base-url https://host/v1");
  }
  return provider;
}

function apiOf(provider: Provider, name: string): Api {
  const api = provider.apis.find((one) => one === name);
  if (api !== undefined) return api;
  throw new SelectionError(`${provider.name} has no API "${name}"`, suggestion(name, provider.apis, "APIs"));
}

/**
 * The API for a provider named without one: the first of `table` that the provider serves and that has a `usual` form.
 * Throws {@link SelectionError} when there is none.
 */
export function usualApi(provider: Provider, table: ApiTable): Api {
  for (const api of table) {
    const [whole, streaming] = namesOf(api);
    if (api.usual !== null && provider.apis.includes(whole)) return api.usual === "whole" ? whole : streaming;
  }
  return apiOf(provider, "");
}

function readSettings(query: string): { readonly [name: string]: string } {
  const settings = [...new URLSearchParams(query)];
  for (const [name, value] of settings) {
    if (name !== "family" && name !== "key") {
      throw new SelectionError(`a target has no setting "${name}"`, suggestion(name, ["family", "key"], "settings"));
    }
    const fits = name === "key" ? /^[A-Z][A-Z0-9_]{0,63}$/ : /^[a-z0-9-]{1,40}$/;
    if (!fits.test(value)) {
      const hint =
        name === "key"
          ? "name an environment variable: ?key=MY_API_KEY (never the key itself)"
          : "write ?family=moonshot";
      throw new SelectionError(`the setting "${name}" is not valid`, hint);
    }
  }
  return Object.fromEntries(settings);
}

type ReadPlace = { readonly region: string | null; readonly upstreamPin: string | null };

function readPlace(provider: Provider, place: string | undefined, options: TypedTargetOptions): ReadPlace {
  if (provider.place === "region") {
    const region = place ?? options.region ?? provider.defaultRegion;
    if (region !== null) refuse(regionProblem(region), `"${region}" cannot be a region`);
    return { region, upstreamPin: null };
  }
  if (place === undefined) return { region: null, upstreamPin: null };
  if (provider.place === "none") {
    throw new SelectionError(`${provider.name} has neither regions nor upstreams`, `remove @${place}`);
  }
  refuse(pinProblem(place), `"${place}" cannot be an upstream`);
  return { region: null, upstreamPin: place };
}

function withAddress(provider: Provider, { baseUrl }: TypedTargetOptions, key: string | null): Provider {
  if (baseUrl !== null) refuse(baseUrlProblem(baseUrl), `"${baseUrl}" cannot be a base URL`);
  const addressed =
    baseUrl === null ? provider : { ...provider, baseUrl: baseUrl.replace(/\/+$/, ""), apiBaseUrls: {} };
  return key === null ? addressed : { ...addressed, keyVariable: key, auth: keyAuth(provider) };
}

type OfferKey = { readonly provider: string; readonly api: Api; readonly id: string };

/** The catalog's target of that provider and id, preferably of the same API and without a pin; null: none. */
function knownTarget(catalog: Catalog | undefined, { provider, api, id }: OfferKey): Target | null {
  const same = catalog?.targets.filter((one) => one.provider === provider && one.providerModelId === id) ?? [];
  return (
    same.find((one) => one.api === api && one.upstreamPin === null) ??
    same.find((one) => one.api === api) ??
    same[0] ??
    null
  );
}

/** The path of the provider's base URL at which the catalog has the id; null: it does not have it there. */
function knownPath(catalog: Catalog | undefined, provider: Provider, id: string): string | null {
  const known = catalog?.targets.find(
    (one) =>
      one.provider === provider.name && one.providerModelId === id && !Object.hasOwn(provider.apiBaseUrls, one.api),
  );
  return usualPath.exec(known?.baseUrl ?? "")?.[0] ?? null;
}

/** The first suffix of a known target's id that is neither its pin nor its region; null: none. */
function variantOf(known: Target | null): string | null {
  const [, ...places] = known?.id.split("@") ?? [];
  return places.find((one) => one !== known?.upstreamPin && one !== known?.region) ?? null;
}

function familyElsewhere(catalog: Catalog | undefined, id: string): string | null {
  const same = catalog?.targets.find((one) => one.providerModelId === id && one.quirks.family !== null);
  return same?.quirks.family ?? null;
}

function familyOf(api: WireApi | null, family: string | null): string | null {
  if (api === null || !api.hasFamilies || family !== null) return family;
  throw new SelectionError(
    `${api.title} needs a body family`,
    "add ?family=anthropic, moonshot, mistral-chat, llama, nova, …",
  );
}

function refuse(problem: string | null, message: string): void {
  if (problem !== null) throw new SelectionError(message, problem);
}
