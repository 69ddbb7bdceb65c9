import { openMetrics } from "../machine/openmetrics.js";
import type { Reporter } from "./reporter.js";

/** Metrics for Prometheus and whatever else reads OpenMetrics. */
export const openMetricsReporter: Reporter = {
  name: "openmetrics",
  file: "llm-parity.prom",
  about: "metrics in OpenMetrics, also for node_exporter's textfile collector",
  render: ({ sheet }) => openMetrics(sheet),
};
