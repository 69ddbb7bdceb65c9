import type { Verdict } from "../verdict/verdict.js";
import type { Bundle } from "./bundle.js";
import { badFindings, findingText } from "./cell-text.js";
import { blankReplyHypotheses, type Evidence, type Hypothesis } from "./hypotheses.js";
import { code, plain, sourceLink, table } from "./markdown-text.js";

/** The findings that the hypotheses try to explain. */
const blank = new Set(["empty-reply", "reasoning-only", "stalled", "truncated"]);

/** The possible causes of the blank replies of this matrix, with the evidence for and against each; empty without such a reply. */
export function rootCauseSection({ matrix, blankReplies }: Bundle): string {
  const cells = matrix.verdicts.filter((verdict) => badFindings(verdict).some(({ id }) => blank.has(id)));
  if (cells.length === 0) return "";
  return [
    "## Root cause: hypotheses",
    "",
    `About: ${cells.map(nameOf).join("; ")}.`,
    "",
    "None of these is established by this matrix. That the same code works for Claude proves nothing about ids or reasoning",
    "in the history, to which Claude is indifferent; that OpenRouter works proves nothing until its upstream is pinned and",
    "its echo checked.",
    "",
    ...blankReplyHypotheses().flatMap(hypothesisLines),
    ...blankReplyLines(blankReplies),
  ].join("\n");
}

function nameOf(verdict: Verdict): string {
  return `${plain(verdict.cell.scenario)} on ${plain(verdict.cell.target)} (${plain(badFindings(verdict).map(findingText).join(", "))})`;
}

function hypothesisLines({ id, cause, statement, for: supporting, against, test }: Hypothesis): readonly string[] {
  return [
    `**${id} (${cause})**: ${statement}`,
    "",
    ...evidenceLines("for", supporting),
    ...evidenceLines("against", against),
    `- test: ${test}`,
    "",
  ];
}

function evidenceLines(word: string, evidence: readonly Evidence[]): readonly string[] {
  if (evidence.length === 0) return [`- ${word}: nothing known to us`];
  return evidence.map(({ statement, source, date }) => `- ${word}: ${statement} (${sourceLink(source)}, ${date})`);
}

function blankReplyLines(replies: Bundle["blankReplies"]): readonly string[] {
  if (replies.length === 0) return [];
  const rows = replies.map(({ name, file, note, verdict }) => [
    code(name),
    plain(note),
    plain(verdict.findings.map(findingText).join(", ")),
    code(file),
  ]);
  return [
    "### What one summary hides",
    "",
    "`payloads: [], output_tokens: 0` fits each of these streams. Their bytes differ, and so do their verdicts:",
    "",
    table(["blank reply", "what arrived", "finding", "bytes"], rows),
    "",
  ];
}
