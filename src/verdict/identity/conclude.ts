import { seededRandom } from "../../chat/seeded-random.js";
import { unreachable } from "../../chat/unreachable.js";
import { type IdentityCall, type Side, sides } from "./call.js";
import { type CauseId, curedBy } from "./causes.js";
import { type Divergence, divergenceOf } from "./divergence.js";
import { answersBySide, type Seen } from "./identity-test.js";
import type { IdentityOptions } from "./options.js";
import { isSteadyAlone } from "./order-arms.js";
import type { Power } from "./power.js";
import { type TokenClue, tokenClue } from "./prompt-tokens.js";

/** The words of a result: nothing else is said of two sources. */
export const identityWords = ["same", "different", "cannot-tell"] as const;
export type IdentityWord = (typeof identityWords)[number];

/**
 * The cause of a difference. `causes`: one is named; several cannot be told apart; none: nothing that was asked tells. `because`: what
 * showed it, in words.
 */
export type NamedCause = { readonly causes: readonly CauseId[]; readonly because: string };

/** The three comparisons. Within a side: its earlier answers against its later ones. Null: too few answers. */
export type Comparisons = {
  readonly between: Divergence | null;
  readonly within: { readonly [side in Side]: Divergence | null };
};

export type Conclusion = {
  readonly word: IdentityWord;
  readonly because: string;
  readonly comparisons: Comparisons;
  readonly tokens: TokenClue;
  readonly cause: NamedCause | null;
};

/** Answers that have to be there before silence counts as sameness, of each side and in all, and prompts that both answered. */
const enough = { answers: 120, ofEach: 40, prompts: 8 } as const;

const draws = 400;

/** The share of tests that have to find another model where silence counts as sameness. */
const enoughPower = 0.9;

/** What a test shows, with its cause if the sides differ. `power`: the first one is against another model; empty: not computed. */
export function conclude(seen: Seen, options: IdentityOptions, power: readonly Power[] = []): Conclusion {
  const random = seededRandom(options.seed + 1);
  const base = seen.calls.filter(({ arm }) => arm === seen.baseArm);
  const comparisons = comparisonsOf(base, random);
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

function comparisonsOf(base: readonly IdentityCall[], random: () => number): Comparisons {
  const answered = base.flatMap(({ prompt, answer, side, phase }) =>
    answer === null ? [] : [{ prompt, answer, side, phase }],
  );
  const [A, B] = sides.map((side) =>
    divergenceOf(earlierAndLater(answered.filter((one) => one.side === side)), { draws, random }),
  );
  const between = divergenceOf(
    answered.map((one) => ({ ...one, isLeft: one.side === "A" })),
    { draws, random },
  );
  return { between, within: { A: A ?? null, B: B ?? null } };
}

/** The first half of the comparison against the one that was made again; without one, against its second half. */
function earlierAndLater<Answer extends { readonly phase: number }>(
  own: readonly Answer[],
): readonly (Answer & { readonly isLeft: boolean })[] {
  const [first] = own;
  const before = own.filter(({ phase }) => phase === first?.phase);
  const after = own.filter(({ phase }) => phase !== first?.phase);
  const half = Math.ceil(before.length / 2);
  const late = after.length > 0 ? after : before.slice(half);
  return [
    ...before.slice(0, half).map((one) => ({ ...one, isLeft: true })),
    ...late.map((one) => ({ ...one, isLeft: false })),
  ];
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
    `one-token probes cannot be asked of ${side ?? "both sides"}: the model reasons before it answers, and its tokens are spent before the answer`,
  refused: (side) => `${side ?? "a side"} refuses the requests`,
  "no-answers": (side) => `${side ?? "a side"} gives no answers to most prompts`,
};

/** Bits above what chance makes of equal sides: from the first on a difference is large, up to the second one it is small. */
const [large, small] = [0.18, 0.13] as const;

/** How rare the draws are that are as far apart as a side's earlier and later answers, where the side counts as changed. */
const driftP = 1 / draws + 1e-9;

type Judging = { readonly options: IdentityOptions; readonly comparisons: Comparisons; readonly tokens: TokenClue };

function causeOf(seen: Seen, judging: Judging): NamedCause {
  return (
    driftOf(judging) ??
    curedOf(seen) ??
    causeByTokens(seen, judging) ??
    unconfirmedOf(seen) ??
    unsteadyOf(judging) ??
    uncuredOf(seen, judging)
  );
}

/** A side that answers otherwise than it did. */
function driftOf({ comparisons: { within } }: Judging): NamedCause | null {
  const changed = sides.filter((side) => (within[side]?.p ?? 1) <= driftP);
  if (changed.length === 0) return null;
  return { causes: ["drift"], because: `${changed.join(" and ")} answered otherwise later than at first` };
}

/** How many times the answers that show the difference without an arm have to show nothing with it. */
const contrast = 2.5;

/** An arm in which the difference is gone twice, and back between. */
function curedOf({ arms, again }: Seen): NamedCause | null {
  const cured = arms.find(({ outcome }) => outcome === "cured");
  const cause = cured === undefined ? null : curedBy[cured.arm];
  const at = again?.at ?? null;
  if (cured === undefined || cause === null || at === null) return null;
  if (at * contrast > cured.answers || cured.isConfirmed !== true) return null;
  const because = `${cured.answers} answers with ${cured.arm} show no difference, ${at} without it do, and as many with it again do not`;
  return { causes: [cause], because };
}

function unconfirmedOf({ arms, again }: Seen): NamedCause | null {
  const cured = arms.find(({ outcome }) => outcome === "cured");
  if (cured === undefined) return null;
  const at = again?.at ?? null;
  const but =
    at === null
      ? `${again?.answers ?? 0} later ones without it do not show it again`
      : cured.isConfirmed === true
        ? `${at} are needed without it, too many for so few to tell`
        : "as many with it again do not settle it";
  return { causes: [], because: `${cured.answers} answers with ${cured.arm} show no difference, but ${but}` };
}

/** Draws as rare as this cast a doubt on a side's steadiness. */
const doubtfulP = 0.02;

function unsteadyOf({ comparisons: { within } }: Judging): NamedCause | null {
  const [side] = sides.filter((one) => (within[one]?.p ?? 1) <= doubtfulP);
  return side === undefined ? null : { causes: [], because: `${side} may have changed while it was asked` };
}

/** No arm cures it: by how large it is. */
function uncuredOf(seen: Seen, { options, comparisons, tokens }: Judging): NamedCause {
  const open = options.arms.flatMap((arm) => {
    const cause = curedBy[arm];
    const isKept = seen.arms.some((one) => one.arm === arm && one.outcome === "kept");
    return cause === null || arm === seen.baseArm || isKept ? [] : [cause];
  });
  const more = excessBits(comparisons.between);
  if (tokens.kind !== "equal") {
    const causes = new Set<CauseId>([...open, "system-prompt", "template", "quantisation", "mixture", "weights"]);
    return { causes: [...causes], because: "no arm settles it, and the prompt tokens cannot be compared" };
  }
  if (open.length > 0) {
    return { causes: [...open, "quantisation", "mixture", "weights"], because: "no arm settles it" };
  }
  if (isSteadyAlone(seen.calls.filter(({ arm }) => arm === seen.baseArm))) {
    return { causes: [], because: "one side gives the same answer each time, and nothing that was changed ends that" };
  }
  if (more >= large) {
    return {
      causes: ["weights"],
      because: "the difference is large, no arm cures it, and the prompts have equal tokens",
    };
  }
  const because = "no arm cures the difference";
  return more <= small
    ? { causes: ["quantisation", "mixture"], because: `${because}, and it is small` }
    : { causes: ["quantisation", "mixture", "weights"], because };
}

function causeByTokens(seen: Seen, { options, tokens }: Judging): NamedCause | null {
  switch (tokens.kind) {
    case "uneven":
      return { causes: ["weights"], because: "another tokenizer counts the prompts, and no arm cures the difference" };
    case "unsteady":
      return { causes: ["mixture"], because: `${tokens.side} reports several prompt sizes for one request` };
    case "constant":
      return causeOfAddition(tokens.more, tokenClue(seen.calls, "two-turns", options.incomparable));
    case "equal":
    case "unknown":
      return null;
    default:
      return unreachable(tokens);
  }
}

/** Tokens that one side has more at every prompt: of a prompt before ours, or of the form of the turns. */
function causeOfAddition(more: number, turns: TokenClue): NamedCause {
  const side = more > 0 ? "B" : "A";
  const tokens = Math.abs(more);
  if (turns.kind !== "constant") {
    return { causes: ["system-prompt", "template"], because: `each prompt of ${side} has ${tokens} tokens more` };
  }
  return turns.more === more
    ? {
        causes: ["system-prompt"],
        because: `each prompt of ${side} has ${tokens} tokens more, however many turns it has`,
      }
    : {
        causes: ["template"],
        because: `each prompt of ${side} has ${tokens} tokens more, and with more turns ${Math.abs(turns.more)}`,
      };
}

/** Divergence above what chance makes of equal groups, in bits. */
export function excessBits(divergence: Divergence | null): number {
  return divergence === null ? 0 : divergence.bits - divergence.chanceBits;
}
