import { buckets, type CounterName, type Counts } from "./metrics/counts.js";
import { metricsText } from "./metrics/metrics-text.js";

/** Counters and durations in Prometheus' text format. Label values come from a closed set: configured names, statuses, outcomes. */
export type Metrics = {
  /** Adds `by` to a counter; default 1. */
  readonly count: (name: CounterName, labels: Labels, by?: number) => void;
  /** Adds the duration of one request. */
  readonly observe: (seconds: number, labels: Labels) => void;
  /** What this process has counted. */
  readonly counts: () => Counts;
  /** What it has counted, as the page for Prometheus. */
  readonly text: () => string;
  /** What all processes that serve together have counted. Absent: there is this one alone. */
  readonly totals?: () => Promise<Counts>;
};

type Labels = { readonly [label: string]: string };

/** Metrics with all counts at 0; a counter appears in the text once it has been counted. */
export function createMetrics(): Metrics {
  const counted = new Map<CounterName, Series<{ value: number }>>();
  const durations = createSeries(() => [...buckets.map(() => 0), 0, 0]);
  const counts = (): Counts => ({
    counters: [...counted].map(([name, series]) => {
      return [name, series.all().map(([labels, { value }]) => [labels, value] as const)] as const;
    }),
    durations: durations.all(),
  });
  return {
    count: (name, labels, by = 1) => {
      const series = counted.get(name) ?? createSeries(() => ({ value: 0 }));
      counted.set(name, series);
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
    counts,
    text: () => metricsText(counts()),
  };
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
