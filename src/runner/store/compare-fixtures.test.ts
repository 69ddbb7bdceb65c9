import { expect, test } from "vitest";
import { catalog } from "../../../test/support/repository.js";
import { jsonPost, recording } from "../../../test/support/wire-doubles.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import type { HarFile } from "../../wire/har/har.js";
import { compareFixtures } from "./compare-fixtures.js";

const target = catalog.targets.find(({ id }) => id === "kimi-k2.5/openrouter/chat-completions");
if (target === undefined) throw new TypeError("no such target");

type Said = {
  readonly id?: string;
  readonly text?: string;
  readonly finish?: string;
  readonly provider?: string;
  readonly tokens?: number;
};

const question = { model: "m", messages: [{ role: "user", content: "one" }] };

function exchangeOf(
  { id = "gen-1", text = "42", finish = "stop", provider = "A", tokens = 1 }: Said,
  body: unknown = question,
) {
  const reply = {
    id,
    model: "m",
    provider,
    choices: [{ index: 0, finish_reason: finish, message: { role: "assistant", content: text } }],
    usage: { prompt_tokens: 5, completion_tokens: tokens, total_tokens: 5 + tokens },
  };
  return recording({
    request: jsonPost("https://a.test/chat/completions", body),
    chunks: [[1, Buffer.from(JSON.stringify(reply))]],
  });
}

function fixture(exchanges: readonly RecordedExchange[], meta: Partial<HarFile["meta"]> = {}): HarFile {
  return {
    meta: {
      formatVersion: 1,
      source: "recorded",
      recordedAt: "2026-02-10T00:00:00Z",
      after: null,
      scenario: "basic-chat",
      scenarioVersion: 1,
      target: "t",
      note: null,
      endpoint: null,
      region: null,
      versions: { openai: "6" },
      ...meta,
    },
    entries: exchanges.map((exchange, at) => ({ exchange, trial: at + 1, step: "answer", attempt: 1, client: "sdk" })),
  };
}

const lines = async (before: HarFile, after: HarFile) =>
  (await compareFixtures({ before, after }, target)).map(
    ({ trial, what, before: old, after: now }) => `${trial}: ${what}: ${old} → ${now}`,
  );

test("other ids and dates are no change", async () => {
  const before = fixture([exchangeOf({})]);
  const after = fixture([{ ...exchangeOf({ id: "gen-2" }), startedAt: "2026-03-01T00:00:00.000Z" }], {
    recordedAt: "2026-03-01T00:00:00Z",
  });
  expect(await lines(before, after)).toEqual([]);
});

test("what the provider said otherwise is told fact by fact", async () => {
  const before = fixture([exchangeOf({})]);
  const after = fixture([exchangeOf({ text: "41", finish: "length", provider: "B", tokens: 0 })]);
  expect(await lines(before, after)).toEqual([
    '1: finish: "stop" → "length"',
    '1: text: "42" → "41"',
    "1: output tokens: 1 → 0",
    '1: upstream: "A" → "B"',
  ]);
});

test("another request, source, version and number of trials are told", async () => {
  const before = fixture([exchangeOf({})], { source: "authored", after: "a document", recordedAt: null });
  const other = { ...question, messages: [{ role: "user", content: "two" }] };
  const after = fixture([exchangeOf({}, other), exchangeOf({})], { versions: { openai: "7" } });
  expect(await lines(before, after)).toEqual([
    'null: source: "authored" → "recorded"',
    'null: versions: {"openai":"6"} → {"openai":"7"}',
    "null: trials: 1 → 2",
    '1: request body.messages[0].content: "one" → "two"',
    '2: exchange: null → "recorded"',
  ]);
});

test("a body that broke, a refusal and no answer at all are told by status, end and failure", async () => {
  const error = { kind: "closed", code: null, message: "closed", deadlineMs: null } as const;
  const whole = exchangeOf({});
  const [[, bytes] = [0, new Uint8Array()]] = whole.chunks;
  const cut = { ...whole, chunks: [[1, bytes.subarray(0, 30)] as const], end: "reset" as const, error };
  const silent = { ...whole, response: null, firstByteMs: null, chunks: [], end: "connect-error" as const, error };
  expect(await lines(fixture([whole]), fixture([cut]))).toEqual(
    expect.arrayContaining([
      '1: end: "eof" → "reset"',
      '1: error: null → "closed"',
      '1: completeness: "complete" → "truncated"',
    ]),
  );
  expect(await lines(fixture([whole]), fixture([silent]))).toEqual(
    expect.arrayContaining(["1: status: 200 → null", '1: end: "eof" → "connect-error"', '1: text: "42" → null']),
  );
});

test("another number of chunks with the same bytes is told as that", async () => {
  const whole = exchangeOf({});
  const [[, bytes] = [0, new Uint8Array()]] = whole.chunks;
  const inTwo = { ...whole, chunks: [[1, bytes.subarray(0, 9)] as const, [2, bytes.subarray(9)] as const] };
  expect(await lines(fixture([whole]), fixture([inTwo]))).toEqual(["1: chunks: 1 → 2"]);
});

test("long texts are shown around their first difference", async () => {
  const long = "word ".repeat(100);
  const before = fixture([exchangeOf({ text: `${long}one` })]);
  const [line = ""] = await lines(before, fixture([exchangeOf({ text: `${long}two` })]));
  expect(line).toMatch(/^1: text: ….{20}one" → ….{20}two"$/);
});
