import type { CauseName } from "./hypotheses/model.js";
import type { Seat } from "./hypotheses/place-parts.js";
import type { Counted } from "./proof/contrast.js";
import type { Arm } from "./space.js";

/** One call to make. Calls of one `pair` carry the same nonce; with `nonce` false the body goes out as it is. */
export type Ask = {
  readonly arm: Arm;
  readonly stage: "first" | "search" | "proof" | "sentinel";
  readonly pair: number | null;
  readonly nonce: boolean;
  readonly why: string;
};

/** A possible cause and its probability. Several `names` or `seats`: nothing that can be asked tells them apart; the likeliest first. */
export type Believed = {
  readonly names: readonly CauseName[];
  readonly seats: readonly Seat[];
  readonly probability: number;
};

/** What is believed now: the likeliest causes, and the probability of no fault, of a fault that nothing touches, and of one of the upstreams. */
export type Beliefs = {
  readonly causes: readonly Believed[];
  readonly noFault: number;
  readonly everywhere: number;
  readonly upstream: number;
};

/** A contrast as proved, or not: the two arms, their counts in the rounds of the proof, the e-value and the one that it needs. */
export type ContrastResult = {
  readonly kind: "factor" | "place";
  readonly about: string;
  readonly left: Arm;
  readonly right: Arm;
  readonly leftCounts: Counted;
  readonly rightCounts: Counted;
  readonly evidence: number;
  readonly threshold: number;
  readonly isProved: boolean;
  /** Of a place: all calls of the failing request there. */
  readonly control: Counted | null;
  /** Of a place: its upper bound is below the lower bound of the failing request's rate, over all calls of each. */
  readonly isApart: boolean;
};

/** Bad among the calls asked first of their round, and among the others, of the arms that fail; `p`: Fisher's exact test. */
export type OrderEffect = {
  readonly first: { readonly bad: number; readonly eligible: number };
  readonly later: { readonly bad: number; readonly eligible: number };
  readonly p: number;
};

/** Something that is not the cause, or not needed. `calls`: the ones that failed without it; empty: it is out by probability alone. */
export type RuledOut = { readonly what: string; readonly calls: readonly number[] };

/** A place that was not asked, and about how many clean calls there would rule it in. */
export type MissingControl = { readonly part: Exclude<Seat, "anywhere">; readonly calls: number };

/** What was noticed besides. `rateChangedAt`: calls from this one on count; the earlier ones had another rate. */
export type Noticed = {
  readonly calls: number;
  readonly voids: number;
  readonly refused: readonly { readonly what: string; readonly call: number }[];
  readonly copies: "none" | "copies" | "steady";
  readonly rateChangedAt: number | null;
  readonly givenUp: readonly Believed[];
  readonly merged: readonly string[];
};

/** How an experiment ended. */
export type Result = Noticed & { readonly beliefs: Beliefs } & Outcome;

/** The failing request here: its counts, and an interval that holds however often one looks. */
export type FailingRate = Counted & { readonly estimate: number };

type Outcome =
  | {
      readonly kind: "cause";
      readonly cause: Believed;
      /** For each factor of the cause the level that cures. */
      readonly cures: { readonly [factor: string]: string };
      readonly rate: FailingRate;
      readonly contrasts: readonly ContrastResult[];
      /** The smallest e-value of the contrasts. */
      readonly evidence: number;
      /** `proved`: every place contrast is proved and its rates are apart; null: no place cures. */
      readonly place: "proved" | "suspected" | null;
      readonly missing: readonly MissingControl[];
      readonly order: OrderEffect | null;
      readonly ruledOut: readonly RuledOut[];
    }
  | { readonly kind: "no-difference"; readonly rate: FailingRate }
  | { readonly kind: "fails-everywhere"; readonly rate: FailingRate; readonly missing: readonly MissingControl[] }
  | { readonly kind: "rate-changed"; readonly rate: FailingRate; readonly at: number }
  | {
      readonly kind: "split-by-upstream";
      readonly upstreams: readonly { readonly upstream: string; readonly counts: Counted }[];
    }
  | {
      readonly kind: "undetermined";
      readonly because: "budget" | "missing-control" | "refused" | "nothing-measured";
      readonly rate: FailingRate;
      readonly contrasts: readonly ContrastResult[];
      readonly missing: readonly MissingControl[];
      /** About how many calls more would settle it, if the likeliest cause is the true one; null: no cause stands out. */
      readonly moreCalls: number | null;
    };

/** What to do next. */
export type Step =
  | {
      readonly kind: "ask";
      readonly batch: readonly Ask[];
      readonly believed: Beliefs;
      /** What no available arm tells apart, one sentence each; said before the first call. */
      readonly merged: readonly string[];
    }
  | { readonly kind: "result"; readonly result: Result; readonly believed: Beliefs };
