import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../test/samples/run-check.js";
import { reply, text, turn } from "../../../test/samples/transcripts.js";
import type { JsonObject } from "../../chat/json.js";
import type { Reply } from "../../chat/reply.js";
import type { ResponseFormat } from "../../chat/request.js";
import type { Turn } from "../../transcript/transcript.js";
import { clientAgrees } from "./client/agrees.js";
import { envelopeIdentity } from "./envelope/identity.js";
import { envelopeRequestId } from "./envelope/request-id.js";
import { outputJson } from "./output/json.js";
import { streamDone } from "./stream/done.js";
import { wireChecks } from "./wire-checks.js";

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
  ["stream/finish-once", "finish-repeated", "note finish-repeated"],
  ["stream/events-known", "unknown-event", "note unknown-event"],
  ["stream/identity-stable", "identity-changed", "note identity-changed"],
  ["stream/metadata-once", "metadata-repeated", "note metadata-repeated"],
  ["envelope/form-as-asked", "other-shape", "note other-shape"],
  ["envelope/message-present", "message-missing", "bad message-missing"],
  ["tools/arguments-text", "arguments-not-text", "bad arguments-not-text"],
  ["tools/no-legacy-call", "function-call", "bad legacy-call function-call"],
];

test.each(wireChecks.map((check) => [check.id, check] as const))("%s hears its own notes and no other", (id, check) => {
  const heard = findings.flatMap(([, note]) => said(check, noted([note, "x"])) ?? []);
  expect(heard).toEqual(findings.filter(([own]) => own === id).map(([, , finding]) => finding));
  expect(said(check, noted(["other", "x"]))).toEqual([]);
});

describe("stream/finish-once", () => {
  const finishOnce = wireChecks.filter(({ id }) => id === "stream/finish-once");

  test.each<[message: string, found: number]>([
    ["finish_reason came in 2 chunks: stop, stop", 0],
    ["finish_reason came in 3 chunks: stop, stop, stop", 0],
    ["finish_reason came in 3 chunks: stop, stop, length", 1],
    ["finish_reason came in 3 chunks: length, stop, stop", 1],
    ["finish_reason came in 2 chunks: stop, stops", 1],
    ["a second messageStop says stop", 1],
    ["said: stop", 1],
  ])("%s", (message, found) => {
    expect(finishOnce.flatMap((check) => said(check, noted(["finish-repeated", message])) ?? [])).toHaveLength(found);
  });

  test("a repetition before another word does not hide it", () => {
    const both = noted(["finish-repeated", "2 chunks: stop, stop"], ["finish-repeated", "2 chunks: stop, length"]);
    expect(finishOnce.flatMap((check) => evidence(check, both))).toEqual(["2 chunks: stop, length"]);
  });
});

test("a note about a stream says nothing of a reply that was no stream", () => {
  expect(said(streamDone, noted(["done-missing", "x"]), { api: "chat-completions" })).toBeNull();
  expect(evidence(streamDone, noted(["other", "y"], ["done-missing", "x"]))).toEqual(["x"]);
});

describe("envelope", () => {
  test.each<[id: string | null, model: string | null, found: readonly string[] | null]>([
    ["gen-1", "m", []],
    [null, "m", ["a reply of m without an id"]],
    ["gen-1", null, null],
    [null, null, null],
  ])("identity: the id %j of the model %j", (id, model, found) => {
    const answer = reply([text("42")], { id, model });
    if (found === null) expect(said(envelopeIdentity, answer)).toBeNull();
    else expect(evidence(envelopeIdentity, answer)).toEqual(found);
  });

  const plain = turn("s", reply([text("42")], { requestId: null }));
  const attempts = (...changes: readonly Partial<Turn["attempts"][number]>[]): Turn => ({
    ...plain,
    attempts: changes.flatMap((change) => plain.attempts.map((one) => ({ ...one, ...change }))),
  });

  test.each<[title: string, asked: Turn, found: readonly string[] | null]>([
    ["none in any attempt", attempts({}, {}), ["note request-id-missing"]],
    ["one in an earlier attempt", attempts({ requestId: "req-1" }, {}), []],
    ["one in the reply", { ...plain, reply: reply([text("42")]) }, []],
    ["an attempt without an exchange", attempts({ exchange: null }), null],
    ["an attempt without a status", attempts({ status: null }), null],
    [
      "an id of an attempt that was not answered",
      attempts({ status: null, requestId: "req-1" }, {}),
      ["note request-id-missing"],
    ],
    ["no attempt", attempts(), null],
  ])("request id: %s", (_title, asked, found) => {
    expect(said(envelopeRequestId, asked)).toEqual(found);
  });
});

test("client/agrees: the other client and every difference are said", () => {
  const reading = {
    completeness: "complete",
    finish: null,
    text: "",
    reasoning: null,
    toolCalls: [],
    outputTokens: null,
    inputTokens: null,
  } as const;
  const read = (differences: readonly string[]) =>
    turn("s", reply([]), { otherReading: { client: "sdk", reading, differences } });
  expect(evidence(clientAgrees, read(["text: a / b", "finish: c / d"]))).toEqual([
    "the sdk client reads: text: a / b; finish: c / d",
  ]);
  expect(said(clientAgrees, read([]))).toEqual([]);
  expect(said(clientAgrees, reply([]))).toBeNull();
});

describe("output/json", () => {
  const schema: JsonObject = {
    type: "object",
    properties: { n: { type: "integer" }, m: { type: "integer" } },
    required: ["n"],
  };
  const bySchema: ResponseFormat = { kind: "json-schema", name: "n", schema, strict: null };
  const formatted = (words: string, responseFormat: ResponseFormat | null): Turn => {
    const plain = turn("s", reply([text(words)]));
    return { ...plain, request: { ...plain.request, responseFormat } };
  };

  test.each<[title: string, words: string, found: readonly string[] | null]>([
    ["an object", '{"n":1}', []],
    ["an object after a thought", '<think>{"n":"x"}</think>{"n":1}', []],
    ["a blank answer", " \n", null],
    ["a fence without a language", '```\n{"n":1}\n```', ["bad output-invalid fenced"]],
    ["a fence in white space", ' \n```json{"n":1}``` \n', ["bad output-invalid fenced"]],
    ["a fence around prose", "```json\nRome\n```", ["bad output-invalid not-json"]],
    ["a fence after prose", 'Here: ```json\n{"n":1}\n```', ["bad output-invalid not-json"]],
    ["a fence before prose", '```json\n{"n":1}\n``` there', ["bad output-invalid not-json"]],
    ["null", "null", ["bad output-invalid not-an-object"]],
    ["two members of the wrong type, said once", '{"n":"1","m":"1"}', ["bad output-invalid wrong-type"]],
  ])("%s", (_title, words, found) => {
    expect(said(outputJson, formatted(words, bySchema))).toEqual(found);
  });

  test("an object of any shape where no schema was sent, and any text where nothing was asked for", () => {
    expect(said(outputJson, formatted('{"x":1}', { kind: "json-object" }))).toEqual([]);
    expect(said(outputJson, formatted("Rome", { kind: "json-object" }))).toEqual(["bad output-invalid not-json"]);
    expect(said(outputJson, formatted("Rome", { kind: "text" }))).toBeNull();
    expect(said(outputJson, formatted("Rome", null))).toBeNull();
  });

  test("the place is said", () => {
    expect(evidence(outputJson, formatted('{"n":"1"}', bySchema))[0]).toMatch(/^\$\.n .*: "\{"n":"1"\}"$/);
  });
});
