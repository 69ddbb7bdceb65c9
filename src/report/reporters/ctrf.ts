import { ctrf } from "../machine/ctrf.js";
import type { Reporter } from "./reporter.js";

/** The Common Test Report Format. */
export const ctrfReporter: Reporter = {
  name: "ctrf",
  file: "ctrf.json",
  about: "the Common Test Report Format (JSON)",
  render: ({ sheet }) => `${JSON.stringify(ctrf(sheet), null, 1)}\n`,
};
