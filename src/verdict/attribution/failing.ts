import type { FailureKind } from "../../chat/failure.js";
import type { Ask, Sample } from "./samples.js";

/** Our decoders, or a client of someone else. */
export type Reader = "ours" | string;

/** A second decoder's reading of the recorded bytes. `otherIsGood`: it meets every check that the judged reading fails. */
export type SecondReading = {
  readonly judged: Reader;
  readonly other: Reader;
  readonly otherIsGood: boolean;
  readonly differences: readonly string[];
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
  /** True: an SDK or curl twin of the same request shows otherwise than the harness. */
  readonly twinDisagrees: boolean;
};
