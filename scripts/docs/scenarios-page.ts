import { relative } from "node:path";
import { standingOfScenario } from "../../src/library/editions/standing-of.js";
import { loadScenarios } from "../../src/scenario/load-scenarios.js";
import type { Scenario } from "../../src/scenario/scenario.js";
import { packageFile } from "../../src/source/package-root.js";
import { table } from "./markdown.js";
import { pageOfFile } from "./site-path.js";

/** The page of the shipped scenarios, by folder. `files`: what it links to, as paths in the repository. */
export function scenariosPage(root: string): { readonly text: string; readonly files: readonly string[] } {
  const scenarios = loadScenarios(packageFile("scenarios"));
  const fileOf = ({ file }: Scenario) => relative(root, file);
  const folders = [...new Set(scenarios.map((one) => folderOf(fileOf(one))))].sort();
  const text = [
    "# Shipped scenarios",
    "",
    `${scenarios.length} conversations as data. [Scenarios, models and known divergences](/scenarios.md) explains the format; the id leads to the file.`,
    "",
    ...folders.flatMap((folder) => [
      `## ${folder}`,
      "",
      table(
        ["id", "asks", "steps", "needs", "since"],
        scenarios
          .filter((one) => folderOf(fileOf(one)) === folder)
          .map((one) => [
            `[${one.id}](/${pageOfFile(fileOf(one))})`,
            one.title,
            String(one.steps.length),
            one.needs.join(", ") || "–",
            sinceText(one),
          ]),
      ),
      "",
    ]),
  ].join("\n");
  return { text, files: scenarios.map(fileOf) };
}

function sinceText(scenario: Scenario): string {
  const { since, stability } = standingOfScenario(scenario);
  return since === null ? "no edition yet" : `<span class="edition">${since}</span>, ${stability}`;
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/"));
}
