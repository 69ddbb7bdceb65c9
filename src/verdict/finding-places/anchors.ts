import type { FindingId } from "../verdict.js";

/**
 * Where the bytes of a reply show a finding. `finish`: the event that ends the reply, or the end of the body where none came. `end`: after the last event.
 * `failure`: the event with which the reply failed. `call`, `text`, `reasoning`, `refusal`, `usage`: the first event with one; the event that ends the
 * reply where none came. `note`: only where the decoder noted it. `whole`: no single place.
 */
export type Anchor =
  | "finish"
  | "end"
  | "failure"
  | "call"
  | "text"
  | "reasoning"
  | "refusal"
  | "usage"
  | "note"
  | "whole";

/** Every finding decides. `says`: what is wrong at that place, for a reader of the bytes; absent: what was seen says it. */
export const anchors: { readonly [id in FindingId]: { readonly at: Anchor; readonly says?: string } } = {
  "empty-reply": { at: "finish", says: "no text and no call came before this end" },
  "reasoning-only": { at: "finish", says: "only reasoning came before this end" },
  "tool-call-as-text": { at: "text", says: "the call stands in the text that begins here" },
  "tool-call-in-reasoning": { at: "reasoning", says: "the call stands in the reasoning that begins here" },
  "duplicate-call": { at: "call" },
  "describes-call": { at: "text" },
  "result-ignored": { at: "text" },
  "repeats-call": { at: "call" },
  "promise-no-action": { at: "finish", says: "the reply ends here without the call that it promises" },
  "tool-use-without-block": { at: "finish", says: "it ends for a call, and no call came before" },
  "stop-with-tool-calls": { at: "finish", says: "it ends as an answer does, and a call came before" },
  "finish-missing": { at: "end", says: "no event says why the reply ended" },
  "finish-unknown": { at: "finish" },
  "malformed-function-call": { at: "finish" },
  "arguments-invalid-json": { at: "call", says: "the arguments of the call that begins here are no JSON" },
  "arguments-empty": { at: "call" },
  "arguments-mismatch": { at: "call" },
  "phantom-call": { at: "call" },
  "tool-name-unknown": { at: "call" },
  "call-id-missing": { at: "call" },
  "call-id-duplicate": { at: "call" },
  "call-id-reused": { at: "call" },
  "unusual-tool-call": { at: "call" },
  "unexpected-call": { at: "call" },
  "missing-call": { at: "finish", says: "the reply ends here without the expected call" },
  "think-tag-in-text": { at: "text" },
  "harmony-preamble": { at: "text" },
  "error-in-200": { at: "failure" },
  "midstream-error": { at: "failure" },
  truncated: { at: "end", says: "the body ends here, before the event that ends a reply" },
  stalled: { at: "end", says: "nothing more came" },
  "metadata-missing": { at: "end", says: "no metadata came" },
  "usage-missing": { at: "end", says: "no event reports the tokens" },
  "done-missing": { at: "end", says: "no [DONE] came" },
  "cut-by-max-tokens": { at: "finish", says: "the limit of tokens ends the reply here" },
  filtered: { at: "finish", says: "a filter ends the reply here" },
  "wrong-answer": { at: "text" },
  "unexpected-finish": { at: "finish" },
  "request-refused": { at: "failure" },
  "model-error": { at: "failure" },
  protocol: { at: "failure" },
  client: { at: "whole" },
  refusal: { at: "refusal" },
  "event-after-finish": { at: "note" },
  "block-broken": { at: "note" },
  "index-reused": { at: "note" },
  "index-missing": { at: "note" },
  "index-split": { at: "call" },
  "finish-repeated": { at: "note" },
  "unknown-event": { at: "note" },
  "line-ignored": { at: "note" },
  "not-utf8": { at: "note" },
  "metadata-repeated": { at: "note" },
  "other-shape": { at: "note" },
  "message-missing": { at: "note" },
  "arguments-not-text": { at: "note" },
  "legacy-call": { at: "note" },
  "identity-changed": { at: "note" },
  "identity-missing": { at: "whole" },
  "usage-inconsistent": { at: "usage" },
  "cache-ignored": { at: "usage" },
  buffered: { at: "whole" },
  "request-id-missing": { at: "whole" },
  "choice-ignored": { at: "finish" },
  "output-invalid": { at: "text" },
  "repeats-itself": { at: "text" },
  "language-drift": { at: "text" },
  "nested-reply": { at: "note" },
  "other-choices": { at: "note" },
  "usage-form": { at: "note" },
  "index-not-number": { at: "note" },
  "call-id-changed": { at: "note" },
  "call-name-changed": { at: "note" },
  "arguments-repeated": { at: "note" },
  "served-model-differs": { at: "whole" },
  "parameter-ignored": { at: "whole" },
  "choices-missing": { at: "whole" },
  "signature-missing": { at: "reasoning" },
  "logprobs-missing": { at: "text" },
  "logprobs-invalid": { at: "text" },
  "probe-accepted": { at: "whole", says: "a reply to a request that must be refused" },
  "probe-status": { at: "failure" },
  "probe-shape": { at: "failure" },
  "probe-unnamed": { at: "failure" },
  "probe-billed": { at: "failure" },
  "crossed-reply": { at: "whole" },
  "shared-id": { at: "whole" },
};
