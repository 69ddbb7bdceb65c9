import type { Reporter } from "./reporter.js";

/** The machine-readable results. */
export const jsonReporter: Reporter = {
  name: "json",
  file: "compatibility-matrix.json",
  about: "the results by their published schema",
  render: ({ json }) => `${JSON.stringify(json(), null, 2)}\n`,
};
