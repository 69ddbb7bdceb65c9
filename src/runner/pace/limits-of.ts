import type { Target } from "../../chat/target.js";
import type { Provider } from "../../scenario/provider.js";
import { drawsFrom, type Quota } from "../../scenario/providers/quota.js";
import type { PaceLimits } from "./pace.js";

/** The pace of a run. */
export type RunPace = {
  readonly limits: PaceLimits;
  /** What the calls of a target draw from. */
  readonly drawOf: (target: Target) => Draw;
};

/**
 * What the calls of one target draw from. `givesBack`: what a call reserved for its reply and did not use comes back when it ends.
 * `replyTokens`: how many tokens of its quotas one token of a reply takes; where they differ, the most.
 */
export type Draw = { readonly quotas: readonly string[]; readonly givesBack: boolean; readonly replyTokens: number };

/** The pace that `models.yaml` asks for. `quotaShare`: see `PaceLimits`. */
export function runPace(providers: readonly Provider[], quotaShare: number): RunPace {
  const named = new Map(providers.map((provider) => [provider.name, provider]));
  const drawn = (target: Target): readonly Quota[] => {
    const provider = named.get(target.provider);
    if (provider === undefined) return [];
    const { sharedWith } = provider.quotaRule;
    const shared = sharedWith === null ? [] : (named.get(sharedWith)?.quotas ?? []);
    return [...provider.quotas, ...shared].filter((quota) => drawsFrom(quota, target));
  };
  return {
    limits: {
      lanes: Object.fromEntries(providers.map(({ name, pace }) => [name, pace])),
      quotas: Object.fromEntries(
        providers.flatMap(({ quotas }) =>
          quotas.map(({ name, tokensPerMinute, tokensPerDay }) => [name, { tokensPerMinute, tokensPerDay }]),
        ),
      ),
      quotaShare,
    },
    drawOf: (target) => {
      const quotas = drawn(target);
      return {
        quotas: quotas.map(({ name }) => name),
        givesBack: named.get(target.provider)?.quotaRule.givesBack === true,
        replyTokens: Math.max(1, ...quotas.map(({ replyTokens }) => replyTokens)),
      };
    },
  };
}
