import { groupBy } from "../../../chat/group-by.js";
import { daysBetween } from "../../../verdict/nights/calendar.js";
import type { SiteData } from "./site-data.js";

/** A provider with failing cells that was not informed in time. */
export type Uninformed = { readonly provider: string; readonly failing: number };

/** The providers with failing cells that were not informed so many days before the newest night. Of a simulator: none. */
export function uninformedProviders({ config, cells, lastMeasured, isSimulated }: SiteData): readonly Uninformed[] {
  if (isSimulated || lastMeasured === null) return [];
  const failing = groupBy(
    cells.filter(({ line }) => line.isFailing),
    ({ line }) => line.provider,
  );
  return [...failing]
    .filter(
      ([provider]) =>
        !config.informed.some(
          (one) => one.provider === provider && daysBetween(one.date, lastMeasured) >= config.noticeDays,
        ),
    )
    .map(([provider, own]) => ({ provider, failing: own.length }));
}
