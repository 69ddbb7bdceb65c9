import type { Reporter } from "../reporters/reporter.js";

/** The report as one page for a browser. */
export const htmlReporter: Reporter = {
  name: "html",
  file: "report.html",
  about: "one HTML file for a browser: filters, a page for each cell, no request to anywhere",
  showsTrials: true,
  render: async (input) => (await import("./page.js")).pageText(input),
};
