import { buckets, type Counts, counters, type Labelled } from "./counts.js";

/** The page for Prometheus. A counter is on it once it has been counted. */
export function metricsText({ counters: counted, durations }: Counts): string {
  return [...counterLines(counted), ...durationLines(durations), ""].join("\n");
}

function counterLines(counted: Counts["counters"]): readonly string[] {
  return counted.flatMap(([name, series]) => {
    const [full, help] = counters[name];
    const lines = series.map(([labels, value]) => `${full}{${labels}} ${value}`);
    return [`# HELP ${full} ${help}`, `# TYPE ${full} counter`, ...lines];
  });
}

const duration = "llm_parity_request_seconds";

function durationLines(durations: Labelled<readonly number[]>): readonly string[] {
  if (durations.length === 0) return [];
  const lines = durations.flatMap(([labels, values]) => {
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
