import type { Parameter } from "../../scenario/compare/parameters.js";

/** Why nothing is known of a parameter. `documented`: it was not asked, since a source says that the target does not support it. */
export type UnknownReason =
  | "documented"
  | "too-few-trials"
  | "base-does-not-show"
  | "in-between"
  | "not-measurable"
  | "several-upstreams";

/** The decision over the trials of a cell, in their order. `reason`: of `unknown`; else null. */
export type EffectDecision = {
  readonly verdict: "honoured" | "ignored" | "refused" | "cannot-be-said" | "unknown";
  readonly reason: UnknownReason | null;
};

/**
 * How a constraint that a request states was met. `honest-failure`: the service refused it, or documents
 * that it does not support it, so that a client knows. `silent-failure`: it was
 * accepted and had no effect. `cannot-be-said`: the API has no place for it. `holds`: it had its effect. `unknown`: the trials do not say.
 */
export type Constraint = "holds" | "honest-failure" | "silent-failure" | "cannot-be-said" | "unknown";

/** Of `replies` that say it, `shown` have what is measured. */
export type Shown = { readonly shown: number; readonly replies: number };

/** What the trials of a cell say about one parameter. `base` null: the comparison has no base. */
export type EffectVerdict = EffectDecision & {
  readonly parameter: Parameter;
  /** The parameter with its value, as `toolChoice none`: the row of the parameter page. */
  readonly label: string;
  readonly constraint: Constraint;
  readonly base: Shown | null;
  readonly changed: Shown;
  /** Trials in which the changed request was refused, and those in which our adapter could not say it. */
  readonly refused: number;
  readonly leftOut: number;
  /** The counts, or the refusal, as a sentence. */
  readonly seen: string;
};

const constraints = {
  honoured: "holds",
  ignored: "silent-failure",
  refused: "honest-failure",
  "cannot-be-said": "cannot-be-said",
  unknown: "unknown",
} as const satisfies { readonly [verdict in EffectDecision["verdict"]]: Constraint };

/** The word for how a constraint was met. */
export function constraintOf({ verdict, reason }: EffectDecision): Constraint {
  return reason === "documented" ? "honest-failure" : constraints[verdict];
}
