import { seededRandom } from "../../src/chat/seeded-random.js";
import { decideEffect, type TrialEffect } from "../../src/verdict/effects/decide-effect.js";
import { effectTrials } from "../../src/verdict/effects/effect-trials.js";
import type { EffectDecision } from "../../src/verdict/effects/effect-verdict.js";

/**
 * A service, by what its replies look like. `base` and `changed`: the share of replies without and with the parameter that look as if it had not
 * been sent. `excluded`: the share of trials that say nothing.
 */
export type EffectModel = {
  readonly name: string;
  readonly base: number;
  readonly changed: number;
  readonly excluded: number;
  readonly truth: "honoured" | "ignored" | "neither";
};

/** What services are like, from clear to noisy. `neither`: the base shows nothing, or the parameter works in half of the replies. */
export const effectModels: readonly EffectModel[] = [
  { name: "honoured, clear", base: 1, changed: 0, excluded: 0, truth: "honoured" },
  { name: "honoured, base shows it in 95 %, fails in 3 %", base: 0.95, changed: 0.03, excluded: 0, truth: "honoured" },
  { name: "honoured, base shows it in 80 %, fails in 5 %", base: 0.8, changed: 0.05, excluded: 0.1, truth: "honoured" },
  { name: "honoured, fails in 10 %, a fifth is excluded", base: 0.9, changed: 0.1, excluded: 0.2, truth: "honoured" },
  { name: "ignored, clear", base: 1, changed: 1, excluded: 0, truth: "ignored" },
  { name: "ignored, base shows it in 95 %", base: 0.95, changed: 0.95, excluded: 0, truth: "ignored" },
  {
    name: "ignored, base shows it in 90 %, a fifth is excluded",
    base: 0.9,
    changed: 0.9,
    excluded: 0.2,
    truth: "ignored",
  },
  {
    name: "ignored, base shows it in 80 %, a tenth is excluded",
    base: 0.8,
    changed: 0.8,
    excluded: 0.1,
    truth: "ignored",
  },
  { name: "the base does not show it", base: 0.1, changed: 0.1, excluded: 0, truth: "neither" },
  { name: "the base shows it in half", base: 0.5, changed: 0.5, excluded: 0, truth: "neither" },
  { name: "works in half of the replies", base: 0.95, changed: 0.5, excluded: 0, truth: "neither" },
];

/** The share of runs that end in each verdict, and the mean number of trials until they did. */
export type EffectCharacteristic = EffectModel & {
  readonly verdicts: { readonly [verdict in EffectDecision["verdict"]]: number };
  readonly meanTrials: number;
};

/** Simulates runs of a model. `trials`: their number, or `auto`: until the comparison is decided. */
export function effectCharacteristic(
  model: EffectModel,
  { runs, seed, trials }: { readonly runs: number; readonly seed: number; readonly trials: number | "auto" },
): EffectCharacteristic {
  const next = seededRandom(seed);
  const verdicts = { honoured: 0, ignored: 0, refused: 0, "cannot-be-said": 0, unknown: 0 };
  let asked = 0;
  for (let run = 0; run < runs; run += 1) {
    const made: TrialEffect[] = [];
    const most = trials === "auto" ? effectTrials.most : trials;
    let decision = decideEffect(made);
    while (made.length < most && (trials !== "auto" || decision.reason === "too-few-trials")) {
      made.push(trialOf(model, next));
      if (trials === "auto") decision = decideEffect(made);
    }
    verdicts[decideEffect(made).verdict] += 1 / runs;
    asked += made.length;
  }
  return { ...model, verdicts, meanTrials: asked / runs };
}

function trialOf({ base, changed, excluded }: EffectModel, next: () => number): TrialEffect {
  if (next() < excluded) return { kind: "silent", message: "excluded" };
  return { kind: "measured", base: next() < base, changed: next() < changed };
}

/**
 * The probability, computed exactly, that a side has been decided for what looks plain (`plain`) or for the effect after so many trials: a walk that
 * goes up with the probability `rate` and stops five steps from where it began.
 */
export function decidedAfter(rate: number, trials: number): { readonly plain: number; readonly withEffect: number } {
  let open: ReadonlyMap<number, number> = new Map([[0, 1]]);
  let [plain, withEffect] = [0, 0];
  for (let trial = 0; trial < trials; trial += 1) {
    const moved = new Map<number, number>();
    for (const [at, probability] of open) {
      moved.set(at + 1, (moved.get(at + 1) ?? 0) + probability * rate);
      moved.set(at - 1, (moved.get(at - 1) ?? 0) + probability * (1 - rate));
    }
    plain += moved.get(5) ?? 0;
    withEffect += moved.get(-5) ?? 0;
    open = new Map([...moved].filter(([at]) => Math.abs(at) < 5));
  }
  return { plain, withEffect };
}

/** The exact probability that both sides are decided as plain after so many trials, of which some are excluded. */
export function bothPlainAfter(trials: number, { base, changed, excluded }: EffectModel): number {
  let total = 0;
  let chance = (1 - excluded) ** trials;
  for (let out = 0; out <= trials; out += 1) {
    total += chance * decidedAfter(base, trials - out).plain * decidedAfter(changed, trials - out).plain;
    chance *= excluded === 1 ? 0 : ((trials - out) / (out + 1)) * (excluded / (1 - excluded));
  }
  return total;
}
