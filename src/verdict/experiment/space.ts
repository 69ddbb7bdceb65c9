/** A part of the request that can be changed: "the shape of the call ids". */
export type FactorChoice = {
  readonly id: string;
  readonly name: string;
  /** Values other than the failing one, the likeliest cure first. */
  readonly levels: readonly LevelChoice[];
};

/**
 * A value of a factor. `costTokens`: what asking with it costs beyond the failing request. `contains`: ids of all other factors that
 * have nothing left to change once it is set: a history cut to its last call holds no parallel calls, one cut to its last turn may.
 */
export type LevelChoice = {
  readonly id: string;
  readonly says: string;
  readonly costTokens: number;
  readonly contains: readonly string[];
};

/** Another place to ask. `part`: the widest part in which it differs from the failing place. */
export type PlaceChoice = {
  readonly id: string;
  readonly part: "stream" | "api" | "region" | "transport" | "provider" | "model";
  readonly says: string;
};

/**
 * What an experiment can vary: the factors of the request, and the places to send it to. `idle`: by place id the levels that change
 * nothing in what is sent there, as "factor=level"; absent: none.
 */
export type Space = {
  readonly factors: readonly FactorChoice[];
  readonly places: readonly PlaceChoice[];
  readonly idle?: { readonly [place: string]: readonly string[] };
};

/** One way to ask. `changed`: level by factor id, factors without an entry stay as in the failing request. `place`: null is the failing place. */
export type Arm = { readonly changed: { readonly [factor: string]: string }; readonly place: string | null };

/** What a call showed. `refused`: the service did not take the request, a changed level being out. `void`: no trial (throttled, aborted, another upstream than its pair). */
export type CallOutcome = "bad" | "ok" | "refused" | "void";

/** A call that was made. `pair`: the calls of one round of proof share a number; a round has two arms or more. */
export type ExperimentCall = {
  readonly call: number;
  readonly arm: Arm;
  readonly stage: "first" | "search" | "proof" | "sentinel";
  readonly pair: number | null;
  readonly outcome: CallOutcome;
  /** Two replies with equal keys say the same, ids aside. Null: blank, a refusal or an error, which are never copies. */
  readonly replyKey: string | null;
  /** Who served the call, as the reply says itself: the upstream and the model, separated by a blank, or one of them. Null: it names neither. */
  readonly upstream: string | null;
};
