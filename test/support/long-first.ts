import { relative } from "node:path";
import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/**
 * The test files that take longest, in the order in which they begin: those that mostly wait (for leases, limits, stalled streams) stand
 * beside those that compute. In a fresh clone, Vitest does not know how long a file takes, and would begin with the largest.
 */
export const longFiles: readonly string[] = [
  "test/workers.test.ts",
  "test/recipe-nights.test.ts",
  "test/client-views.test.ts",
  "test/docs.test.ts",
  "test/broken.test.ts",
  "test/run-store.test.ts",
  "test/public-site.test.ts",
  "test/attest.test.ts",
  "test/rule-change.test.ts",
  "test/vitest-entry.test.ts",
  "test/report-hostile-markdown.test.ts",
  "test/evidence-bundle.test.ts",
  "test/investigate.test.ts",
  "test/identity.test.ts",
  "test/recipe-gitlab.test.ts",
  "test/recipe.test.ts",
  "test/twins-hostile.test.ts",
  "test/network-faults.test.ts",
  "test/router-faults.test.ts",
  "test/damaged-recordings.test.ts",
  "src/verdict/experiment/levels/flips.test.ts",
  "test/twins.test.ts",
  "test/cases/errors.test.ts",
  "src/report/machine/junit-xml.test.ts",
  "test/one-bad-interaction.test.ts",
  "test/clients/clients.test.ts",
  "test/corpus-2-judge.test.ts",
  "test/corpus-2-agreement.test.ts",
  "test/clients/agents.test.ts",
  "test/report-sizes.test.ts",
  "test/router-workers.test.ts",
  "test/dead-column.test.ts",
  "test/offline.test.ts",
  "test/corpus-2-streams.test.ts",
  "test/clients-command.test.ts",
  "test/report-hostile-html.test.ts",
  "test/report-html-browser.test.ts",
  "test/report-hostile-machine.test.ts",
  "test/report-html-hostile.test.ts",
  "test/full-suite.test.ts",
];

/** Lets the long files begin first, so that the run does not end with one process that waits for another; then as Vitest does. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longFiles.indexOf(relative(this.ctx.config.root, moduleId));
      return place === -1 ? longFiles.length : place;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
