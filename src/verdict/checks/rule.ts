/**
 * The source of a check's claim. `must`, `should`, `may`: the word of the source, or, where the source only describes, `must`
 * for a member that it says is always present. A check of a `should` or a `may` raises notes only. A check of a `must` makes a
 * trial bad, except where its own docstring names a case that is a note.
 */
export type Rule = {
  readonly severity: "must" | "should" | "may";
  readonly source: string;
  /** The date of the source, or, if it has none, the day on which it was read; `YYYY-MM-DD`. */
  readonly date: string;
};

type Source = Omit<Rule, "severity">;

/** A rule that a reply must follow. */
export function must(source: Source): Rule {
  return { severity: "must", ...source };
}

/** A rule that a reply should follow. */
export function should(source: Source): Rule {
  return { severity: "should", ...source };
}

/** OpenAI's description of its chat API, from which its official client is generated. `place`: the member. */
export function openai(place: string): Source {
  return { source: `OpenAI API (openai-node 6.49.0): ${place}`, date: "2026-07-24" };
}

/** AWS's model of Bedrock Runtime, from which its official client is generated. `place`: the member. */
export function bedrock(place: string): Source {
  return { source: `Bedrock Runtime (AWS SDK 3.1162.0): ${place}`, date: "2026-11-04" };
}

/** Both descriptions, where both make the claim. */
export function both(ofOpenai: string, ofBedrock: string): Source {
  return { source: `${openai(ofOpenai).source}; ${bedrock(ofBedrock).source}`, date: bedrock(ofBedrock).date };
}

/** Reports by users and other projects, read on that date. */
export function reports(...places: readonly string[]): Source {
  return { source: places.join(", "), date: "2026-11-20" };
}

/** The scenario's own expectation of the step. */
export const scenarioExpects: Source = { source: "the scenario: what its step expects", date: "2026-11-20" };
