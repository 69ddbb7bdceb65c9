import { seededRandom } from "../../../chat/seeded-random.js";
import { provenAt } from "../../attribution/attribution.js";
import { type Standing, standingOf } from "../../experiment/proof/contrast.js";
import type { CallOutcome } from "../../experiment/space.js";
import type { Round } from "../../statistics/sequential-difference.js";
import type { Counted } from "../search/result.js";

/** The two bodies of a pair: what is left of the request, and the same at the control. */
export type ControlSide = "failing" | "working";

/** A call of the proof of the control side. Both calls of a pair carry one reference. */
export type ControlCall = {
  readonly call: number;
  readonly stage: "control";
  readonly pair: number;
  readonly side: ControlSide;
  readonly outcome: CallOutcome;
  readonly replyKey: string | null;
  readonly upstream: string | null;
};

/** One call to make. */
export type ControlAsk = Pick<ControlCall, "stage" | "pair" | "side"> & { readonly kind: "ask"; readonly why: string };

/**
 * How the proof of the control side stands. `proved`: the control is better, with an e-value of 50 or more. `fails-too`: it fails as
 * well. `refused`: one side is refused. `open`: neither, and the calls or the pairs are used up. `callsNeeded`: about how many more
 * calls a proof takes if what was seen so far goes on.
 */
export type ControlProof = {
  readonly decision: "proved" | "fails-too" | "refused" | "open";
  readonly standing: Standing;
  readonly refused: { readonly side: ControlSide; readonly call: number } | null;
  /** Pairs that do not count: a call was no trial, or the two were served by different upstreams where that may not be. */
  readonly voidPairs: number;
  readonly callsNeeded: number | null;
};

/**
 * `expected`: the failing side's counts in the search, which the evidence begins with. `calls`: how many this proof may take.
 * `sameUpstream`: a pair counts only where one upstream served both.
 */
export type ControlOptions = {
  readonly seed: number;
  readonly expected: Counted;
  readonly calls: number;
  readonly sameUpstream: boolean;
};

/** Pairs at most. */
const mostPairs = 60;

/** The proof is given up as `fails-too` when the control has failed so often, and not less often than the failing side. */
const tellingFailures = 4;

/** The next call of the proof after these, or how it stands. It follows from its arguments alone. */
export function nextControl(calls: readonly ControlCall[], options: ControlOptions): ControlAsk | ControlProof {
  const pairs = pairsOf(calls);
  const rounds = pairs.map((pair) => roundOf(pair, options)).filter((round) => round !== null);
  const { bad, eligible } = options.expected;
  const expected = { left: (bad + 0.5) / (eligible + 1), right: 0.01 };
  const standing = standingOf({ expected }, rounds, provenAt);
  const last = pairs.at(-1) ?? [];
  const isHalf = last.length === 1 && last[0]?.outcome !== "void";
  const proof = (decision: ControlProof["decision"]): ControlProof => ({
    ...{ decision, standing, refused: refusalIn(calls) },
    voidPairs: pairs.length - rounds.length - (isHalf ? 1 : 0),
    callsNeeded: decision === "open" ? callsNeeded(standing) : null,
  });
  if (refusalIn(calls) !== null) return proof("refused");
  if (standing.isProved) return proof("proved");
  const { left, right } = standing;
  if (right.bad >= tellingFailures && right.bad >= left.bad) return proof("fails-too");
  if (calls.length >= options.calls || (!isHalf && pairs.length >= mostPairs)) return proof("open");
  return askOf(pairs, { isHalf, seed: options.seed });
}

type Pair = readonly ControlCall[];

function pairsOf(calls: readonly ControlCall[]): readonly Pair[] {
  const numbers = [...new Set(calls.map(({ pair }) => pair))];
  return numbers.map((number) => calls.filter(({ pair }) => pair === number));
}

/** Null: the pair is not whole, or does not count. */
function roundOf(pair: Pair, { sameUpstream }: ControlOptions): Round | null {
  const [failing, working] = (["failing", "working"] as const).map((side) => pair.find((one) => one.side === side));
  if (failing === undefined || working === undefined || !isTrial(failing) || !isTrial(working)) return null;
  if (sameUpstream && failing.upstream !== working.upstream) return null;
  return [failing.outcome === "bad", working.outcome === "bad"];
}

function isTrial({ outcome }: ControlCall): boolean {
  return outcome === "bad" || outcome === "ok";
}

function refusalIn(calls: readonly ControlCall[]): ControlProof["refused"] {
  const found = calls.find(({ outcome }) => outcome === "refused");
  return found === undefined ? null : { side: found.side, call: found.call };
}

/** The other side of a pair that was begun, else a new pair, whose first side is drawn by a coin. */
function askOf(pairs: readonly Pair[], { isHalf, seed }: { readonly isHalf: boolean; readonly seed: number }) {
  const ask = (pair: number, side: ControlSide): ControlAsk => {
    const why =
      side === "failing" ? "the proof: does what is left still fail, in turns?" : "the proof: is the control fine?";
    return { kind: "ask", stage: "control", pair, side, why };
  };
  const first = isHalf ? pairs.at(-1)?.[0] : undefined;
  if (first !== undefined) return ask(first.pair, first.side === "failing" ? "working" : "failing");
  const number = pairs.length + 1;
  const coin = seededRandom(seed ^ Math.imul(number, 0x9e3779b1))();
  return ask(number, coin < 0.5 ? "failing" : "working");
}

/** From the growth of the evidence so far; before the first pair, about the usual number. Null: it does not grow. */
function callsNeeded({ rounds, evidence }: Standing): number | null {
  if (rounds === 0) return 2 * usualPairs;
  const growth = Math.log(evidence) / rounds;
  if (growth <= 0) return null;
  return 2 * Math.max(1, Math.ceil((Math.log(provenAt) - Math.log(evidence)) / growth));
}

/** Pairs of a proof whose failing side fails always, and the other never. */
const usualPairs = 6;
