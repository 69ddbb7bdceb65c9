import type { Space } from "../space.js";

/**
 * What in the request a hypothesis takes for necessary. `all`: every one of the factors has to be as it is for the call to fail (one
 * factor: a single cause; none: the request does not matter). `any`: one of the factors suffices. `cures`: for each factor the levels
 * that cure, as bits in the order of the space.
 */
export type RequestPart = {
  readonly rule: "all" | "any";
  readonly factors: readonly number[];
  readonly cures: readonly number[];
  readonly prior: number;
};

/** The share of each kind of request part. */
const shares = { none: 0.27, single: 0.6, all: 0.085, any: 0.045 };

/** Two factors, and the levels that cure each. */
export type Pair = Pick<RequestPart, "factors" | "cures">;

/**
 * What the calls have made worth believing in, beyond the parts that are believed in from the start. `pairs`: pairs of factors, both
 * needed, to which each third one is added. `refined`: factors, all needed, with a set of curing levels of their own.
 */
export type Grown = { readonly pairs: readonly Pair[]; readonly refined: readonly Omit<RequestPart, "prior">[] };

/** Nothing has grown. */
export const nothingGrown: Grown = { pairs: [], refined: [] };

/** A third needed factor is so much less likely than two, for each other factor. */
const thirdFactor = 0.02;

/** Every request part: none, each factor with each likely set of curing levels, each pair of factors with either rule, and what has grown. */
export function requestParts(space: Space, grown: Grown = nothingGrown): readonly RequestPart[] {
  const indexes = space.factors.map((_, index) => index);
  const pairs = indexes.flatMap((left) => indexes.slice(left + 1).map((right) => [left, right]));
  const singles = indexes.flatMap((index) =>
    curingSets(space.factors[index]?.levels.length ?? 0).map(({ bits, share }) => ({
      rule: "all" as const,
      factors: [index],
      cures: [bits],
      prior: (shares.single * share) / indexes.length,
    })),
  );
  const ofPairs = (rule: "all" | "any") =>
    pairs.flatMap((factors) =>
      curesOfPair(factors.map((index) => space.factors[index]?.levels.length ?? 0)).map(({ cures, share }) => ({
        rule,
        factors,
        cures,
        prior: (shares[rule] * share) / pairs.length,
      })),
    );
  const triples = grown.pairs.flatMap((pair) =>
    indexes.filter((index) => !pair.factors.includes(index)).flatMap((index) => withThird(space, pair, index)),
  );
  const distinct = new Map(triples.map((triple) => [`${triple.factors.join()} ${triple.cures.join()}`, triple]));
  const ofTriples = [...distinct.values()].map((triple) => ({ ...triple, prior: triple.prior / pairs.length }));
  const known = [
    { rule: "all" as const, factors: [], cures: [], prior: shares.none },
    ...singles,
    ...ofPairs("all"),
    ...ofPairs("any"),
    ...ofTriples,
  ];
  const refined = grown.refined
    .filter((part) => !known.some((one) => isSamePart(space, one, part)))
    .map((part) => {
      const sets = 2 ** part.factors.reduce((sum, index) => sum + (space.factors[index]?.levels.length ?? 0), 0);
      const share =
        part.factors.length === 1 ? (shares.single * notEvery) / indexes.length : (shares.all * notAll) / pairs.length;
      return { ...part, prior: share / sets };
    });
  return [...known, ...refined];
}

/** True if both say the same of every level. */
export function isSamePart(space: Space, one: Omit<RequestPart, "prior">, other: Omit<RequestPart, "prior">): boolean {
  if (one.rule !== other.rule || one.factors.join() !== other.factors.join()) return false;
  return one.factors.every((factor, at) => {
    const all = 2 ** (space.factors[factor]?.levels.length ?? 0) - 1;
    return ((one.cures[at] ?? 0) & all) === ((other.cures[at] ?? 0) & all);
  });
}

/** Of a call with these values: 0, the part cures it; 1, it fails; 2, it fails for two causes at once. */
export function activity(part: RequestPart, values: Int8Array): 0 | 1 | 2 {
  let kept = 0;
  for (let at = 0; at < part.factors.length; at += 1) {
    const value = values[part.factors[at] ?? 0] ?? 0;
    const isKept = value === 0 || (value > 0 && (((part.cures[at] ?? 0) >> (value - 1)) & 1) === 0);
    if (isKept) kept += 1;
    else if (part.rule === "all") return 0;
  }
  if (part.rule === "all") return 1;
  return kept > 1 ? 2 : kept === 1 ? 1 : 0;
}

/** A pair and one factor more, in the order of the space; the first level of the third one cures or not. */
function withThird(space: Space, { factors, cures }: Pair, index: number): readonly RequestPart[] {
  return curesOfPair([space.factors[index]?.levels.length ?? 0]).map(({ cures: [own = ~0], share }) => {
    const all = [...factors.map((factor, at) => [factor, cures[at] ?? ~0] as const), [index, own] as const];
    const ordered = all.sort(([left], [right]) => left - right);
    return {
      rule: "all",
      factors: ordered.map(([factor]) => factor),
      cures: ordered.map(([, bits]) => bits),
      prior: shares.all * thirdFactor * share,
    };
  });
}

/** The share of pairs in which not every level of both factors cures. */
const notAll = 0.35;

/** All levels of both factors; or of one that has several, the first level alone, or all but the first. */
function curesOfPair(
  levels: readonly number[],
): readonly { readonly cures: readonly number[]; readonly share: number }[] {
  const all = levels.map(() => ~0);
  const some = levels.flatMap((count, at) =>
    count < 2 ? [] : [1, ~1].map((own) => all.map((bits, other) => (other === at ? own : bits))),
  );
  return [
    { cures: all, share: some.length === 0 ? 1 : 1 - notAll },
    ...some.map((cures) => ({ cures, share: notAll / some.length })),
  ];
}

/** The share of single factors of which not every level cures. */
const notEvery = 0.5;

/** Sets of curing levels, likelier ones with more weight: all of them; then every set of few, or those of one and all but one of many. */
function curingSets(levels: number): readonly { readonly bits: number; readonly share: number }[] {
  const all = 2 ** levels - 1;
  if (levels <= 1) return [{ bits: Math.max(all, 1), share: 1 }];
  const every = Array.from({ length: all - 1 }, (_, index) => index + 1);
  const others = levels <= 3 ? every : every.filter((bits) => isPower(bits) || isPower(all - bits));
  return [{ bits: all, share: 1 - notEvery }, ...others.map((bits) => ({ bits, share: notEvery / others.length }))];
}

function isPower(bits: number): boolean {
  return (bits & (bits - 1)) === 0;
}
