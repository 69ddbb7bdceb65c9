import type { SourcePath } from "../../source/source-document.js";
import { suggestion } from "../../source/suggest.js";
import type { ModelsFile } from "../models-file.js";
import type { Provider } from "../provider.js";
import { quotaName } from "./quota.js";

type QuotaFile = ModelsFile["providers"][string]["quotas"][number];

/** A mistake in the quotas of a models file, with its place. */
export type QuotaMistake = { readonly path: SourcePath; readonly message: string; readonly hint: string };

/** The mistakes in the quotas of a models file: what no call would ever draw from, and what limits nothing. */
export function quotaMistakes({ providers: entries, models }: ModelsFile, providers: readonly Provider[]) {
  return Object.entries(entries).flatMap(([name, { quotas }]): readonly QuotaMistake[] => {
    const provider = providers.find((one) => one.name === name);
    if (provider === undefined || quotas.length === 0) return [];
    const path = ["providers", name, "quotas"];
    const { sharedWith } = provider.quotaRule;
    if (sharedWith !== null) {
      const message = `${name} draws from the quotas of ${sharedWith}`;
      return [{ path, message, hint: `write them under ${sharedWith}` }];
    }
    const sharers = [
      name,
      ...providers.filter(({ quotaRule }) => quotaRule.sharedWith === name).map((one) => one.name),
    ];
    const offers = Object.values(models).flatMap((model) => model.offers);
    const ids = offers.filter((offer) => sharers.includes(offer.provider)).map(({ id }) => id);
    return quotas.flatMap((quota, at) => [
      ...repeated(quotas, at, name).map((mistake) => ({ path: [...path, at], ...mistake })),
      ...mistakesOf(quota, provider, [...new Set(ids)]).map((mistake) => ({
        ...mistake,
        path: [...path, at, ...mistake.path],
      })),
    ]);
  });
}

function repeated(quotas: readonly QuotaFile[], at: number, provider: string): readonly Omit<QuotaMistake, "path">[] {
  const names = quotas.map((quota) => quotaName(provider, quota));
  const name = names[at];
  if (name === undefined || names.indexOf(name) === at) return [];
  return [{ message: `the quota "${name}" appears twice`, hint: "write both limits into one of them" }];
}

function mistakesOf(quota: QuotaFile, { name, place }: Provider, ids: readonly string[]): readonly QuotaMistake[] {
  const unknown = (quota.models ?? []).flatMap((id, at) =>
    ids.includes(id)
      ? []
      : [{ path: ["models", at], message: `no offer of ${name} has the id "${id}"`, hint: suggestion(id, ids, "ids") }],
  );
  const placeless =
    quota.region === null || place === "region"
      ? []
      : [{ path: ["region"], message: `${name} has no regions`, hint: "remove region" }];
  const limitless =
    quota.tokensPerMinute !== null || quota.tokensPerDay !== null
      ? []
      : [{ path: [], message: "the quota limits nothing", hint: "write tokensPerMinute, tokensPerDay, or both" }];
  return [...unknown, ...placeless, ...limitless];
}
