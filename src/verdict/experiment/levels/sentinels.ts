import type { Expectation } from "../../../scenario/expectation.js";

/** The words that show in an answer that a tool result was used: a level that takes one of them out would make the answer fail by itself. */
export function sentinelsOf(expectations: readonly Expectation[]): readonly string[] {
  const words = expectations.flatMap((one) => {
    if (one.kind === "says") return one.anyOf;
    return one.kind === "uses-result" ? one.groups.flat() : [];
  });
  return [...new Set(words)];
}
