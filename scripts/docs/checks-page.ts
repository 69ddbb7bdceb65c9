import { standingOfCheck } from "../../src/library/editions/standing-of.js";
import type { CheckName } from "../../src/verdict/checks/check.js";
import { allClaims } from "../../src/verdict/effects/all-claims.js";
import { prose } from "./markdown.js";

/** The page of the checks: what each claims, on whose word, and since which edition. */
export function checksPage(): string {
  return [
    "# Checks",
    "",
    `${allClaims.length} claims that are true of every good reply, in the order in which they are checked. A claim that does not hold raises a`,
    "[finding](/findings.md). [Checks, verdicts and statistics](/checks.md) explains severities and layers; `llm-parity list checks` prints",
    "this list.",
    "",
    ...allClaims.map(section),
  ].join("\n");
}

function section({ id, claim, rule }: CheckName): string {
  const { since, changed, stability } = standingOfCheck(id);
  return [
    `## ${id}`,
    "",
    `${prose(`${claim[0]?.toUpperCase()}${claim.slice(1)}`)}.`,
    "",
    `- severity: \`${rule.severity}\``,
    `- layer: \`${rule.layer}\`${rule.notes === undefined ? "" : ", what clients cope with is a note of the strict layer"}`,
    `- since: ${since === null ? "no edition yet" : `edition ${since}${changed === since ? "" : `, changed in ${changed}`}, ${stability}`}`,
    `- source: ${prose(rule.source)}, ${rule.date}`,
    "",
  ].join("\n");
}
