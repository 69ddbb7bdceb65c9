/** Counters and durations in Prometheus' text form. Labels are of a closed set: configured names, statuses, outcomes. */
export type Metrics = {
  readonly count: (name: CounterName, labels: Labels, by?: number) => void;
  readonly observe: (seconds: number, labels: Labels) => void;
  readonly text: () => string;
};

type Labels = { readonly [label: string]: string };

const counters = {
  requests: ["llm_parity_requests_total", "Requests that were answered, by model and status."],
  attempts: ["llm_parity_attempts_total", "Attempts at a model, by outcome."],
  empty: ["llm_parity_empty_replies_total", "Replies without text and call that the guard caught."],
  fallbacks: ["llm_parity_fallbacks_total", "Requests that another model answered than the first."],
  tokens: ["llm_parity_tokens_total", "Tokens that services reported, by direction."],
} as const;
export type CounterName = keyof typeof counters;

const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

export function createMetrics(): Metrics {
  const counts = new Map<CounterName, Series<{ value: number }>>();
  // One count a bucket, then that of all, then the sum.
  const durations = createSeries(() => [...buckets.map(() => 0), 0, 0]);
  return {
    count: (name, labels, by = 1) => {
      const series = counts.get(name) ?? createSeries(() => ({ value: 0 }));
      counts.set(name, series);
      series.of(labels).value += by;
    },
    observe: (seconds, labels) => {
      const held = durations.of(labels);
      buckets.forEach((bound, at) => {
        if (seconds <= bound) held[at] = (held[at] ?? 0) + 1;
      });
      held[buckets.length] = (held[buckets.length] ?? 0) + 1;
      held[buckets.length + 1] = (held[buckets.length + 1] ?? 0) + seconds;
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
  const lines = durations.all().flatMap(([labels, held]) => {
    const count = held[buckets.length] ?? 0;
    const bucketLines = buckets.map((bound, at) => `${duration}_bucket{${labels},le="${bound}"} ${held[at] ?? 0}`);
    const rest = [
      `${duration}_bucket{${labels},le="+Inf"} ${count}`,
      `${duration}_sum{${labels}} ${held[buckets.length + 1] ?? 0}`,
    ];
    return [...bucketLines, ...rest, `${duration}_count{${labels}} ${count}`];
  });
  return [
    `# HELP ${duration} From the request to the last byte of its answer.`,
    `# TYPE ${duration} histogram`,
    ...lines,
  ];
}

/** What is kept for each set of labels; the same few come with every request. */
type Series<Held> = {
  readonly of: (labels: Labels) => Held;
  readonly all: () => readonly (readonly [labels: string, held: Held])[];
};

type Branch<Held> = { readonly branches: Map<string, Branch<Held>>; held: Held | null };

/** Found by the values one after the other: a text made of all of them would cost more than the counting. */
function createSeries<Held>(start: () => Held): Series<Held> {
  const root: Branch<Held> = { branches: new Map(), held: null };
  const all: [string, Held][] = [];
  return {
    of: (labels) => {
      let branch = root;
      for (const name in labels) {
        const value = labels[name] ?? "";
        const next: Branch<Held> | undefined = branch.branches.get(value);
        const taken: Branch<Held> = next ?? { branches: new Map(), held: null };
        if (next === undefined) branch.branches.set(value, taken);
        branch = taken;
      }
      if (branch.held === null) {
        branch.held = start();
        all.push([labelsOf(labels), branch.held]);
      }
      return branch.held;
    },
    all: () => all,
  };
}

function labelsOf(labels: Labels): string {
  return Object.entries(labels)
    .map(
      ([name, value]) => `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
    )
    .join(",");
}
