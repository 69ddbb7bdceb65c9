import { htmlReporter } from "../html/html-reporter.js";
import { badgeReporter } from "./badge.js";
import { badgeJsonReporter } from "./badge-json.js";
import { csvReporter } from "./csv.js";
import { ctrfReporter } from "./ctrf.js";
import { githubReporter } from "./github.js";
import { githubSummaryReporter } from "./github-summary.js";
import { jsonReporter } from "./json.js";
import { junitReporter } from "./junit.js";
import { markdownReporter } from "./markdown.js";
import { openMetricsReporter } from "./openmetrics.js";
import type { Reporter } from "./reporter.js";

/** Every report format, in the order of `--help`. A new format is a file beside this one and a line here. */
export const reporters: readonly Reporter[] = [
  markdownReporter,
  jsonReporter,
  htmlReporter,
  junitReporter,
  ctrfReporter,
  csvReporter,
  githubReporter,
  githubSummaryReporter,
  badgeReporter,
  badgeJsonReporter,
  openMetricsReporter,
];
