import type { SiteCell } from "../data/site-data.js";

/** When a cell's rate changed, and whether we sent the same; or that it did not, beyond chance. */
export function changeSentence({ change, trend }: SiteCell): string {
  const measured = trend.filter(({ state }) => state === "measured").length;
  if (measured < 2) return "Too few nights to say whether anything changed.";
  if (change === null) return "No change of its failure rate beyond chance in these nights.";
  const { direction, firstNights, before, since, request } = change;
  const [first, last] = [firstNights[0], firstNights.at(-1)];
  const when = first === last ? `on ${first}` : `between ${first} and ${last}`;
  const counts = `${before.bad} of ${before.eligible} failing before, ${since.bad} of ${since.eligible} since`;
  const who = request === null ? "" : ` ${requests[request]}`;
  return `It became ${direction} ${when} (90 % confidence): ${counts}.${who}`;
}

const requests: { readonly [same in NonNullable<NonNullable<SiteCell["change"]>["request"]>]: string } = {
  equal: "Our request is the same before and since, so the change is not ours.",
  changed: "Our request changed too.",
  unknown: "One side kept no request, so the change may be ours.",
};
