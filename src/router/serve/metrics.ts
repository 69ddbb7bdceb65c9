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
  const counts = new Map<CounterName, Map<string, number>>();
  const durations = new Map<string, number[]>();
  return {
    count: (name, labels, by = 1) => {
      const series = counts.get(name) ?? new Map<string, number>();
      counts.set(name, series);
      const key = labelText(labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    observe: (seconds, labels) => {
      const key = labelText(labels);
      // One count a bucket, then the sum.
      const held = durations.get(key) ?? [...buckets.map(() => 0), 0, 0];
      buckets.forEach((bound, at) => {
        if (seconds <= bound) held[at] = (held[at] ?? 0) + 1;
      });
      held[buckets.length] = (held[buckets.length] ?? 0) + 1;
      held[buckets.length + 1] = (held[buckets.length + 1] ?? 0) + seconds;
      durations.set(key, held);
    },
    text: () => [...counterLines(counts), ...durationLines(durations), ""].join("\n"),
  };
}

function counterLines(counts: ReadonlyMap<CounterName, ReadonlyMap<string, number>>): readonly string[] {
  return [...counts].flatMap(([name, series]) => {
    const [full, help] = counters[name];
    const lines = [...series].map(([labels, value]) => `${full}{${labels}} ${value}`);
    return [`# HELP ${full} ${help}`, `# TYPE ${full} counter`, ...lines];
  });
}

const duration = "llm_parity_request_seconds";

function durationLines(durations: ReadonlyMap<string, readonly number[]>): readonly string[] {
  if (durations.size === 0) return [];
  const lines = [...durations].flatMap(([labels, held]) => {
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

/** Label texts by their names and values: the same few come with every request. */
const texts = new Map<string, string>();

function labelText(labels: Labels): string {
  let key = "";
  for (const name in labels) key += `${name}\n${labels[name]}\n`;
  const known = texts.get(key) ?? labelsOf(labels);
  if (texts.size < 1_000) texts.set(key, known);
  return known;
}

function labelsOf(labels: Labels): string {
  return Object.entries(labels)
    .map(
      ([name, value]) => `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
    )
    .join(",");
}
