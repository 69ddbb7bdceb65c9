import { createAdam, type Parameters, parametersOf } from "./adam.js";
import { type Activation, activate, type Layer, type Network, slopeAt, weightedSums } from "./network.js";
import type { NetworkSettings } from "./network-settings.js";
import { type RandomSource, randomSource } from "./random-source.js";
import { addScaled, dot, placesOf, rounded, type Vector } from "./vector.js";

/** The loss of an output, and its derivative with respect to each number of the output. */
export type Loss = { readonly loss: number; readonly slope: Float64Array };

export type NetworkTask = {
  readonly inputs: readonly Vector[];
  readonly outputs: number;
  /** The loss of the output for the input at `index`. */
  readonly lossOf: (index: number, output: Float64Array) => Loss;
  readonly settings: NetworkSettings;
  readonly seed: number;
};

/**
 * Trains a network by Adam over mini-batches, in a new random order each epoch. The arithmetic is our own, on typed rows:
 * `ml-fnn` 5.0.0 dates from 2019, and `ml-matrix` 6.15.1 takes several times as long for the same products, since it cannot
 * skip the zeros of a hashed text (measured on Node 20, 2026-11).
 */
export function trainNetwork(task: NetworkTask): Network {
  const { settings } = task;
  const random = randomSource(settings.random_state ?? task.seed);
  const layers = startLayers(task, random);
  const adam = createAdam(
    layers.flatMap(({ weights, bias }) => [weights, bias]),
    settings.learning_rate_init,
  );
  let [best, stale] = [Number.POSITIVE_INFINITY, 0];
  for (let epoch = 0; epoch < settings.max_iter && stale < patience; epoch += 1) {
    const loss = runEpoch(task, { layers, adam, order: random.order(task.inputs.length) });
    stale = loss > best - settings.tol ? stale + 1 : 0;
    best = Math.min(best, loss);
  }
  return { activation: settings.activation, layers: layers.map(finished) };
}

/** The number of epochs without progress after which training stops; scikit-learn's `n_iter_no_change`. */
const patience = 10;

type Training = {
  readonly weights: Parameters;
  readonly bias: Parameters;
  readonly rows: readonly Float64Array[];
  readonly slopes: readonly Float64Array[];
};

type Epoch = {
  readonly layers: readonly Training[];
  readonly adam: { readonly step: () => void };
  readonly order: readonly number[];
};

function startLayers({ inputs, outputs, settings }: NetworkTask, random: RandomSource): readonly Training[] {
  const sizes = [inputs[0]?.length ?? 0, ...settings.hidden_layer_sizes, outputs];
  return sizes.slice(1).map((size, index) => startLayer([sizes[index] ?? 0, size], settings.activation, random));
}

/** Uniform within the bounds of Glorot and Bengio 2010, as in scikit-learn. */
function startLayer(
  [inputs, outputs]: readonly [inputs: number, outputs: number],
  activation: Activation,
  random: RandomSource,
): Training {
  const bound = Math.sqrt((activation === "logistic" ? 2 : 6) / (inputs + outputs));
  const start = (): number => (2 * random.next() - 1) * bound;
  const weights = parametersOf(inputs * outputs, start);
  const bias = parametersOf(outputs, start);
  const rowsOf = (all: Float64Array): readonly Float64Array[] =>
    Array.from({ length: inputs }, (_, row) => all.subarray(row * outputs, (row + 1) * outputs));
  return { weights, bias, rows: rowsOf(weights.values), slopes: rowsOf(weights.gradient) };
}

/** Trains for one epoch. Returns its mean loss, without the L2 penalty. */
function runEpoch(task: NetworkTask, { layers, adam, order }: Epoch): number {
  const { batch_size: size, alpha } = task.settings;
  let total = 0;
  for (let start = 0; start < order.length; start += size) {
    const batch = order.slice(start, start + size);
    for (const index of batch) total += learnFrom(task, layers, { index, share: 1 / batch.length });
    for (const { weights } of layers) addScaled(weights.gradient, alpha / batch.length, weights.values);
    adam.step();
  }
  return total / order.length;
}

type Sample = { readonly index: number; readonly share: number };

/** Adds the share of one input to the gradients, by back-propagation. Returns its loss. */
function learnFrom(task: NetworkTask, layers: readonly Training[], { index, share }: Sample): number {
  const { activation } = task.settings;
  const values: Vector[] = [task.inputs[index] ?? []];
  for (const [depth, { rows, bias }] of layers.entries()) {
    const sums = weightedSums(values[depth] ?? [], rows, bias.values);
    values.push(depth === layers.length - 1 ? sums : activate(sums, activation));
  }
  const { loss, slope } = task.lossOf(index, Float64Array.from(values.at(-1) ?? []));
  let delta: Float64Array = slope.map((value) => value * share);
  for (let depth = layers.length - 1; depth >= 0; depth -= 1) {
    const [layer, input] = [layers[depth], values[depth]];
    if (layer === undefined || input === undefined) break;
    addScaled(layer.bias.gradient, 1, delta);
    for (const place of placesOf(input)) addScaled(layer.slopes[place] ?? delta, input[place] ?? 0, delta);
    if (depth > 0) delta = passBack(layer.rows, input, { delta, activation });
  }
  return loss;
}

function passBack(
  rows: readonly Float64Array[],
  input: Vector,
  { delta, activation }: { readonly delta: Float64Array; readonly activation: Activation },
): Float64Array {
  return Float64Array.from(rows, (row, place) => {
    const slope = slopeAt(input[place] ?? 0, activation);
    return slope === 0 ? 0 : slope * dot(row, delta);
  });
}

function finished({ rows, bias }: Training): Layer {
  return { weights: rows.map(rounded), bias: rounded(bias.values) };
}
