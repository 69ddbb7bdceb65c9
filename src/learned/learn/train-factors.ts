import { createAdam, type Parameters, parametersOf } from "./adam.js";
import { type RandomSource, randomSource } from "./random-source.js";
import { sigmoid } from "./softmax.js";
import { addScaled, dot, lengthOf, placesOf, type Vector } from "./vector.js";

/** A query and two models that answered it, by index. */
export type Pair = { readonly query: number; readonly winner: number; readonly loser: number };

export type FactorTask = {
  readonly queries: readonly Vector[];
  readonly models: number;
  readonly pairs: readonly Pair[];
  readonly settings: {
    readonly latent: number;
    readonly learningRate: number;
    readonly epochs: number;
    readonly batchSize: number;
    /** Standard deviation of the noise added to each latent number during training. */
    readonly noise: number;
  };
  readonly seed: number;
};

/**
 * Learns δ(M, q) = w · (norm(P_M) ⊙ Wq) from pairs, by Adam over mini-batches. Returns for each model the vector whose
 * product with q is δ. Initialised as in PyTorch: P normal, W and w uniform within 1/√inputs.
 */
export function trainFactors(task: FactorTask): readonly Float64Array[] {
  const random = randomSource(task.seed);
  const factors = startFactors(task, random);
  const adam = createAdam([factors.models, factors.text, factors.weights], task.settings.learningRate);
  const { epochs, batchSize } = task.settings;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = random.order(task.pairs.length);
    for (let start = 0; start < order.length; start += batchSize) {
      const batch = order.slice(start, start + batchSize).flatMap((index) => task.pairs[index] ?? []);
      for (const pair of batch) learnPair(task, factors, { pair, share: 1 / batch.length, random });
      adam.step();
    }
  }
  return Array.from({ length: task.models }, (_, model) => productOf(factors, model));
}

/** `text` is transposed, one row of latent numbers for each dimension of the query, so that zeros of a query are skipped. */
type Factors = { readonly models: Table; readonly text: Table; readonly weights: Parameters };

/** Parameters with a view of each row. Views are made once, because making one costs more than the arithmetic on it. */
type Table = Parameters & { readonly rows: readonly Float64Array[]; readonly slopes: readonly Float64Array[] };

function startFactors({ queries, models, settings: { latent } }: FactorTask, random: RandomSource): Factors {
  const dimensions = queries[0]?.length ?? 0;
  const within = (inputs: number) => (): number => (2 * random.next() - 1) / Math.sqrt(inputs);
  return {
    models: tableOf(models, latent, random.normal),
    text: tableOf(dimensions, latent, within(dimensions)),
    weights: parametersOf(latent, within(latent)),
  };
}

function tableOf(rows: number, width: number, start: () => number): Table {
  const parameters = parametersOf(rows * width, start);
  const viewsOf = (all: Float64Array): readonly Float64Array[] =>
    Array.from({ length: rows }, (_, row) => all.subarray(row * width, (row + 1) * width));
  return { ...parameters, rows: viewsOf(parameters.values), slopes: viewsOf(parameters.gradient) };
}

const none = new Float64Array();

type Learning = { readonly pair: Pair; readonly share: number; readonly random: RandomSource };

function learnPair(task: FactorTask, factors: Factors, { pair, share, random }: Learning): void {
  const { text, weights } = factors;
  const query = task.queries[pair.query] ?? [];
  const projected = project(factors, query);
  const { noise } = task.settings;
  if (noise > 0) addScaled(projected, noise, projected.map(random.normal));
  const [winner, loser] = [unitOf(factors, pair.winner), unitOf(factors, pair.loser)];
  const apart = winner.map((value, index) => value - (loser[index] ?? 0));
  const back = multiplied(weights.values, apart);
  const slope = (sigmoid(dot(back, projected)) - 1) * share;
  addScaled(weights.gradient, slope, multiplied(apart, projected));
  const towards = multiplied(weights.values, projected);
  pullModel(factors, pair.winner, { slope, towards });
  pullModel(factors, pair.loser, { slope: -slope, towards });
  for (const place of placesOf(query)) addScaled(text.slopes[place] ?? none, slope * (query[place] ?? 0), back);
}

/** Adds the gradient of a model's vector through its normalisation: only the component at right angles to it counts. */
function pullModel(
  { models }: Factors,
  model: number,
  { slope, towards }: { readonly slope: number; readonly towards: Float64Array },
): void {
  const vector = models.rows[model] ?? none;
  const length = Math.max(lengthOf(vector), shortest);
  const unit = vector.map((value) => value / length);
  const gradient = models.slopes[model] ?? none;
  addScaled(gradient, slope / length, towards);
  addScaled(gradient, (-slope * dot(unit, towards)) / length, unit);
}

const shortest = 1e-12;

function project({ text, weights }: Factors, query: Vector): Float64Array {
  const projected = new Float64Array(weights.values.length);
  for (const place of placesOf(query)) addScaled(projected, query[place] ?? 0, text.rows[place] ?? none);
  return projected;
}

function productOf(factors: Factors, model: number): Float64Array {
  const scaled = multiplied(factors.weights.values, unitOf(factors, model));
  return Float64Array.from(factors.text.rows, (row) => dot(row, scaled));
}

function unitOf({ models }: Factors, model: number): Float64Array {
  const vector = models.rows[model] ?? none;
  const length = Math.max(lengthOf(vector), shortest);
  return vector.map((value) => value / length);
}

function multiplied(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => value * (b[index] ?? 0));
}
