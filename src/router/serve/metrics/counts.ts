/** The counters, each with its name and its meaning for Prometheus. */
export const counters = {
  requests: ["llm_parity_requests_total", "Requests that were answered, by route and status."],
  attempts: ["llm_parity_attempts_total", "Attempts at a model, by outcome."],
  empty: ["llm_parity_empty_replies_total", "Replies without text and call that the guard caught."],
  fallbacks: ["llm_parity_fallbacks_total", "Requests that a model other than the first answered."],
  tokens: ["llm_parity_tokens_total", "Tokens that services reported, by direction."],
  cost: [
    "llm_parity_cost_usd_total",
    "Cost in US dollars of all attempts that reported one or have prices in the file.",
  ],
  unpriced: ["llm_parity_unpriced_replies_total", "Replies without a known cost, of models that have a price."],
} as const;
export type CounterName = keyof typeof counters;

/** The upper bounds of a duration's buckets, in seconds. */
export const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** A value for each set of labels, which are written as Prometheus writes them, without braces. */
export type Labelled<Value> = readonly (readonly [labels: string, value: Value])[];

/** All counts at one moment, as plain data: in the order in which they were first counted. */
export type Counts = {
  readonly counters: readonly (readonly [CounterName, Labelled<number>])[];
  /** A count for each bucket, then the count of all requests, then the sum in seconds. */
  readonly durations: Labelled<readonly number[]>;
};

/** The counts of several processes together. */
export function sumCounts(all: readonly Counts[]): Counts {
  const named = sumOf(
    all.map(({ counters: one }) => one),
    (a, b) => sumOf([a, b], (x, y) => x + y),
  );
  const durations = sumOf(
    all.map(({ durations: one }) => one),
    (a, b) => a.map((value, at) => value + (b[at] ?? 0)),
  );
  return { counters: named, durations };
}

function sumOf<Key extends string, Value>(
  lists: readonly (readonly (readonly [Key, Value])[])[],
  add: (one: Value, other: Value) => Value,
): readonly (readonly [Key, Value])[] {
  const sums = new Map<Key, Value>();
  for (const [key, value] of lists.flat()) {
    const before = sums.get(key);
    sums.set(key, before === undefined ? value : add(before, value));
  }
  return [...sums];
}
