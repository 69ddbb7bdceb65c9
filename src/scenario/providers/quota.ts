import type { Target } from "../../chat/target.js";

/**
 * A quota of the account: all calls that fit it draw from it together. `models`: the provider's own ids; null: all. `region` null: all.
 * `replyTokens`: how many tokens of the quota one token of a reply takes.
 */
export type Quota = {
  /** Unique among all providers. */
  readonly name: string;
  readonly models: readonly string[] | null;
  readonly region: string | null;
  readonly tokensPerMinute: number | null;
  readonly tokensPerDay: number | null;
  readonly replyTokens: number;
};

/**
 * How a provider counts its quotas. `sharedWith`: the provider whose quotas its calls draw from too; null: it has its own. `givesBack`: what
 * a call reserved for its reply and did not use comes back when it ends.
 */
export type QuotaRule = { readonly sharedWith: string | null; readonly givesBack: boolean };

/** The name of a quota: what shares it. */
export function quotaName(provider: string, { models, region }: Pick<Quota, "models" | "region">): string {
  return [provider, ...(models ?? []), ...(region === null ? [] : [region])].join(" ");
}

/** True where the calls of a target draw from the quota of its provider. */
export function drawsFrom(quota: Quota, { providerModelId, region }: Target): boolean {
  return (
    (quota.models === null || quota.models.includes(providerModelId)) &&
    (quota.region === null || quota.region === region)
  );
}
