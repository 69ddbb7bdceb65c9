import { expect, test } from "vitest";
import { findingIds } from "../verdict.js";
import { symptomOf } from "./symptom.js";

const nothing = { hasText: false, hasCall: false, hasReasoning: false };
const text = { ...nothing, hasText: true };
const call = { ...nothing, hasCall: true };
const reasoning = { ...nothing, hasReasoning: true };

/** What a script sees of each finding, where the reply shows nothing, a text, a call. */
const seen: readonly (readonly [nothing: string, text: string, call: string, ids: string])[] = [
  ["empty", "other", "other", "empty-reply reasoning-only tool-call-in-reasoning filtered cut-by-max-tokens"],
  ["empty", "other", "other", "malformed-function-call"],
  ["empty", "answer", "call", "missing-call probe-accepted tool-use-without-block choice-ignored"],
  ["call", "call", "call", "repeats-call unexpected-call"],
  ["call-as-text", "call-as-text", "call-as-text", "tool-call-as-text"],
  ["bad-arguments", "bad-arguments", "bad-arguments", "arguments-invalid-json"],
  ["cut", "cut", "cut", "truncated stalled"],
  ["refused", "refused", "refused", "request-refused"],
  ["error", "error", "error", "error-in-200 midstream-error model-error"],
  [
    ...(["other", "other", "other"] as const),
    `duplicate-call describes-call result-ignored promise-no-action stop-with-tool-calls finish-missing finish-unknown
     arguments-empty arguments-mismatch phantom-call tool-name-unknown call-id-missing call-id-duplicate call-id-reused
     unusual-tool-call think-tag-in-text harmony-preamble metadata-missing usage-missing done-missing wrong-answer
     unexpected-finish protocol client refusal event-after-finish block-broken index-reused index-missing index-split
     finish-repeated unknown-event line-ignored not-utf8 metadata-repeated other-shape message-missing arguments-not-text
     legacy-call identity-changed identity-missing usage-inconsistent buffered request-id-missing output-invalid
     repeats-itself language-drift nested-reply other-choices usage-form index-not-number call-id-changed
     call-name-changed arguments-repeated served-model-differs choices-missing probe-status probe-shape probe-unnamed
     probe-billed parameter-ignored cache-ignored crossed-reply shared-id
      signature-missing logprobs-missing logprobs-invalid`,
  ],
];

const rows = seen.flatMap(([...row]) => row[3].split(/\s+/).map((id) => [id, row[0], row[1], row[2]] as const));

test("every finding has a row here: a new one has to decide", () => {
  expect(rows.map(([id]) => id).sort()).toEqual([...findingIds].sort());
});

test.each(rows)(
  "a script sees of %s: %s where nothing is shown, %s beside text, %s beside a call",
  (name, ...words) => {
    const id = findingIds.filter((known) => known === name);
    expect([nothing, text, call].map((shown) => symptomOf(id, shown))).toEqual(words);
  },
);

test.each(["empty-reply", "reasoning-only", "missing-call"] as const)("%s with reasoning is reasoning alone", (id) => {
  expect(symptomOf([id], reasoning)).toBe("reasoning-only");
});

test("the first finding that a script can see counts", () => {
  expect(symptomOf(["wrong-answer", "truncated", "empty-reply"], text)).toBe("cut");
});

test("without a finding there is nothing that a script could know again", () => {
  expect(symptomOf([], text)).toBe("other");
});
