import type { SourcePath } from "../../source/source-document.js";
import { suggestion } from "../../source/suggest.js";
import { usualPath } from "../build-target.js";
import type { ModelFile, ModelsFile, OfferFile, RefusalFile } from "../models-file.js";
import type { Provider } from "../provider.js";

/** A mistake in the routes of a models file, with its place. */
export type RouteMistake = {
  readonly path: SourcePath;
  readonly of: "key" | "value";
  readonly message: string;
  readonly hint: string;
};

/** The mistakes in the routes of a models file: paths that change no address, and refusals of what cannot be asked. */
export function routeMistakes({ models }: ModelsFile, providers: readonly Provider[]): readonly RouteMistake[] {
  return Object.entries(models).flatMap(([name, model]) => [
    ...model.offers.flatMap((offer, at) => pathMistakes(offer, ["models", name, "offers", at], providers)),
    ...model.refuses.flatMap((one, at) =>
      refusalMistakes({ one, model, path: ["models", name, "refuses", at] }, providers),
    ),
  ]);
}

function pathMistakes(offer: OfferFile, path: SourcePath, providers: readonly Provider[]): readonly RouteMistake[] {
  const provider = providers.find(({ name }) => name === offer.provider);
  if (offer.path === null || provider === undefined) return [];
  const at = { path: [...path, "path"], of: "value" } as const;
  if (!usualPath.test(provider.baseUrl ?? "")) {
    const message = `the base URL of ${provider.name} does not end with /v1, which path replaces`;
    return [{ ...at, message, hint: "remove path" }];
  }
  if (Object.keys(offer.apis).some((api) => !Object.hasOwn(provider.apiBaseUrls, api))) return [];
  const message = `path has no effect: ${provider.name} has these APIs at an address of their own`;
  return [{ ...at, message, hint: "remove path" }];
}

type Refused = { readonly one: RefusalFile; readonly model: ModelFile; readonly path: SourcePath };

function refusalMistakes({ one, model, path }: Refused, providers: readonly Provider[]): readonly RouteMistake[] {
  const provider = providers.find(({ name }) => name === one.provider);
  if (provider === undefined) {
    const names = providers.map(({ name }) => name);
    const message = `there is no "${one.provider}" among the providers`;
    return [{ path: [...path, "provider"], of: "value", message, hint: suggestion(one.provider, names, "providers") }];
  }
  return one.apis.flatMap((api, at): readonly RouteMistake[] => {
    const place = { path: [...path, "apis", at], of: "value" } as const;
    if (!provider.apis.some((known) => known === api)) {
      const message = `${provider.name} has no API "${api}"`;
      return [{ ...place, message, hint: suggestion(api, provider.apis, "APIs") }];
    }
    const offered = model.offers.find(
      (offer) =>
        offer.provider === one.provider &&
        offer.id === one.id &&
        offer.path === one.path &&
        Object.hasOwn(offer.apis, api),
    );
    if (offered === undefined) return [];
    const message = `${one.id} is offered and refused on ${api} of ${provider.name}`;
    return [{ ...place, message, hint: "remove one of the two" }];
  });
}
