import { annotations } from "../machine/annotations.js";
import type { Reporter } from "./reporter.js";

/** Annotations of GitHub Actions. */
export const githubReporter: Reporter = {
  name: "github",
  file: "annotations.txt",
  about: "annotations of GitHub Actions (workflow commands on standard output), at most ten of a kind",
  goes: "commands",
  render: ({ sheet }) => {
    const commands = annotations(sheet);
    return commands === "" ? null : commands;
  },
};
