/**
 * Where a check has its claim from. `must`, `should`, `may`: the word of the source, or, where the source only describes, `must`
 * for a member that it says is always there. A check of a `should` or a `may` raises notes only; one of a `must` makes a
 * trial bad, save where it says in its own words that it only notes.
 */
export type Rule = {
  readonly severity: "must" | "should" | "may";
  readonly source: string;
  /** The day that the source bears, or else on which it was read; `YYYY-MM-DD`. */
  readonly date: string;
};

type Source = Omit<Rule, "severity">;

export function must(source: Source): Rule {
  return { severity: "must", ...source };
}

export function should(source: Source): Rule {
  return { severity: "should", ...source };
}

/** OpenAI's description of its chat API, as its own client is generated from it. */
export function openai(place: string): Source {
  return { source: `OpenAI API (openai-node 6.49.0): ${place}`, date: "2026-07-24" };
}

/** AWS's model of Bedrock Runtime, as its own client is generated from it. */
export function bedrock(place: string): Source {
  return { source: `Bedrock Runtime (AWS SDK 3.1162.0): ${place}`, date: "2026-11-04" };
}

/** Both descriptions say it. */
export function both(ofOpenai: string, ofBedrock: string): Source {
  return { source: `${openai(ofOpenai).source}; ${bedrock(ofBedrock).source}`, date: bedrock(ofBedrock).date };
}

/** What people saw and reported; read on that day. */
export function reports(...places: readonly string[]): Source {
  return { source: places.join(", "), date: "2026-11-20" };
}

/** What the scenario itself expects of the step. */
export const scenarioExpects: Source = { source: "the scenario: what its step expects", date: "2026-11-20" };
