import { failWith } from "../../source/fail-with.js";
import { SourceError, type SourceIssue } from "../../source/source-error.js";
import type { Scenario } from "../scenario.js";
import { wholeFolder } from "./whole-folder.js";

/**
 * The scenarios of a folder, each from its reader, sorted by id. Throws one {@link SourceError} with the mistakes of all files, for a folder without a
 * scenario, and for an id that comes twice.
 */
export function collectScenarios(folder: string, readers: readonly (() => Scenario)[]): readonly Scenario[] {
  const scenarios: Scenario[] = [];
  const issues: SourceIssue[] = [];
  for (const read of readers) {
    try {
      scenarios.push(read());
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw failWith(issues);
  if (scenarios.length === 0) throw wholeFolder(folder, "contains no scenario", "write one as <id>.yaml");
  refuseTwins(scenarios);
  return scenarios.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function refuseTwins(scenarios: readonly Scenario[]): void {
  for (const [index, scenario] of scenarios.entries()) {
    const twin = scenarios.findIndex((other) => other.id === scenario.id);
    if (twin === index) continue;
    throw wholeFolder(
      scenario.file,
      `has the id "${scenario.id}", like ${scenarios[twin]?.file}`,
      "give one of them another id",
    );
  }
}
