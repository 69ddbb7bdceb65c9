import type { Reporter } from "./reporter.js";

/** The matrix as a Markdown page. */
export const markdownReporter: Reporter = {
  name: "markdown",
  file: "compatibility-matrix.md",
  about: "the matrix as a Markdown page",
  render: ({ markdown }, place) => markdown(place),
};
