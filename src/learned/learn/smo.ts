/** A binary support vector problem. `labels` are 1 or -1; `kernelRow(i)` is the kernel of row i with every row. */
export type SmoProblem = {
  readonly labels: readonly number[];
  readonly kernelRow: (row: number) => Float64Array;
  readonly diagonal: readonly number[];
  /** C: the largest weight of a row. */
  readonly limit: number;
};

/** `coefficients[i]` is αᵢyᵢ; the decision of x is Σ αᵢyᵢK(xᵢ, x) + intercept. */
export type SmoSolution = { readonly coefficients: Float64Array; readonly intercept: number };

/** The tolerance of the optimality conditions; LIBSVM's default. */
const tolerance = 1e-3;

/** Used for rows that are identical to the kernel, which have no curvature between them; LIBSVM's value. */
const leastCurvature = 1e-12;

/**
 * Sequential minimal optimisation with second-order choice of the pair (Fan, Chen and Lin 2005, the method of LIBSVM).
 * Stops after 100,000 steps plus 100 for each row, and returns the solution so far.
 */
export function solveSmo(problem: SmoProblem): SmoSolution {
  const { labels } = problem;
  const state: State = { coefficients: new Float64Array(labels.length), slack: Float64Array.from(labels) };
  const maxSteps = 100_000 + 100 * labels.length;
  for (let step = 0; step < maxSteps; step += 1) {
    const pair = choosePair(problem, state);
    if (pair === null) break;
    move(problem, state, pair);
  }
  return { coefficients: state.coefficients, intercept: interceptOf(problem, state) };
}

/** `slack[t]` is yₜ minus the decision without its intercept. At the optimum it is the intercept for every free row. */
type State = { readonly coefficients: Float64Array; readonly slack: Float64Array };
type Pair = { readonly up: number; readonly low: number };

function choosePair(problem: SmoProblem, { coefficients, slack }: State): Pair | null {
  let up = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const row of problem.labels.keys()) {
    const value = slack[row] ?? 0;
    if (value > most && mayGrow(problem, coefficients, row)) [up, most] = [row, value];
  }
  if (up === -1) return null;
  const low = partnerOf(problem, { coefficients, slack }, up);
  return low === null ? null : { up, low };
}

/** The row that gains most when paired with `up`; null when all optimality conditions hold. */
function partnerOf(problem: SmoProblem, { coefficients, slack }: State, up: number): number | null {
  const kernel = problem.kernelRow(up);
  const most = slack[up] ?? 0;
  let [low, gain, least] = [-1, 0, Number.POSITIVE_INFINITY];
  for (const row of problem.labels.keys()) {
    if (!mayShrink(problem, coefficients, row)) continue;
    const value = slack[row] ?? 0;
    least = Math.min(least, value);
    const distance = most - value;
    const gained = distance <= 0 ? 0 : distance ** 2 / curvature(problem, kernel, { up, low: row });
    if (gained > gain) [low, gain] = [row, gained];
  }
  return low === -1 || most - least < tolerance ? null : low;
}

function move(problem: SmoProblem, { coefficients, slack }: State, pair: Pair): void {
  const { up, low } = pair;
  const [kernelUp, kernelLow] = [problem.kernelRow(up), problem.kernelRow(low)];
  const fullStep = ((slack[up] ?? 0) - (slack[low] ?? 0)) / curvature(problem, kernelUp, pair);
  const roomUp = highest(problem, up) - (coefficients[up] ?? 0);
  const roomLow = (coefficients[low] ?? 0) - lowest(problem, low);
  const step = Math.min(fullStep, roomUp, roomLow);
  // A row that uses all its room is set exactly to its bound: with a rounding error it would look free.
  coefficients[up] = step === roomUp ? highest(problem, up) : (coefficients[up] ?? 0) + step;
  coefficients[low] = step === roomLow ? lowest(problem, low) : (coefficients[low] ?? 0) - step;
  for (let row = 0; row < slack.length; row += 1) {
    slack[row] = (slack[row] ?? 0) - step * ((kernelUp[row] ?? 0) - (kernelLow[row] ?? 0));
  }
}

function interceptOf(problem: SmoProblem, { coefficients, slack }: State): number {
  let [sum, free] = [0, 0];
  let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const row of problem.labels.keys()) {
    const value = slack[row] ?? 0;
    const [grows, shrinks] = [mayGrow(problem, coefficients, row), mayShrink(problem, coefficients, row)];
    if (grows && shrinks) [sum, free] = [sum + value, free + 1];
    if (grows) most = Math.max(most, value);
    if (shrinks) least = Math.min(least, value);
  }
  return free > 0 ? sum / free : (most + least) / 2;
}

function curvature({ diagonal }: SmoProblem, kernelUp: Float64Array, { up, low }: Pair): number {
  return Math.max((diagonal[up] ?? 0) + (diagonal[low] ?? 0) - 2 * (kernelUp[low] ?? 0), leastCurvature);
}

function mayGrow(problem: SmoProblem, coefficients: Float64Array, row: number): boolean {
  return (coefficients[row] ?? 0) < highest(problem, row);
}

function mayShrink(problem: SmoProblem, coefficients: Float64Array, row: number): boolean {
  return (coefficients[row] ?? 0) > lowest(problem, row);
}

function highest({ labels, limit }: SmoProblem, row: number): number {
  return (labels[row] ?? 0) > 0 ? limit : 0;
}

function lowest({ labels, limit }: SmoProblem, row: number): number {
  return (labels[row] ?? 0) > 0 ? 0 : -limit;
}
