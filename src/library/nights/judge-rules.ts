import { createHash } from "node:crypto";
import { scenarioHash } from "../../runner/store/run-facts.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { CheckName } from "../../verdict/checks/check.js";
import { checks } from "../../verdict/checks/registry.js";
import { allClaims } from "../../verdict/effects/all-claims.js";
import { programVersion } from "../versions.js";

/**
 * What judges a cell of each scenario, as one SHA-256 by scenario: this program's version, its checks with their rules, and the scenario.
 * Counts of different rules are not compared.
 */
export function judgeRules(scenarios: readonly Scenario[]): ReadonlyMap<string, string> {
  const plain = judgeOf(checks);
  const comparing = judgeOf(allClaims);
  return new Map(
    scenarios.map((scenario) => {
      const judge = scenario.compare.length === 0 ? plain : comparing;
      return [scenario.id, sha256(`${judge} ${scenarioHash(scenario)}`)];
    }),
  );
}

function judgeOf(claims: readonly CheckName[]): string {
  return sha256(JSON.stringify([programVersion(), claims.map(({ id, claim, rule }) => ({ id, claim, rule }))]));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
