import type { TrialCounts, Verdict } from "../verdict/verdict.js";
import { percentRange } from "./percent.js";

/** `36.8 % to 100.0 % (90 % interval, Clopper-Pearson; each bound 95 %)`; null without an eligible trial. */
export function rateText({ interval, intervalKind }: Pick<TrialCounts, "interval" | "intervalKind">): string | null {
  if (interval === null) return null;
  const kind = intervalKind ?? "method unknown";
  const [, method = null] = /^(.+) one-sided 95 %$/.exec(kind) ?? [];
  const words = method === null ? kind : `90 % interval, ${methods.get(method) ?? method}; each bound 95 %`;
  return `${percentRange(interval)} (${words})`;
}

const methods: ReadonlyMap<string, string> = new Map([
  ["clopper-pearson", "Clopper-Pearson"],
  ["always-valid", "always valid"],
]);

/** `all 12 replies are identical`, which are no independent observations; null where they differ, or there is one. */
export function identicalText({
  distinctReplies,
  trials,
}: Pick<Verdict, "distinctReplies"> & { readonly trials: Pick<TrialCounts, "eligible"> }): string | null {
  const { eligible } = trials;
  return eligible > 1 && distinctReplies === 1 ? `all ${eligible} replies are identical` : null;
}
