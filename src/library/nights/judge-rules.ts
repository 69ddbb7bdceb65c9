import { createHash } from "node:crypto";
import { scenarioHash } from "../../runner/store/run-facts.js";
import type { Scenario } from "../../scenario/scenario.js";
import { checks } from "../../verdict/checks/registry.js";
import { programVersion } from "../versions.js";

/**
 * What judges a cell of each scenario, as one SHA-256 by scenario: this program's version, its checks with their rules, and the scenario.
 * Counts of different rules are not compared.
 */
export function judgeRules(scenarios: readonly Scenario[]): ReadonlyMap<string, string> {
  const judge = sha256(JSON.stringify([programVersion(), checks.map(({ id, claim, rule }) => ({ id, claim, rule }))]));
  return new Map(scenarios.map((scenario) => [scenario.id, sha256(`${judge} ${scenarioHash(scenario)}`)]));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
