import type { GateSize } from "../gate-kinds.js";
import { addTo } from "../probability/add-to.js";
import { betaBinomial } from "../probability/beta-binomial.js";
import { posteriorWeights, rateNodes } from "../probability/rate-nodes.js";
import { remembered } from "../probability/remembered.js";
import { levelsAt, limitsUnder } from "./limits.js";
import { type Limits, reported, type TwoStages, twoStages } from "./two-stages.js";

/** The levels of a single night that are tried, strictest last: sixteen for each power of ten. The loosest is that of a suite of few cells. */
export const ladder: readonly number[] = Array.from({ length: 90 }, (_, at) => 10 ** (-2 - at / 16));

/** So many nodes of the rates are taken together: a false alarm's probability changes slowly with the rate. */
const block = 4;

/** Numbers of nights for which risks are worked out; a baseline of another number counts as the next smaller one. */
const nightCounts = [8, 10, 12, 16, 20, 24, 30, 40, 60];

/** A baseline of a cell, as its risk reads it. */
export type Measured = { readonly bad: number; readonly eligible: number; readonly perNight: number };

const keepTable = remembered<readonly Float64Array[]>(100);
const keepRisk = remembered<Float64Array>(20_000);

/**
 * The share of nights in which an unchanged cell is reported, at each level of the {@link ladder}: over the failure rates that its
 * baseline allows, and over all baselines that such a rate would have given.
 */
export function riskOf(cell: Measured, correlation: number, size: GateSize): Float64Array {
  const { bad, eligible, perNight } = cell;
  const key = `${bad} ${eligible} ${perNight} ${correlation} ${size.screen} ${size.confirm}`;
  return keepRisk(key, () => {
    const effect = 1 + Math.max(0, perNight - 1) * correlation;
    const weights = posteriorWeights(bad / effect, (eligible - bad) / effect);
    const table = riskTable(nightsOf(eligible, size), correlation, size);
    const risk = new Float64Array(ladder.length);
    table.forEach((risks, at) => {
      const weight = sumOf(weights.subarray(at * block, (at + 1) * block));
      if (weight > 1e-12) addTo(risk, risks, { weight });
    });
    return risk;
  });
}

function nightsOf(eligible: number, { screen }: GateSize): number {
  const nights = Math.floor(eligible / screen);
  return nightCounts.findLast((count) => count <= nights) ?? Math.max(1, nights);
}

/** The limits of a baseline with so many bad trials, at each level; equal ones follow each other. */
type LimitsByLevel = readonly Limits[];

/** The risks at each block of rates. */
function riskTable(nights: number, correlation: number, size: GateSize): readonly Float64Array[] {
  return keepTable(`${nights} ${correlation} ${size.screen} ${size.confirm}`, () => {
    const [eligible, perNight] = [nights * size.screen, size.screen];
    const limits = Array.from({ length: eligible + 1 }, (_, bad): LimitsByLevel => {
      const limitsAt = limitsUnder({ bad, eligible, perNight }, correlation, size);
      return ladder.map((level) => limitsAt(levelsAt(level)));
    });
    return Array.from({ length: rateNodes.length / block }, (_, at) => {
      const rate = sumOf(rateNodes.subarray(at * block, (at + 1) * block)) / block;
      const baselines = summed(betaBinomial(size.screen, rate, correlation), nights);
      return risksAt(baselines, limits, twoStages(size, rate, correlation));
    });
  });
}

function risksAt(baselines: Float64Array, limits: readonly LimitsByLevel[], stages: TwoStages): Float64Array {
  const risks = new Float64Array(ladder.length);
  baselines.forEach((probability, bad) => {
    if (probability < 1e-8) return;
    let before: Limits | null = null;
    let share = 0;
    limits[bad]?.forEach((limit, level) => {
      if (before === null || before.suspicious !== limit.suspicious || before.regressed !== limit.regressed) {
        share = reported(stages, limit);
      }
      before = limit;
      risks[level] = (risks[level] ?? 0) + probability * share;
    });
  });
  return risks;
}

/** The probabilities of the sum of `times` independent counts. */
function summed(pmf: Float64Array, times: number): Float64Array {
  let sum = Float64Array.of(1);
  for (let time = 0; time < times; time += 1) {
    const next = new Float64Array(sum.length + pmf.length - 1);
    sum.forEach((one, at) => {
      if (one > 1e-14) addTo(next, pmf, { weight: one, from: at });
    });
    sum = next;
  }
  return sum;
}

function sumOf(values: Float64Array): number {
  return values.reduce((all, one) => all + one, 0);
}
