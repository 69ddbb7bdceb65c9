import type { Belief } from "../belief/belief.js";
import type { Candidate } from "../belief/candidates.js";
import type { Suspect } from "../choose/suspects.js";
import { type ArmNumbers, sweep } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";
import type { Contrast } from "./contrast.js";

/**
 * What has to be shown before a cause is named. One factor: changing it cures. Factors that are all needed: changing any one cures.
 * Factors of which one suffices: with either one changed it still fails, against both changed. A place: the same body is fine there.
 */
export function contrastsOf(
  model: Model,
  belief: Belief,
  { hypothesis, suspects }: Pick<Candidate, "hypothesis"> & { readonly suspects: readonly Suspect[] },
): readonly Contrast[] {
  const request = model.requests[Math.floor(hypothesis / model.places.length)]?.part;
  const cures = model.places[hypothesis % model.places.length]?.cures ?? 0;
  if (request === undefined) return [];
  const { once, twice, never } = belief.fitOf(belief.numbers[hypothesis] ?? 0);
  const arm = (factors: readonly number[], place = 0): ArmNumbers => {
    const values = new Int8Array(model.space.factors.length);
    for (const factor of factors) values[factor] = curingLevel(model, request, { factor, suspects }) + 1;
    return { values: sweep(model.space, values), place };
  };
  const about = (factor: number) => model.space.factors[factor]?.id ?? "";
  const failing = request.rule === "any" ? twice : once;
  const byFactor = request.factors.map((factor): Contrast => {
    const others = request.factors.filter((other) => other !== factor);
    return request.rule === "all"
      ? {
          kind: "factor",
          about: about(factor),
          left: arm([]),
          right: arm([factor]),
          expected: { left: failing, right: never },
        }
      : {
          kind: "factor",
          about: about(factor),
          left: arm(others),
          right: arm(request.factors),
          expected: { left: once, right: never },
        };
  });
  const control = controlPlace(model, cures, hypothesis);
  if (control === null) return byFactor;
  const place: Contrast = {
    kind: "place",
    about: model.space.places[control - 1]?.id ?? "",
    left: arm([]),
    right: arm([], control),
    expected: { left: failing, right: never },
  };
  return [...byFactor, place];
}

function curingLevel(
  model: Model,
  { factors, cures }: { readonly factors: readonly number[]; readonly cures: readonly number[] },
  { factor, suspects }: { readonly factor: number; readonly suspects: readonly Suspect[] },
): number {
  const bits = cures[factors.indexOf(factor)] ?? 0;
  const levels = model.available.levels[factor] ?? [];
  const likely = suspects.find((one) => one.factor === factor)?.level;
  if (likely !== undefined && (bits >> likely) & 1) return likely;
  return levels.find((level) => (bits >> level) & 1) ?? levels[0] ?? 0;
}

/** The first place that cures and differs in the seat's own part; else the first that cures; null: the cause holds anywhere. */
function controlPlace(model: Model, cures: number, hypothesis: number): number | null {
  const curing = model.available.places.filter((place) => (cures >> place) & 1);
  const [seat] = model.places[hypothesis % model.places.length]?.seats ?? [];
  return curing.find((place) => model.space.places[place - 1]?.part === seat) ?? curing[0] ?? null;
}
