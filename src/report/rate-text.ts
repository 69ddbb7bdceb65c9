import type { TrialCounts } from "../verdict/verdict.js";
import { percentRange } from "./percent.js";

/** `36.8 % to 100.0 % (one-sided 95 % bounds, Clopper-Pearson)`; null without an eligible trial. */
export function rateText({ interval, intervalKind }: Pick<TrialCounts, "interval" | "intervalKind">): string | null {
  if (interval === null) return null;
  const kind = intervalKind ?? "method unknown";
  const [, method = null] = /^(.+) one-sided 95 %$/.exec(kind) ?? [];
  const words = method === null ? kind : `one-sided 95 % bounds, ${methods.get(method) ?? method}`;
  return `${percentRange(interval)} (${words})`;
}

const methods: ReadonlyMap<string, string> = new Map([
  ["clopper-pearson", "Clopper-Pearson"],
  ["always-valid", "always valid"],
]);

/**
 * `all 12 replies are identical, so they may be a single observation`; null where they differ, there is one, or all are empty: empty replies
 * are always the same.
 */
export function identicalText({ distinctReplies, trials, findings }: Replied): string | null {
  const { eligible } = trials;
  const isEmpty = findings.some(({ id, n }) => id === "empty-reply" && n >= eligible);
  if (eligible < 2 || distinctReplies !== 1 || isEmpty) return null;
  return `all ${eligible} replies are identical, so they may be a single observation`;
}

type Replied = {
  readonly distinctReplies: number;
  readonly trials: Pick<TrialCounts, "eligible">;
  readonly findings: readonly { readonly id: string; readonly n: number }[];
};
