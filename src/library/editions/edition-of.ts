import { scenarioHash } from "../../runner/store/run-facts.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { JudgedBy } from "../../verdict/editions/judged-by.js";
import { presentEdition } from "./read-editions.js";

/** The edition that judges these scenarios, and those of them that it does not have as they are. */
export function editionOf(scenarios: readonly Scenario[]): JudgedBy {
  const { edition, frozen, scenarios: known } = presentEdition();
  const hashes = new Map(known.map(({ id, sha256 }) => [id, sha256]));
  const outside = scenarios.filter((one) => hashes.get(one.id) !== scenarioHash(one)).map(({ id }) => id);
  return {
    id: edition,
    ...(frozen === null ? { draft: true as const } : {}),
    ...(outside.length === 0 ? {} : { outside: outside.sort() }),
  };
}
