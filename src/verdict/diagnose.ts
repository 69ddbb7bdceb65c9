import { toolCallsOf } from "../chat/read-reply.js";
import type { Turn } from "../transcript/transcript.js";
import { isBlank } from "./compare-text.js";
import type { CheckResult, FindingId } from "./verdict.js";
import { answerTextOf } from "./visible-text.js";

/** Why a reply shows nothing, by the finding that says so; `words` are for a person. */
export type Diagnosis = { readonly finding: FindingId; readonly cause: string | null; readonly words: string };

/**
 * Says what became of a reply that shows no text and no call, or that hides its call where no client looks. Null for one that
 * shows something, and where no check knows why it does not.
 */
export function diagnoseBlank({ reply }: Pick<Turn, "reply">, results: readonly CheckResult[]): Diagnosis | null {
  const findings = results.flatMap(({ finding }) => (finding === null ? [] : [finding]));
  const id = order.find((one) => findings.some((finding) => finding.id === one));
  if (id === undefined) return null;
  const cause = findings.find((finding) => finding.id === id)?.cause ?? null;
  const hides = id === "tool-call-as-text" || id === "tool-call-in-reasoning";
  const shows = toolCallsOf(reply).length > 0 || !isBlank(answerTextOf(reply));
  if (shows && !hides) return null;
  const silent = findings.some((one) => one.id === "metadata-missing") ? "; no metadata came either" : "";
  return { finding: id, cause, words: `${wordsOf(id, cause)}${silent}` };
}

/** Where several are found, the first one tells. */
const order = [
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

type Told = (typeof order)[number];

const words: { readonly [finding in Told]: string } = {
  "request-refused": "the service refused the request",
  stalled: "the stream stopped sending",
  truncated: "the body ended before the reply was whole",
  "midstream-error": "an error came inside the stream; a client that reads past it sees an empty reply",
  "error-in-200": "the 200 holds an error object; a client that reads past it sees an empty reply",
  "model-error": "the serving engine failed",
  protocol: "the bytes are not what the API promises",
  "malformed-function-call": "the service gave up on a malformed call",
  "message-missing": "the completion has no message",
  "legacy-call": "the call came in the legacy member, where clients do not look",
  "tool-call-as-text": "the call stands in the text, unparsed",
  "tool-call-in-reasoning": "the call stands in the reasoning",
  "tool-use-without-block": "a call is announced, and none came",
  filtered: "a filter or guardrail took it",
  refusal: "the model refused",
  "cut-by-max-tokens": "the token limit cut it",
  "reasoning-only": "there is reasoning and nothing else",
  "empty-reply": "there is no text and no call",
};

/** What a cause adds. */
const causes: { readonly [finding: string]: { readonly [cause: string]: string } } = {
  "empty-reply": {
    silent: "the model itself ended at once (0 to 3 output tokens)",
    "parser-ate-it": "output tokens were made, and somebody's parser took them",
    "stop-sequence": "the model began with a stop sequence",
    "tokens-unknown": "the output tokens are not reported, so nobody can tell a silent model from a parser",
  },
  "reasoning-only": {
    "think-tag": "all of it inside think tags",
    hidden: "all output tokens are counted as reasoning, and none is shown",
  },
  "request-refused": { "invalid-history": "it does not take this history" },
  stalled: { "before-content": "no event came", "inside-content": "in the middle of the reply" },
  truncated: {
    "before-content": "nothing had come",
    "inside-content": "in the middle of the reply",
    "after-finish": "after its finish",
  },
};

function wordsOf(id: Told, cause: string | null): string {
  if (cause === null) return words[id];
  // Of a call that is hidden, the cause is the dialect in which it is written.
  const known = causes[id]?.[cause] ?? (id.startsWith("tool-call-") ? `dialect ${cause}` : cause);
  return `${words[id]}: ${known}`;
}
