import type { FailureKind } from "../../chat/failure.js";
import type { NativeCallId } from "../../chat/target.js";
import type { Exoneration } from "./attribution.js";
import type { Ask, Sample } from "./samples.js";

/** Our decoders, or a client of someone else. */
export type Reader = "ours" | string;

/**
 * A second decoder's reading of the recorded bytes. `otherIsGood`: it meets every check that the judged reading fails. `isSuspicion`: true:
 * the other readers are no official SDK of the API.
 */
export type SecondReading = {
  readonly judged: Reader;
  readonly other: Reader;
  readonly otherIsGood: boolean;
  readonly differences: readonly string[];
  readonly isSuspicion?: true;
};

/**
 * The same case by another client, or the same bytes read by it. `reads`: whether it shows what the failing cell shows; `says`: by whom
 * and how often, in one sentence.
 */
export type HarnessTwin = {
  readonly by: "the official SDK" | "our own client";
  readonly reads: "alike" | "otherwise";
  readonly says: string;
};

/** Something on the wire that nobody asked for. `by`: who sent the body; `what`: in words, with both values. */
export type Change = { readonly by: "us" | "client"; readonly what: string };

/** Why no trial was eligible, or the refusal that made it bad. `kind`: of the failure; `text`: the service's words. */
export type Refusal = { readonly kind: FailureKind | string; readonly text: string };

/** A failing cell: what is to be explained. */
export type Failing = {
  readonly sample: Sample;
  /** The request of the first failing step; null: nothing was asked. */
  readonly ask: Ask | null;
  /** What was wrong, in the words of the findings. */
  readonly symptom: string;
  /** The ids of its bad findings, each once. */
  readonly findings: readonly string[];
  readonly refusal: Refusal | null;
  readonly second: SecondReading | null;
  readonly changes: readonly Change[];
  /** Null: there is none, or its numbers do not say. */
  readonly twin: HarnessTwin | null;
  /** What independent readers and twins that agree rule out, with their numbers. */
  readonly agreed: readonly Exoneration[];
  /** Evidence that cannot be used, and why, one sentence each. */
  readonly unused: readonly string[];
  /** The call ids that the model writes by itself at this place; null: no source says. */
  readonly nativeCallId: NativeCallId | null;
};
