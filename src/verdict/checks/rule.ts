/**
 * The source of a check's claim. `must`, `should`, `may`: the word of the source, or, where the source only describes, `must`
 * for a member that it says is always present. A check of a `should` or a `may` raises notes only. A check of a `must` makes a
 * trial bad, except where its own docstring names a case that is a note.
 */
export type Rule = {
  readonly severity: "must" | "should" | "may";
  /** Who notices when the claim does not hold; see {@link Layer}. */
  readonly layer: Layer;
  /** The layer of the notes that a check of a `must` raises where clients cope; absent: that of the rule. */
  readonly notes?: "strict";
  readonly source: string;
  /** The date of the source, or, if it has none, the day on which it was read; `YYYY-MM-DD`. */
  readonly date: string;
};

/**
 * `compatible`: a client notices, or its user does: something is lost, shown wrongly, or not done. `strict`: only a reader of the
 * specification does; clients cope.
 */
export const layers = ["compatible", "strict"] as const;
export type Layer = (typeof layers)[number];

/** `isReported`: users or client authors reported it, so that it was noticed. Absent: a specification says it. */
type Source = Omit<Rule, "severity" | "layer"> & { readonly isReported?: true };

/** A rule that a reply must follow: a client notices where it does not. */
export function must({ source, date }: Source): Rule {
  return { severity: "must", layer: "compatible", source, date };
}

/** A rule that a reply must follow, whose check raises a note where clients cope: only the specification notices that. */
export function mustOrNote(source: Source): Rule {
  return { ...must(source), notes: "strict" };
}

/** A rule that a reply should follow: only its specification notices where it does not, unless users reported it. */
export function should({ source, date, isReported }: Source): Rule {
  return { severity: "should", layer: isReported === true ? "compatible" : "strict", source, date };
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
  return { source: places.join(", "), date: "2026-11-20", isReported: true };
}

/** The scenario's own expectation of the step. */
export const scenarioExpects: Source = { source: "the scenario: what its step expects", date: "2026-11-20" };
