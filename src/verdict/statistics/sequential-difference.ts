/** A pair of trials asked in the same round, one of each column; true: bad. */
export type Round = readonly [left: boolean, right: boolean];

/**
 * The evidence against "both columns fail at the same rate", after any number of rounds: an e-value. Called different where it
 * reaches 1/alpha, equal columns are so in at most `alpha` of all runs, however often one looks (Ville 1939).
 *
 * Each round multiplies by how much better two rates explain it than their mean does, the rates being estimated from the
 * rounds before it alone; of two streams that take turns this is an e-variable whatever the common rate is (Turner, Ly and
 * Grünwald 2024, "Generic E-Variables for Exact Sequential k-Sample Tests that allow for Optional Stopping").
 * Answers with the evidence after each round; before the first it is 1.
 */
export function evidenceOfDifference(rounds: Iterable<Round>): readonly number[] {
  const path: number[] = [];
  let evidence = 1;
  let seen = 0;
  let [left, right] = [0, 0];
  for (const [leftBad, rightBad] of rounds) {
    const a = estimate(left, seen);
    const b = estimate(right, seen);
    const mean = (a + b) / 2;
    evidence *=
      (likelihood(a, leftBad) * likelihood(b, rightBad)) / (likelihood(mean, leftBad) * likelihood(mean, rightBad));
    seen += 1;
    left += leftBad ? 1 : 0;
    right += rightBad ? 1 : 0;
    path.push(evidence);
  }
  return path;
}

/** As if a fifth of a bad and a fifth of a good trial had come before: neither rate is ever estimated as impossible. */
function estimate(bad: number, seen: number): number {
  return (bad + 0.18) / (seen + 0.36);
}

function likelihood(rate: number, isBad: boolean): number {
  return isBad ? rate : 1 - rate;
}
