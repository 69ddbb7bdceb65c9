import { counted } from "../../report/counted.js";
import type { PreparedCell } from "./prepare-cell.js";

export type Plan = Pick<PreparedCell, "cell" | "made" | "explained" | "costOf"> & { readonly budget: number };

/** Calls that an experiment takes at failure rates of 100, 40 and 20 %: medians of 36 simulated causes each (`npm run prove -- causes`, 2026-11-29). */
export const medianCalls = [33, 114, 250] as const;

/** What an experiment would vary, what not and why, and its price. */
export function planLines(plan: Plan): readonly string[] {
  const { cell, made, explained } = plan;
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
      ({ control, tells, calls }) => `missing control: ${control}; it ${tells} (about ${counted(calls, "call")})`,
    ),
    priceLine(plan),
  ];
}

/** The same for programs. `mostUsd` null: some target has no dated price. */
export function planJson(plan: Plan) {
  const { cell, made, explained, budget } = plan;
  const { space, factorsNotAsked, placesNotAsked, missing } = made;
  const costs = costsOf(plan);
  return {
    schemaVersion: 1,
    ...{ cell, symptom: explained.symptom, space, factorsNotAsked, placesNotAsked, missing, budget },
    ...{ usualCalls: medianCalls, mostUsd: costs === null ? null : Math.max(...costs) * budget },
  };
}

function priceLine(plan: Plan): string {
  const usual = `usually about ${medianCalls.join(", ")} calls at failure rates of 100, 40, 20 %; at most ${plan.budget}`;
  const costs = costsOf(plan);
  if (costs === null) return `${usual}; the price is not known, since a target has no dated price`;
  const mean = costs.reduce((sum, one) => sum + one, 0) / costs.length;
  const price = medianCalls.map((calls) => `$${(calls * mean).toFixed(2)}`).join(", ");
  return `${usual}; at most about ${price}, and never more than $${(Math.max(...costs) * plan.budget).toFixed(2)}; mostly one call after the other, about ${minutes(plan.budget)} at 5 s a call`;
}

function minutes(calls: number): string {
  return counted(Math.ceil((calls * 5) / 60), "minute");
}

/** The most that a call costs at each place; null: one has no dated price. */
function costsOf({ made, explained: { call }, costOf }: Plan): readonly number[] | null {
  const costs = [call.target, ...made.places.map(({ target }) => target)].map((target) => costOf(target, call.request));
  const priced = costs.flatMap((cost) => cost ?? []);
  return priced.length < costs.length ? null : priced;
}
