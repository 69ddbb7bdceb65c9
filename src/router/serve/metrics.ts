/** Counters and durations in Prometheus' text format. Label values come from a closed set: configured names, statuses, outcomes. */
export type Metrics = {
  /** Adds `by` to a counter; default 1. */
  readonly count: (name: CounterName, labels: Labels, by?: number) => void;
  /** Adds the duration of one request. */
  readonly observe: (seconds: number, labels: Labels) => void;
  /** The page for Prometheus. */
  readonly text: () => string;
};

type Labels = { readonly [label: string]: string };

const counters = {
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

const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Metrics with all counts at 0; a counter appears in the text once it has been counted. */
export function createMetrics(): Metrics {
  const counts = new Map<CounterName, Series<{ value: number }>>();
  // A count for each bucket, then the count of all requests, then the sum in seconds.
  const durations = createSeries(() => [...buckets.map(() => 0), 0, 0]);
  return {
    count: (name, labels, by = 1) => {
      const series = counts.get(name) ?? createSeries(() => ({ value: 0 }));
      counts.set(name, series);
      series.of(labels).value += by;
    },
    observe: (seconds, labels) => {
      const values = durations.of(labels);
      // From the largest bound down to the smallest that it fits.
      for (let index = buckets.length - 1; seconds <= (buckets[index] ?? -1); index -= 1) {
        values[index] = (values[index] ?? 0) + 1;
      }
      values[buckets.length] = (values[buckets.length] ?? 0) + 1;
      values[buckets.length + 1] = (values[buckets.length + 1] ?? 0) + seconds;
    },
    text: () => [...counterLines(counts), ...durationLines(durations), ""].join("\n"),
  };
}

function counterLines(counts: ReadonlyMap<CounterName, Series<{ readonly value: number }>>): readonly string[] {
  return [...counts].flatMap(([name, series]) => {
    const [full, help] = counters[name];
    const lines = series.all().map(([labels, { value }]) => `${full}{${labels}} ${value}`);
    return [`# HELP ${full} ${help}`, `# TYPE ${full} counter`, ...lines];
  });
}

const duration = "llm_parity_request_seconds";

function durationLines(durations: Series<readonly number[]>): readonly string[] {
  if (durations.all().length === 0) return [];
  const lines = durations.all().flatMap(([labels, values]) => {
    const count = values[buckets.length] ?? 0;
    const bucketLines = buckets.map(
      (bound, index) => `${duration}_bucket{${labels},le="${bound}"} ${values[index] ?? 0}`,
    );
    const rest = [
      `${duration}_bucket{${labels},le="+Inf"} ${count}`,
      `${duration}_sum{${labels}} ${values[buckets.length + 1] ?? 0}`,
    ];
    return [...bucketLines, ...rest, `${duration}_count{${labels}} ${count}`];
  });
  return [
    `# HELP ${duration} Time from a request to the last byte of its response.`,
    `# TYPE ${duration} histogram`,
    ...lines,
  ];
}

/** One value for each set of labels; all requests share a few sets. */
type Series<Value> = {
  readonly of: (labels: Labels) => Value;
  readonly all: () => readonly (readonly [labels: string, value: Value])[];
};

type Branch<Value> = { readonly branches: Map<string, Branch<Value>>; value: Value | null };

/** A tree with one level for each label: joining the labels into a text key would cost more than the counting. */
function createSeries<Value>(start: () => Value): Series<Value> {
  const root: Branch<Value> = { branches: new Map(), value: null };
  const all: [string, Value][] = [];
  return {
    of: (labels) => {
      let branch = root;
      for (const name in labels) {
        const label = labels[name] ?? "";
        const next: Branch<Value> | undefined = branch.branches.get(label);
        const taken: Branch<Value> = next ?? { branches: new Map(), value: null };
        if (next === undefined) branch.branches.set(label, taken);
        branch = taken;
      }
      if (branch.value === null) {
        branch.value = start();
        all.push([labelsOf(labels), branch.value]);
      }
      return branch.value;
    },
    all: () => all,
  };
}

/** Labels as Prometheus writes them, without their braces. */
export function labelsOf(labels: Labels): string {
  return Object.entries(labels)
    .map(
      ([name, value]) => `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
    )
    .join(",");
}
