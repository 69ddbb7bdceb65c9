import type { FindingId } from "../verdict.js";

/**
 * What a short script can see of a reply. `empty`: no text, no call, no reasoning. `reasoning-only`, `call`, `answer`: what is shown.
 * `call-as-text`: a text with a mark of a call. `bad-arguments`: a call whose arguments are no JSON object. `cut`: no terminal event,
 * or a broken connection. `refused`: the service refused the request itself (400, 413, 415, 422). `error`: an exception frame, an
 * error in a 200, a finish word of an error, or the model's own error status. `other`: what only the bytes show.
 */
export const symptoms = [
  "empty",
  "reasoning-only",
  "call",
  "answer",
  "call-as-text",
  "bad-arguments",
  "cut",
  "refused",
  "error",
  "other",
] as const;
export type Symptom = (typeof symptoms)[number];

/** What a reply shows. `hasText`: visible text outside think tags. `hasReasoning`: a block of it, or think tags. */
export type ShownFacts = { readonly hasText: boolean; readonly hasCall: boolean; readonly hasReasoning: boolean };

/**
 * The symptom by which a script knows the failing reply again: that of the first finding, cause first, that has one; `other` where
 * none has. A finding that a good reply of the same request could show too (`wrong-answer`: an answer) is `other`.
 */
export function symptomOf(findings: readonly FindingId[], shown: ShownFacts): Symptom {
  const seen = findings.map((id) => symptomOfOne(id, shown));
  return seen.find((symptom) => symptom !== "other") ?? "other";
}

/** `shown`: whatever the reply shows. `blank`: what it shows if that is neither text nor a call, else `other`. */
type Rule = Exclude<Symptom, "other"> | "shown" | "blank" | "other";

function symptomOfOne(id: FindingId, shown: ShownFacts): Symptom {
  const rule = rules[id];
  if (rule === "shown") return shownBy(shown);
  if (rule === "blank") return shown.hasText || shown.hasCall ? "other" : shownBy(shown);
  return rule;
}

function shownBy({ hasText, hasCall, hasReasoning }: ShownFacts): Symptom {
  if (hasCall) return "call";
  if (hasText) return "answer";
  return hasReasoning ? "reasoning-only" : "empty";
}

/** Every finding decides. Those that a good reply to the same request may share with a bad one are `other`. */
const rules: { readonly [id in FindingId]: Rule } = {
  "empty-reply": "blank",
  // Reasoning that is counted and not shown leaves nothing to see.
  "reasoning-only": "blank",
  "tool-call-as-text": "call-as-text",
  "tool-call-in-reasoning": "blank",
  "duplicate-call": "other",
  "describes-call": "other",
  "result-ignored": "other",
  "repeats-call": "call",
  "promise-no-action": "other",
  "tool-use-without-block": "shown",
  "stop-with-tool-calls": "other",
  "finish-missing": "other",
  "finish-unknown": "other",
  "malformed-function-call": "blank",
  "arguments-invalid-json": "bad-arguments",
  "arguments-empty": "other",
  "arguments-mismatch": "other",
  "phantom-call": "other",
  "tool-name-unknown": "other",
  "call-id-missing": "other",
  "call-id-duplicate": "other",
  "call-id-reused": "other",
  "unusual-tool-call": "other",
  "unexpected-call": "call",
  "missing-call": "shown",
  "think-tag-in-text": "other",
  "harmony-preamble": "other",
  "error-in-200": "error",
  "midstream-error": "error",
  truncated: "cut",
  stalled: "cut",
  "metadata-missing": "other",
  "usage-missing": "other",
  "done-missing": "other",
  "cut-by-max-tokens": "blank",
  filtered: "blank",
  "wrong-answer": "other",
  "unexpected-finish": "other",
  "request-refused": "refused",
  "model-error": "error",
  protocol: "other",
  client: "other",
  refusal: "other",
  "event-after-finish": "other",
  "block-broken": "other",
  "index-reused": "other",
  "index-missing": "other",
  "index-split": "other",
  "finish-repeated": "other",
  "unknown-event": "other",
  "line-ignored": "other",
  "not-utf8": "other",
  "metadata-repeated": "other",
  "other-shape": "other",
  "message-missing": "other",
  "arguments-not-text": "other",
  "legacy-call": "other",
  "identity-changed": "other",
  "identity-missing": "other",
  "usage-inconsistent": "other",
  "cache-ignored": "other",
  buffered: "other",
  "request-id-missing": "other",
  "choice-ignored": "shown",
  "output-invalid": "other",
  "repeats-itself": "other",
  "language-drift": "other",
  "nested-reply": "other",
  "other-choices": "other",
  "usage-form": "other",
  "index-not-number": "other",
  "call-id-changed": "other",
  "call-name-changed": "other",
  "arguments-repeated": "other",
  "served-model-differs": "other",
  "parameter-ignored": "other",
  "choices-missing": "other",
  "signature-missing": "other",
  "logprobs-missing": "other",
  "logprobs-invalid": "other",
  "probe-accepted": "shown",
  "probe-status": "other",
  "probe-shape": "other",
  "probe-unnamed": "other",
  "probe-billed": "other",
  "crossed-reply": "other",
  "shared-id": "other",
};
