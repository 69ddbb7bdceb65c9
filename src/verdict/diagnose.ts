import { toolCallsOf } from "../chat/read-reply.js";
import type { Turn } from "../transcript/transcript.js";
import { isBlank } from "./compare-text.js";
import type { CheckResult, FindingId } from "./verdict.js";
import { answerTextOf } from "./visible-text.js";

/** Why a reply shows nothing: the finding that explains it, and the explanation for a reader (`words`). */
export type Diagnosis = { readonly finding: FindingId; readonly cause: string | null; readonly words: string };

/**
 * Explains a reply that shows no text and no call, or that has its call where no client looks. Null for a reply that
 * shows something, and where no check explains why it does not.
 */
export function diagnoseBlank({ reply }: Pick<Turn, "reply">, results: readonly CheckResult[]): Diagnosis | null {
  const findings = results.flatMap(({ finding }) => (finding === null ? [] : [finding]));
  const id = explanations.find((finding) => findings.some((one) => one.id === finding));
  if (id === undefined) return null;
  const cause = findings.find((finding) => finding.id === id)?.cause ?? null;
  const isHidden = id === "tool-call-as-text" || id === "tool-call-in-reasoning";
  const isShown = toolCallsOf(reply).length > 0 || !isBlank(answerTextOf(reply));
  if (isShown && !isHidden) return null;
  const silent = findings.some((finding) => finding.id === "metadata-missing") ? "; the metadata is missing too" : "";
  const measured = id === "empty-reply" && cause === "silent" ? tokensText(reply.usage?.outputTokens ?? null) : "";
  return { finding: id, cause, words: `${wordsOf(id, cause)}${measured}${silent}` };
}

function tokensText(tokens: number | null): string {
  return tokens === null ? "" : ` (${tokens} ${tokens === 1 ? "output token" : "output tokens"})`;
}

/** Of several findings, the first in this order is the explanation. */
const explanations = [
  "request-refused",
  "stalled",
  "truncated",
  "midstream-error",
  "error-in-200",
  "model-error",
  "protocol",
  "malformed-function-call",
  "message-missing",
  "legacy-call",
  "tool-call-as-text",
  "tool-call-in-reasoning",
  "tool-use-without-block",
  "filtered",
  "refusal",
  "cut-by-max-tokens",
  "reasoning-only",
  "empty-reply",
] as const satisfies readonly FindingId[];

type Explanation = (typeof explanations)[number];

const words: { readonly [finding in Explanation]: string } = {
  "request-refused": "the service refused the request",
  stalled: "the stream stopped sending",
  truncated: "the body ended before the reply was whole",
  "midstream-error": "the stream contains an error; a client that reads past it sees an empty reply",
  "error-in-200": "the body of the 200 is an error object; a client that reads past it sees an empty reply",
  "model-error": "the serving engine failed",
  protocol: "the bytes do not follow the API's protocol",
  "malformed-function-call": "the service gave up on a malformed call",
  "message-missing": "the completion has no message",
  "legacy-call": "the call is in the legacy member, which clients do not read",
  "tool-call-as-text": "the call is in the text, unparsed",
  "tool-call-in-reasoning": "the call is in the reasoning",
  "tool-use-without-block": "the finish reason announces a call, and there is none",
  filtered: "a filter or guardrail withheld it",
  refusal: "the model refused",
  "cut-by-max-tokens": "the token limit cut it",
  "reasoning-only": "there is only reasoning",
  "empty-reply": "there is no text and no call",
};

/** The second half of the sentence, by cause. */
const causes: { readonly [finding: string]: { readonly [cause: string]: string } } = {
  "empty-reply": {
    silent: "the model ended at once",
    "parser-ate-it": "output tokens were generated, and a parser dropped them",
    "not-read": "the reply has content of a kind that is not read, which may be the answer",
    "stop-sequence": "the model began with a stop sequence",
    "tokens-unknown": "output tokens are not reported, so a silent model and a parser that dropped them look alike",
  },
  "reasoning-only": {
    "think-tag": "all of it in think tags",
    hidden: "all output tokens are counted as reasoning, and none is shown",
  },
  "model-error": { "broken-off": "the upstream broke the generation off" },
  "request-refused": { "invalid-history": "it does not accept this history" },
  stalled: { "before-content": "no event arrived", "inside-content": "in the middle of the reply" },
  truncated: {
    "before-content": "nothing had arrived",
    "inside-content": "in the middle of the reply",
    "after-finish": "after its finish",
  },
};

function wordsOf(id: Explanation, cause: string | null): string {
  if (cause === null) return words[id];
  // For a hidden call, the cause is the dialect in which it is written.
  const known = causes[id]?.[cause] ?? (id.startsWith("tool-call-") ? `dialect ${cause}` : cause);
  return `${words[id]}: ${known}`;
}
