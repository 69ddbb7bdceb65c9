import { resultsText } from "../results-text.js";
import type { Reporter } from "./reporter.js";

/** The machine-readable results. */
export const jsonReporter: Reporter = {
  name: "json",
  file: "compatibility-matrix.json",
  about: "the results by their published schema",
  render: ({ json }) => `${resultsText(json())}\n`,
};
