import { type Side, sides } from "../call.js";
import { guessByAnswer } from "./guess-by-answer.js";
import { guessByRank, noRanks, type RankCounts, rankOf } from "./guess-by-rank.js";
import { addAnswer, noAnswers, type SeenAnswers } from "./seen-answers.js";

/** A way to guess, and its share of the evidence before the first call. `prior`: what was seen under another arm counts too. */
type Expert = { readonly share: number; readonly concentration: number | "rank"; readonly prior: boolean };

const fresh: readonly Expert[] = [
  { share: 0.7, concentration: 0.5, prior: false },
  { share: 0.15, concentration: 3, prior: false },
  { share: 0.15, concentration: "rank", prior: false },
];

/** Where answers of another arm are there, the same guesses from them, too. */
const withPrior: readonly Expert[] = [
  ...fresh.map((one) => ({ ...one, share: one.share / 2 })),
  ...fresh.map((one) => ({ ...one, share: one.share / 2, prior: true })),
];

/** The share of prompts whose answers are expected to differ, if any do: what the others cost is bounded by it. */
const differing = 0.9;

/** So many answers without any gain are taken to have come before the first answer to a prompt, where prompts are held against each other. */
const fewAnswers = 2;

/** How much an answer of another arm counts. */
const priorWeight = 0.6;

/** The answers of another arm, to guess from. */
export type PriorAnswer = { readonly prompt: string; readonly answer: string; readonly side: Side };

/**
 * The evidence that the answers show which side gave them, as an e-value. Before every call a coin decides which side is asked. If
 * both sides answer alike, an answer says nothing about the coin, so that whatever is guessed from the calls before, the product of the
 * probabilities given to the side that it was, over one half each, ever exceeds 1/alpha in at most `alpha` of all tests, wherever it stops
 * (Ville 1939). That holds for drift that both sides share, too, since the coin falls at every call. It is the sequential form of a
 * permutation of the sides within each prompt.
 */
export class SideEvidence {
  readonly #prompts = new Map<string, PromptState>();
  readonly #experts: readonly Expert[];
  readonly #prior: ReadonlyMap<string, SeenAnswers>;
  /** For each expert the logarithm of its evidence. */
  readonly #logs: Float64Array;
  readonly #ranks: RankCounts[];

  /** `prior`: answers of another arm; empty: none. */
  constructor(prior: readonly PriorAnswer[] = []) {
    this.#experts = prior.length === 0 ? fresh : withPrior;
    this.#prior = seenBy(prior);
    this.#logs = new Float64Array(this.#experts.length);
    this.#ranks = this.#experts.map(() => noRanks());
    if (prior.length > 0) this.#learnRanks(prior);
  }

  /** The evidence so far; 1 before the first call. */
  get value(): number {
    return this.#experts.reduce((sum, { share }, at) => sum + share * Math.exp(this.#logs[at] ?? 0), 0);
  }

  /** Adds an answer of a call whose side a coin has drawn. */
  add(prompt: string, answer: string, side: Side): void {
    const state = this.#stateOf(prompt);
    // Only once both sides have answered it: a prompt that one side never answers could be left out by its side.
    const isOpen = state.own.totals.A > 0 && state.own.totals.B > 0;
    this.#experts.forEach((expert, at) => {
      const guess = this.#guess({ expert, at, state, answer });
      if (isOpen) this.#earn({ at, state, probability: side === "A" ? guess : 1 - guess });
      this.#learnRank({ expert, at, state, answer, side });
    });
    addAnswer(state.own, { side, answer });
    addAnswer(state.both, { side, answer });
  }

  /** A call of this side got no answer at last, and the prompt is not asked again: the least that any answer could have earned. */
  giveUp(prompt: string, side: Side): void {
    const state = this.#stateOf(prompt);
    if (state.own.totals.A === 0 || state.own.totals.B === 0) return;
    const answers = [...state.both.counts.A.keys(), ...state.both.counts.B.keys()];
    this.#experts.forEach((expert, at) => {
      const least = answers.map((answer) => {
        const guess = this.#guess({ expert, at, state, answer });
        return side === "A" ? guess : 1 - guess;
      });
      this.#earn({ at, state, probability: Math.min(0.5, ...least) });
    });
  }

  /** What an answer to the prompt has earned on average, as a logarithm; towards 0 for few answers. */
  gainAt(prompt: string): number {
    const state = this.#prompts.get(prompt);
    if (state === undefined) return 0;
    const { A, B } = state.own.totals;
    let most = Number.NEGATIVE_INFINITY;
    for (const log of state.logs) if (log > most) most = log;
    return most / (A + B + fewAnswers);
  }

  #stateOf(prompt: string): PromptState {
    const known = this.#prompts.get(prompt);
    if (known !== undefined) return known;
    const both = noAnswers();
    const before = this.#prior.get(prompt);
    if (before !== undefined) {
      for (const side of sides)
        for (const [name, count] of before.counts[side]) addAnswer(both, { side, answer: name, weight: count });
    }
    const made = { own: noAnswers(), both, logs: new Float64Array(this.#experts.length) };
    this.#prompts.set(prompt, made);
    return made;
  }

  #guess({ expert, at, state, answer }: Guessing): number {
    const seen = expert.prior ? state.both : state.own;
    if (expert.concentration !== "rank") return guessByAnswer(seen, answer, expert.concentration);
    const rank = rankOf(seen, answer);
    const ranks = this.#ranks[at];
    return rank === null || ranks === undefined ? 0.5 : guessByRank(ranks, rank);
  }

  #learnRank({ expert, at, state, answer, side }: Guessing & { readonly side: Side }): void {
    if (expert.concentration !== "rank") return;
    const rank = rankOf(expert.prior ? state.both : state.own, answer);
    const ranks = this.#ranks[at];
    if (rank !== null && ranks !== undefined) ranks[rank][side] += 1;
  }

  #learnRanks(prior: readonly PriorAnswer[]): void {
    const seen = new Map<string, SeenAnswers>();
    for (const { prompt, answer, side } of prior) {
      const before = seen.get(prompt) ?? noAnswers();
      seen.set(prompt, before);
      const rank = rankOf(before, answer);
      this.#experts.forEach((expert, at) => {
        const ranks = this.#ranks[at];
        if (expert.prior && expert.concentration === "rank" && rank !== null && ranks !== undefined)
          ranks[rank][side] += priorWeight;
      });
      addAnswer(before, { side, answer });
    }
  }

  /** Multiplies the evidence of an expert. What it guesses at a prompt counts for the share of prompts that may differ. */
  #earn({ at, state, probability }: { at: number; state: PromptState; probability: number }): void {
    const isByRank = this.#experts[at]?.concentration === "rank";
    const gain = Math.log(2 * probability);
    const before = state.logs[at] ?? 0;
    state.logs[at] = before + gain;
    this.#logs[at] = (this.#logs[at] ?? 0) + (isByRank ? gain : bounded(before + gain) - bounded(before));
  }
}

type PromptState = { readonly own: SeenAnswers; readonly both: SeenAnswers; readonly logs: Float64Array };
type Guessing = {
  readonly expert: Expert;
  readonly at: number;
  readonly state: PromptState;
  readonly answer: string;
};

function bounded(log: number): number {
  return Math.log(1 - differing + differing * Math.exp(log));
}

function seenBy(prior: readonly PriorAnswer[]): ReadonlyMap<string, SeenAnswers> {
  const seen = new Map<string, SeenAnswers>();
  for (const { prompt, answer, side } of prior) {
    const of = seen.get(prompt) ?? noAnswers();
    seen.set(prompt, of);
    addAnswer(of, { side, answer, weight: priorWeight });
  }
  return seen;
}
