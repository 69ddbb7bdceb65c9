import { jobSummary } from "../machine/job-summary.js";
import type { Reporter } from "./reporter.js";

/** The summary of a job of GitHub Actions. */
export const githubSummaryReporter: Reporter = {
  name: "github-summary",
  file: "summary.md",
  about: "the summary of a job of GitHub Actions: what fails and what was not measured in full, the rest in counts",
  goes: "job-summary",
  render: ({ sheet }) => jobSummary(sheet),
};
