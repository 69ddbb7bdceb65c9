import type { Belief } from "../belief/belief.js";
import { significant } from "../belief/significant.js";
import type { Model } from "../hypotheses/model.js";

/** A factor that can be changed, how likely it is part of the cause, and the level that most likely cures it (its place in the space). */
export type Suspect = { readonly factor: number; readonly probability: number; readonly level: number };

/** The factors that can be changed, the likeliest part of the cause first; equal ones in the order of the space. */
export function suspectsOf(model: Model, { ofRequests }: Belief): readonly Suspect[] {
  const factors = model.space.factors.length;
  const probability = new Float64Array(factors);
  const cures = model.space.factors.map(({ levels }) => new Float64Array(levels.length));
  model.requests.forEach(({ part }, request) => {
    const weight = ofRequests[request] ?? 0;
    for (const factor of part.factors) probability[factor] = (probability[factor] ?? 0) + weight;
    const [factor] = part.factors;
    const own = part.factors.length === 1 && factor !== undefined ? cures[factor] : undefined;
    if (own === undefined) return;
    const [bits = 0] = part.cures;
    for (let level = 0; level < own.length; level += 1)
      if ((bits >> level) & 1) own[level] = (own[level] ?? 0) + weight;
  });
  return model.available.levels
    .flatMap((levels, factor) => {
      const [first] = levels;
      if (first === undefined) return [];
      const curing = (level: number) => cures[factor]?.[level] ?? 0;
      // A later level takes the first one's place only once it cures more likely by more than a rounding error.
      const level = levels.reduce((best, one) => (curing(one) > curing(best) * 1.05 + 1e-9 ? one : best), first);
      return [{ factor, probability: probability[factor] ?? 0, level }];
    })
    .sort(
      (left, right) => significant(right.probability) - significant(left.probability) || left.factor - right.factor,
    );
}
