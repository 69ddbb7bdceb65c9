import type { Explained } from "../../library/experiment/case-space.js";
import { counted } from "../../report/counted.js";
import type { MadeSpace } from "../../verdict/experiment/places/make-space.js";
import { costOfCall } from "./cost-of-call.js";

export type Plan = { readonly made: MadeSpace; readonly explained: Explained; readonly budget: number };

/** Calls that the search takes at failure rates of 100, 40 and 20 %, medians of the design's simulation (2026-11-28). */
const medians = [40, 95, 220] as const;

/** What an experiment would vary, what not and why, and its price. */
export function planLines(cell: string, { made, explained, budget }: Plan): readonly string[] {
  const { space, factorsNotAsked, placesNotAsked, missing } = made;
  return [
    `${cell}: ${explained.symptom.join(", ")}`,
    `${counted(space.factors.length, "factor")}:`,
    ...space.factors.map(({ name, levels }) => `  ${name}: ${levels.map(({ id }) => id).join(", ")}`),
    `${counted(space.places.length, "place")} beside the failing one:`,
    ...space.places.map(({ id, part, says }) => `  ${part}: ${id}, ${says}`),
    ...(factorsNotAsked.length === 0 ? [] : ["Not varied:"]),
    ...factorsNotAsked.map(({ factor, level, why }) => `  ${factor} = ${level}: ${why}`),
    ...(placesNotAsked.length === 0 ? [] : ["Not asked:"]),
    ...placesNotAsked.map(({ id, part, why }) => `  ${part}: ${id}: ${why}`),
    ...missing.map(
      ({ control, tells, calls }) => `missing control: ${control}; it tells ${tells}, about ${counted(calls, "call")}`,
    ),
    priceLine({ made, explained, budget }),
  ];
}

function priceLine({ made, explained, budget }: Plan): string {
  const { call } = explained;
  const costs = [call.target, ...made.places.map(({ target }) => target)].map((target) =>
    costOfCall(target, call.request),
  );
  const priced = costs.flatMap((cost) => cost ?? []);
  const usual = `usually about ${medians.join(", ")} calls at failure rates of 100, 40, 20 %; at most ${budget}`;
  if (priced.length < costs.length || priced.length === 0)
    return `${usual}; the price is not known, since a target has no dated price`;
  const most = Math.max(...priced) * budget;
  return `${usual}; at most $${most.toFixed(2)}`;
}
