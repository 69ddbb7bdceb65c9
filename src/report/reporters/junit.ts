import { junitXml } from "../machine/junit-xml.js";
import type { Reporter } from "./reporter.js";

/** JUnit XML, which GitLab, Jenkins and the actions for GitHub read. */
export const junitReporter: Reporter = {
  name: "junit",
  file: "junit.xml",
  about: "JUnit XML for GitLab, Jenkins and actions on GitHub: a suite for each target, a test for each cell",
  render: ({ sheet }) => junitXml(sheet),
};
