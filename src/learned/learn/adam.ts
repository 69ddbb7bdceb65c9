/** Numbers to learn and the gradient of the loss for each. A step clears the gradient. */
export type Parameters = { readonly values: Float64Array; readonly gradient: Float64Array };

/** Parameters with starting values from `start` and a gradient of 0. */
export function parametersOf(length: number, start: (index: number) => number): Parameters {
  return { values: Float64Array.from({ length }, (_, index) => start(index)), gradient: new Float64Array(length) };
}

/** The Adam optimiser with its published constants, β₁ 0.9, β₂ 0.999, ε 1e-8 (Kingma and Ba 2015). */
export function createAdam(all: readonly Parameters[], learningRate: number): { readonly step: () => void } {
  const moments = all.map(({ values }) => ({
    first: new Float64Array(values.length),
    second: new Float64Array(values.length),
  }));
  let steps = 0;
  const step = (): void => {
    steps += 1;
    const rate = (learningRate * Math.sqrt(1 - secondDecay ** steps)) / (1 - firstDecay ** steps);
    for (const [index, parameters] of all.entries()) {
      const moment = moments[index];
      if (moment !== undefined) update(parameters, moment, rate);
    }
  };
  return { step };
}

const firstDecay = 0.9;
const secondDecay = 0.999;
const epsilon = 1e-8;

type Moment = { readonly first: Float64Array; readonly second: Float64Array };

function update({ values, gradient }: Parameters, { first, second }: Moment, rate: number): void {
  for (let index = 0; index < values.length; index += 1) {
    const slope = gradient[index] ?? 0;
    const mean = firstDecay * (first[index] ?? 0) + (1 - firstDecay) * slope;
    const square = secondDecay * (second[index] ?? 0) + (1 - secondDecay) * slope * slope;
    first[index] = mean;
    second[index] = square;
    values[index] = (values[index] ?? 0) - (rate * mean) / (Math.sqrt(square) + epsilon);
  }
  gradient.fill(0);
}
