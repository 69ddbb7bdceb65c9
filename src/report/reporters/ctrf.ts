import { ctrf } from "../machine/ctrf.js";
import { shownText } from "../machine/shown-text.js";
import type { Reporter } from "./reporter.js";

/** The Common Test Report Format. */
export const ctrfReporter: Reporter = {
  name: "ctrf",
  file: "ctrf.json",
  about: "the Common Test Report Format (JSON)",
  // Databases and languages that read it refuse U+0000 and lone surrogates, which JSON allows.
  render: ({ sheet }) => `${JSON.stringify(ctrf(sheet), shownStrings, 1)}\n`,
};

function shownStrings(_: string, value: unknown): unknown {
  return typeof value === "string" ? shownText(value, { most: 4000, lines: true }) : value;
}
