import { expect, test } from "vitest";
import { type Network, outputOf } from "./network.js";
import { networkSettings } from "./network-settings.js";
import { trainNetwork } from "./train-network.js";

const xor = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const wanted = [0, 1, 1, 0];

function trainXor(seed: number): Network {
  return trainNetwork({
    inputs: xor,
    outputs: 1,
    lossOf: (index, output) => {
      const gap = (output[0] ?? 0) - (wanted[index] ?? 0);
      return { loss: (gap * gap) / 2, slope: Float64Array.of(gap) };
    },
    settings: networkSettings.parse({
      hidden_layer_sizes: [8],
      activation: "tanh",
      learning_rate_init: 0.05,
      max_iter: 600,
      tol: 0,
      alpha: 0,
    }),
    seed,
  });
}

test("a network's output is what its weights say, by hand", () => {
  const network: Network = {
    activation: "relu",
    layers: [
      {
        weights: [
          [1, -1],
          [2, 0.5],
        ],
        bias: [0.5, 0],
      },
      { weights: [[2], [10]], bias: [1] },
    ],
  };
  // Hidden: 0.5 + 1·1 + 2·2 = 5.5, and 0 − 1 + 1 = 0; out: 1 + 2·5.5 + 10·0.
  expect([...outputOf(network, [1, 2])]).toEqual([12]);
});

test("a network learns what no single layer can", () => {
  const outputs = xor.map((input) => outputOf(trainXor(1), input)[0] ?? 0);
  expect(outputs.map((output) => Number(output > 0.5))).toEqual(wanted);
});

test("the same seed gives the same network, another seed another one", () => {
  expect(trainXor(3)).toEqual(trainXor(3));
  expect(trainXor(3)).not.toEqual(trainXor(4));
});
