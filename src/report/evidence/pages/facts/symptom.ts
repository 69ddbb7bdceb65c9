import type { Arm } from "../../../../verdict/evidence/material.js";
import type { FindingCount, Verdict } from "../../../../verdict/verdict.js";
import { code } from "../../../markdown-text.js";

/** What is wrong with a failing cell, most frequent first: `empty reply`, `request refused (invalid-history)`. */
export function symptomWords({ findings, observed, reason }: Verdict): string {
  const bad = findings.filter(({ severity }) => severity === "bad");
  if (bad.length > 0) return [...new Set(bad.slice(0, 2).map(findingWords))].join(", ");
  return observed === "blocked" || observed === "unsupported"
    ? `refused (${code(reason ?? "no reason given")})`
    : "bad";
}

/** What is wrong with the failing trials, each with the evidence of its first occurrence; lines of a list. */
export function findingLines(verdict: Verdict): readonly string[] {
  const bad = verdict.findings.filter(({ severity }) => severity === "bad").slice(0, 3);
  if (bad.length > 0) return bad.map((finding) => `- ${findingWords(finding)}: ${code(finding.seen, 300)}`);
  return [`- ${symptomWords(verdict)}${verdict.reasonText === null ? "" : `: ${code(verdict.reasonText, 300)}`}`];
}

function findingWords({ id, cause }: Pick<FindingCount, "id" | "cause">): string {
  const words = id.replaceAll("-", " ");
  return cause === null ? words : `${words} (${code(cause, 60)})`;
}

/** The ways in which a case can be bad that ask a vendor for something of their own. */
export type SymptomKind = "refused" | "cut" | "blank" | "other";

const cutIds: ReadonlySet<string> = new Set([
  "truncated",
  "stalled",
  "midstream-error",
  "error-in-200",
  "done-missing",
]);
const blankIds: ReadonlySet<string> = new Set([
  ...["empty-reply", "reasoning-only", "tool-call-as-text", "tool-call-in-reasoning", "tool-use-without-block"],
]);

/** By the shown call where it was refused, else by the findings of its cell. */
export function symptomKind({ verdict, wire }: Pick<Arm, "verdict" | "wire">): SymptomKind {
  const bad = verdict.findings.flatMap(({ id, severity }) => (severity === "bad" ? [id] : []));
  if ((wire.status ?? 0) >= 400 || bad.includes("request-refused")) return "refused";
  if (bad.some((id) => cutIds.has(id))) return "cut";
  return bad.some((id) => blankIds.has(id)) ? "blank" : "other";
}
