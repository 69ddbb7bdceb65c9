import { judgeShipped } from "../../src/library/editions/judge-shipped.js";
import { scenarioHash } from "../../src/runner/store/run-facts.js";
import { loadScenarios } from "../../src/scenario/load-scenarios.js";
import { packageFile } from "../../src/source/package-root.js";
import type { Edition } from "../../src/verdict/editions/edition.js";
import { makeEdition } from "../../src/verdict/editions/make-edition.js";
import { conformanceRows } from "../../test/support/conformance-rows.js";

/** The edition of this name as code and scenarios have it now. */
export async function editionNow(name: Pick<Edition, "edition" | "frozen">): Promise<Edition> {
  const rows = conformanceRows();
  const scenarios = loadScenarios(packageFile("scenarios")).map((scenario) => ({
    ...scenario,
    sha256: scenarioHash(scenario),
    rows: rows.filter(({ ids }) => ids.includes(scenario.id)).map(({ row }) => row),
  }));
  return makeEdition(name, { scenarios, recordings: [...(await judgeShipped())] });
}
