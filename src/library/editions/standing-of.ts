import { scenarioHash } from "../../runner/store/run-facts.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Stability } from "../../verdict/editions/edition.js";
import { type Since, sinceOf } from "../../verdict/editions/since.js";
import { presentEdition, readEditions } from "./read-editions.js";

/** What the editions say of an item. `stability` null: the present one does not have it. */
export type Standing = Since & { readonly stability: Stability | null };

const none: Standing = { since: null, changed: null, stability: null };

/** What the editions say of a check. */
export function standingOfCheck(id: string): Standing {
  const found = presentEdition().checks.find((check) => check.id === id);
  return found === undefined ? none : { ...sinceOf("checks", id, readEditions()), stability: found.stability };
}

/** What the editions say of a scenario; nothing of one that differs from theirs. */
export function standingOfScenario(scenario: Scenario): Standing & { readonly rows: readonly number[] } {
  const found = presentEdition().scenarios.find(({ id }) => id === scenario.id);
  if (found === undefined || found.sha256 !== scenarioHash(scenario)) return { ...none, rows: [] };
  const { stability, rows } = found;
  return { ...sinceOf("scenarios", scenario.id, readEditions()), stability, rows };
}
