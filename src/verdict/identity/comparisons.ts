import { type IdentityCall, type Side, sides } from "./call.js";
import { type Divergence, divergenceOf } from "./divergence.js";

/** The three comparisons. Within a side: its earlier answers against its later ones. Null: too few answers. */
export type Comparisons = {
  readonly between: Divergence | null;
  readonly within: { readonly [side in Side]: Divergence | null };
};

/** Permutations of the comparison between the sides, and of those within a side, whose rareness names drift. */
const [drawsBetween, drawsWithin] = [400, 2000] as const;

/** Compares the answers of the comparison itself, without those of the arms. */
export function comparisonsOf(
  base: readonly IdentityCall[],
  { isDecided, random }: { readonly isDecided: boolean; readonly random: () => number },
): Comparisons {
  const answered = base.flatMap(({ prompt, answer, side, phase }) =>
    answer === null ? [] : [{ prompt, answer, side, phase }],
  );
  const [A, B] = sides.map((side) =>
    divergenceOf(earlierAndLater(answered.filter((one) => one.side === side)), {
      draws: isDecided ? drawsWithin : drawsBetween,
      random,
    }),
  );
  const between = divergenceOf(
    answered.map((one) => ({ ...one, isLeft: one.side === "A" })),
    { draws: drawsBetween, random },
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
