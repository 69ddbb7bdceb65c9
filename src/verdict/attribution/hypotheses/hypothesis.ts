import type { Verdict } from "../../verdict.js";
import type { Attribution } from "../attribution.js";

/** A public statement or measurement about a hypothesis, with its source and date (`YYYY-MM-DD`). */
export type Evidence = { readonly statement: string; readonly source: string; readonly date: string };

/** A cell with a blank reply after a tool result, as the hypotheses see it. `readings`: turns that a second client read too. */
export type BlankCell = {
  readonly verdict: Verdict;
  readonly attribution: Attribution;
  readonly readings: { readonly alike: number; readonly different: number };
};

/**
 * What a run says of a hypothesis. `hinted`: another question on the same endpoint speaks for it, so that the hint is confounded. `untouched`: it
 * has no control that bears on it, or too few trials.
 */
export type State = "supported" | "contradicted" | "hinted" | "untouched";

/** The state with its numbers, in one sentence each. */
export type Tested = { readonly state: State; readonly says: readonly string[] };

/** A possible cause of a blank reply after a tool result. `test`: the one change of the request that would decide. */
export type Hypothesis = {
  readonly id: string;
  readonly cause: "model" | "provider" | "client" | "account" | "scenario";
  readonly statement: string;
  readonly for: readonly Evidence[];
  readonly against: readonly Evidence[];
  readonly test: string | ((bedrockApis: string) => string);
  readonly judge: (cells: readonly BlankCell[]) => Tested;
};
