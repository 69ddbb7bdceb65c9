import { expect, test } from "vitest";
import { said } from "../../../test/samples/run-check.js";
import { reply, text } from "../../../test/samples/transcripts.js";
import type { Reply } from "../../chat/reply.js";
import { envelopeNotes } from "./envelope/notes.js";
import { replyNotes } from "./reply/notes.js";
import { streamNotes } from "./stream/notes.js";
import { toolsNotes } from "./tools/notes.js";

const noted = (...notes: readonly (readonly [id: string, message: string])[]): Reply =>
  reply([text("42")], { notes: notes.map(([id, message]) => ({ id, message })) });

/** Every note of a decoder that a check turns into a finding. */
const findings: readonly (readonly [check: string, note: string, finding: string])[] = [
  ["stream/nothing-after-finish", "event-after-finish", "bad event-after-finish"],
  ["stream/blocks-apart", "block-index-reused", "bad block-broken block-index-reused"],
  ["stream/blocks-apart", "block-index-missing", "bad block-broken block-index-missing"],
  ["stream/blocks-apart", "block-kind-changed", "bad block-broken block-kind-changed"],
  ["stream/blocks-apart", "block-end-repeated", "bad block-broken block-end-repeated"],
  ["stream/blocks-apart", "delta-missing", "bad block-broken delta-missing"],
  ["stream/index-unique", "index-reused", "bad index-reused"],
  ["stream/index-unique", "call-index-reused", "bad index-reused call-index-reused"],
  ["stream/index-present", "index-missing", "note index-missing"],
  ["stream/index-number", "index-not-number", "note index-not-number"],
  ["stream/call-id-stable", "call-id-changed", "note call-id-changed"],
  ["stream/call-name-whole", "tool-name-split", "note call-name-changed tool-name-split"],
  ["stream/call-name-whole", "tool-name-changed", "note call-name-changed tool-name-changed"],
  ["stream/arguments-once", "arguments-repeated", "bad arguments-repeated"],
  ["stream/finish-once", "finish-repeated", "note finish-repeated"],
  ["stream/events-known", "unknown-event", "note unknown-event"],
  ["stream/identity-stable", "identity-changed", "note identity-changed"],
  ["stream/metadata-once", "metadata-repeated", "note metadata-repeated"],
  ["envelope/form-as-asked", "other-shape", "note other-shape"],
  ["envelope/message-present", "message-missing", "bad message-missing"],
  ["envelope/at-the-top", "nested-reply", "note nested-reply"],
  ["envelope/one-choice", "choices-ignored", "note other-choices"],
  ["envelope/one-choice", "extra-choices", "note other-choices"],
  ["envelope/usage-form", "usage-form", "note usage-form"],
  ["tools/arguments-text", "arguments-not-text", "bad arguments-not-text"],
  ["tools/no-legacy-call", "function-call", "bad legacy-call function-call"],
  ["reply/reasoning-signed", "signature-missing", "bad signature-missing"],
];

const noteChecks = [...streamNotes, ...envelopeNotes, ...toolsNotes, ...replyNotes].map(
  (check) => [check.id, check] as const,
);

test.each(noteChecks)("%s reports its own notes and no others", (id, check) => {
  const reported = findings.flatMap(([, note]) => said(check, noted([note, "x"])) ?? []);
  expect(reported).toEqual(findings.filter(([checkId]) => checkId === id).map(([, , finding]) => finding));
  expect(said(check, noted(["other", "x"]))).toEqual([]);
});
