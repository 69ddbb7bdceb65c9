import type { ApiTable } from "../../chat/api.js";
import type { ModelsFile } from "../models-file.js";
import { builtInProviders, keyAuth, type Provider } from "../provider.js";
import { quotaName } from "./quota.js";

type ProviderFile = ModelsFile["providers"][string];

/** The providers of a models file. `incomplete`: the added ones that lack a member, with its name. */
export type LoadedProviders = {
  readonly providers: readonly Provider[];
  readonly incomplete: readonly { readonly name: string; readonly member: "title" | "baseUrl" | "keyVariable" }[];
};

/**
 * The built-in providers, changed and added to by those of a models file. An entry with the name of a built-in one is that one at another
 * address or pace, such as a private endpoint: it keeps its APIs, region and quirks. Any other is an OpenAI-compatible endpoint.
 */
export function loadProviders(entries: ModelsFile["providers"], apis: ApiTable): LoadedProviders {
  const builtIn = builtInProviders(apis);
  const plain = builtIn.find(({ name }) => name === "openai-chat");
  if (plain === undefined) throw new TypeError("the provider openai-chat is missing");
  const isBuiltIn = (name: string) => builtIn.some((one) => one.name === name);
  const added = Object.entries(entries).filter(([name]) => !isBuiltIn(name));
  return {
    providers: [
      ...builtIn.map((one) => moved(one, entries[one.name])),
      ...added.map(([name, entry]) => moved({ ...plain, name, title: name }, entry)),
    ],
    incomplete: added.flatMap(([name, entry]) =>
      (["title", "baseUrl", "keyVariable"] as const)
        .filter((key) => entry[key] === undefined)
        .map((member) => ({ name, member })),
    ),
  };
}

/** The provider with what its entry says. `baseUrl` and `keyVariable` absent: it is reached and authorised as before. */
function moved(provider: Provider, entry: ProviderFile | undefined): Provider {
  if (entry === undefined) return provider;
  const { title = provider.title, baseUrl, keyVariable, sources, requestsPerMinute, inFlight, quotas } = entry;
  const key =
    keyVariable === undefined
      ? {}
      : ({ keyVariable, auth: keyVariable === null ? "none" : keyAuth(provider) } as const);
  return {
    ...provider,
    ...key,
    ...(baseUrl === undefined ? {} : { baseUrl, apiBaseUrls: {} }),
    title,
    sources: [...sources, ...provider.sources],
    pace: { requestsPerMinute, inFlight },
    quotas: quotas.map((quota) => ({ ...quota, name: quotaName(provider.name, quota) })),
  };
}
