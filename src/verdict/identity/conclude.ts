import { seededRandom } from "../../chat/seeded-random.js";
import type { Side } from "./call.js";
import { type Comparisons, comparisonsOf } from "./comparisons.js";
import { causeOf, type NamedCause } from "./name-cause.js";
import type { IdentityOptions } from "./options.js";
import type { Power } from "./power.js";
import { type TokenClue, tokenClue } from "./prompt-tokens.js";
import { answersBySide, type Seen } from "./seen.js";

/** The words of a result: nothing else is said of two sources. */
export const identityWords = ["same", "different", "cannot-tell"] as const;
export type IdentityWord = (typeof identityWords)[number];

export type Conclusion = {
  readonly word: IdentityWord;
  readonly because: string;
  readonly comparisons: Comparisons;
  readonly tokens: TokenClue;
  readonly cause: NamedCause | null;
};

/** Answers that have to be there before silence counts as sameness, of each side and in all, and prompts that both answered. */
const enough = { answers: 120, ofEach: 40, prompts: 8 } as const;

/** The share of tests that have to find another model where silence counts as sameness. */
const enoughPower = 0.9;

/** What a test shows, with its cause if the sides differ. `power`: the first one is against another model; empty: not computed. */
export function conclude(seen: Seen, options: IdentityOptions, power: readonly Power[] = []): Conclusion {
  const random = seededRandom(options.seed + 1);
  const base = seen.calls.filter(({ arm }) => arm === seen.baseArm);
  const comparisons = comparisonsOf(base, { isDecided: seen.decidedAfter !== null, random });
  const tokens = tokenClue(seen.calls, seen.baseArm, options.incomparable);
  const said = withPower(wordOf(seen, comparisons, tokens), power);
  const cause = said.word === "different" ? causeOf(seen, { options, comparisons, tokens }) : null;
  return { ...said, comparisons, tokens, cause };
}

function withPower(said: Said, [power]: readonly Power[]): Said {
  if (said.word !== "same" || power === undefined || power.found >= enoughPower * power.tests) return said;
  const because = `the answers are spread so that another model would have been found in ${power.found} of ${power.tests} such tests`;
  return { word: "cannot-tell", because };
}

type Said = { readonly word: IdentityWord; readonly because: string };

function wordOf(seen: Seen, { between }: Comparisons, tokens: TokenClue): Said {
  const { obstacle, decidedAfter } = seen;
  if (decidedAfter !== null) {
    return { word: "different", because: `the answers show which side gave them, after ${decidedAfter} answers` };
  }
  if (obstacle !== null) return { word: "cannot-tell", because: obstacleWords[obstacle.kind](obstacle.side) };
  const answers = answersBySide(seen.calls);
  const total = answers.A + answers.B;
  if (
    total < enough.answers ||
    Math.min(answers.A, answers.B) < enough.ofEach ||
    (between?.prompts ?? 0) < enough.prompts
  ) {
    return { word: "cannot-tell", because: `${total} answers are too few to tell` };
  }
  if (tokens.kind === "uneven") {
    return {
      word: "cannot-tell",
      because: "the answers are alike, and the prompt tokens are counted by different tokenizers",
    };
  }
  return { word: "same", because: `${total} answers do not show which side gave them` };
}

const obstacleWords: {
  readonly [kind in NonNullable<Seen["obstacle"]>["kind"]]: (side: Side | null) => string;
} = {
  reasons: (side) =>
    `one-token probes cannot be asked of ${side ?? "both sides"}: the model reasons before it answers, and its tokens are spent before the answer; --max-tokens leaves it room`,
  refused: (side) => `${side ?? "a side"} refuses the requests`,
  "no-answers": (side) => `${side ?? "a side"} gives no answers to most prompts`,
};
