import type { SameModel } from "../../verdict/identity/same-model.js";
import { causeText, resultWords } from "./words.js";

/** A row of the table of pairs, in words that are not made safe. `tone`: of its result. */
export type SameModelRow = {
  readonly pair: readonly [A: string, B: string];
  readonly result: string;
  readonly tone: "ok" | "bad" | "none";
  readonly because: string;
  readonly differs: string;
  readonly apart: string;
  readonly asked: string;
};

/** The heads of the table, and what stands above it. */
export const sameModelHead = ["pair", "result", "why", "what makes them differ", "apart", "asked"] as const;
export const sameModelNote =
  "One-word answers to the same questions, a coin deciding who is asked (docs/identity.md). It says whether the answers show which of the two gave them, and nothing about anyone's intent.";

/** The tests of a run, those that found a difference first. `labelOf`: the column of a target. */
export function sameModelRows(
  tests: readonly SameModel[],
  labelOf: (target: string) => string,
): readonly SameModelRow[] {
  const order = ["different", "cannot-tell", "same"] as const;
  return tests
    .toSorted((a, b) => order.indexOf(a.result) - order.indexOf(b.result) || (a.startedAt < b.startedAt ? -1 : 1))
    .map((one) => ({
      pair: [labelOf(one.A), labelOf(one.B)],
      result: `${resultWords[one.result]}${one.simulated ? " (simulated)" : ""}`,
      tone: ({ different: "bad", "cannot-tell": "none", same: "ok" } as const)[one.result],
      because: one.because,
      differs:
        one.causes === null
          ? ""
          : `${causeText(one.causes)}${one.causeBecause === null ? "" : `; ${one.causeBecause}`}`,
      apart:
        one.bits === null || one.chanceBits === null
          ? "too few answers"
          : `${one.bits.toFixed(3)} bits, ${one.chanceBits.toFixed(3)} by chance`,
      asked: `${one.answers.A} and ${one.answers.B} answers in ${one.calls} calls, ${one.startedAt.slice(0, 10)} (${one.test})`,
    }));
}
