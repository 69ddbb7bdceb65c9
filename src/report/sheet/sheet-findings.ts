import { allClaims } from "../../verdict/effects/all-claims.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { SheetFinding } from "./sheet.js";

const rules = new Map(allClaims.map(({ id, rule }) => [id, rule]));

/** The findings of a cell with the checks that raised them, and the rule of the first of these checks. */
export function findingsOf({ findings, judged }: Pick<Verdict, "findings" | "judged">): readonly SheetFinding[] {
  if (findings.length === 0) return [];
  // Nearly all of a hundred checks a trial raise nothing.
  const results = judged.flatMap(({ checks }) => checks.filter(({ finding }) => finding !== null));
  return findings.map((found) => {
    const raised = results.filter(({ finding }) => finding?.id === found.id && finding.cause === found.cause);
    const ids = [...new Set(raised.map(({ check }) => check))];
    return { ...found, checks: ids, rule: ruleOf(ids) };
  });
}

/** The rule of the first of these checks that this version has; null: it has none of them. */
export function ruleOf(ids: readonly string[]): SheetFinding["rule"] {
  return ids.map((id) => rules.get(id)).find((one) => one !== undefined) ?? null;
}
