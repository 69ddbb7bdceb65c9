import { expect, test } from "vitest";
import { bedrock, build, one, openrouter, target } from "../../../test/samples/matrices.js";
import { recorded, reply, text, usage } from "../../../test/samples/transcripts.js";
import { matrixJson } from "./matrix-json.js";

const good = one(openrouter, reply([text("It is 42.")], { upstream: "Moonshot AI" }));
const empty = one(bedrock, reply([], { usage: usage(0) }));
const matrix = build([good, empty]);

test("a model's table has a row a scenario and a column a target, in their own order", () => {
  const [table] = matrix.tables;
  expect(table?.columns.map(({ label }) => label)).toEqual(["openrouter chat-completions", "bedrock converse-stream"]);
  expect(table?.rows.map(({ scenario: { id }, cells }) => [id, ...cells.map((one) => one?.observed ?? null)])).toEqual([
    ["sample", "ok", "bad"],
    ["second", null, null],
  ]);
});

test("a place where a model is not offered is an unsupported cell with its reason, and no invented model id", () => {
  const [, table] = matrix.tables;
  expect(table?.columns.map(({ target }) => target)).toEqual(["gpt-4o/bedrock/converse-stream"]);
  expect(table?.rows[0]?.cells[0]).toMatchObject({
    observed: "unsupported",
    reasonText: "not offered (a document, 2026-02-10)",
    provenance: null,
  });
  expect(json().cells[2]).toMatchObject({ providerModelId: null, observed: "unsupported" });
});

test("columns of the same provider and API are told apart by region and pin", () => {
  const targets = [
    target(bedrock),
    target({ ...bedrock, target: "b", region: "us-west-2" }),
    target({ ...openrouter, upstreamPin: "moonshotai" }),
  ];
  const labels = build([], targets).tables[0]?.columns.map(({ label }) => label);
  expect(labels).toEqual([
    "bedrock converse-stream @us-east-1",
    "bedrock converse-stream @us-west-2",
    "openrouter chat-completions → moonshotai",
  ]);
});

test("a pair has its requests field by field and both replies", () => {
  const [pair] = matrix.tables[0]?.pairs ?? [];
  expect(pair).toMatchObject({ scenario: "sample", differs: true, isControl: true, rates: { state: "not enough" } });
  expect(pair?.steps).toMatchObject([{ step: "ask", equivalent: true, leftText: "It is 42.", rightText: null }]);
});

test("a stream is held against the whole reply of its own provider too", () => {
  const whole = { ...bedrock, target: "kimi-k2.5/bedrock/converse", api: "converse" as const };
  const verdicts = [good, one(whole, reply([text("It is 42.")])), empty];
  const built = build(verdicts, [target(openrouter), target(whole), target(bedrock)]);
  const pairs = built.tables[0]?.pairs.map(({ left, right, differs }) => [left.api, right.api, differs]);
  expect(pairs).toEqual([
    ["chat-completions", "converse", false],
    ["chat-completions", "converse-stream", true],
    ["converse", "converse-stream", true],
  ]);
});

test("a matrix is authored when no vendor sent any of its bytes", () => {
  const authored = { ...empty, provenance: { ...recorded, source: "authored" as const, after: "a document" } };
  expect(build([authored]).authored).toBe(true);
  expect(build([good, authored]).authored).toBe(false);
  expect(build([]).authored).toBe(false);
});

test("the JSON of a cell has every member of schema version 1, in a fixed order", () => {
  const [, cellJson] = json().cells;
  expect(cellJson).toEqual({
    target: "kimi-k2.5/bedrock/converse-stream",
    model: "kimi-k2.5",
    provider: "bedrock",
    api: "converse-stream",
    exercises: ["chat", "tools", "streaming"],
    providerModelId: "moonshotai.kimi-k2.5",
    region: "us-east-1",
    upstream: null,
    upstreamPin: null,
    upstreams: [],
    client: "http",
    scenario: "sample",
    scenarioVersion: 1,
    observed: "bad",
    claim: null,
    findings: [
      {
        id: "empty-reply",
        cause: "silent",
        severity: "bad",
        n: 1,
        seen: "no text, no call; finish end_turn; 0 output tokens reported",
        step: "ask",
      },
    ],
    trials: {
      attempted: 1,
      eligible: 1,
      ok: 0,
      bad: 1,
      excluded: {},
      interval: [0.05, 1],
      intervalKind: "clopper-pearson one-sided 95 %",
      sampling: "fixed",
      distinctReplies: 1,
      cachedTokens: null,
      passRates: [],
    },
    reason: null,
    reasonText: null,
    provenance: {
      source: "recorded",
      recordedAt: "2026-02-10T00:00:00.000Z",
      after: null,
      endpoint: "https://bedrock-runtime.us-east-1.amazonaws.com",
      region: "us-east-1",
      note: null,
      requestIds: ["req-1"],
    },
    attribution: {
      party: "undetermined",
      standing: null,
      leans: null,
      rule: "no-rule-fits",
      mark: null,
      decides: null,
      sentence: "The comparisons made here do not decide it.",
      for: ["sample on kimi-k2.5/bedrock/converse-stream: 0 of 1 ok; empty-reply (silent) in 1."],
      against: [],
      exonerated: [],
      missing: [
        {
          control: "the same request with a limit of 8192 tokens, on the same endpoint, with --nonce",
          tells: "shows whether the limit of output tokens decides",
          calls: 10,
        },
        {
          control:
            "sample on kimi-k2.5/openrouter/chat-completions again, in one run with the failing cell, with --nonce, its upstream pinned",
          tells: "separates the provider from the model",
          calls: 10,
        },
        {
          control: "the same request without streaming, with --nonce",
          tells: "separates the streaming parser from everything else",
          calls: 10,
        },
        {
          control: "the same request over another API of the provider (InvokeModel shows the raw text), with --nonce",
          tells: "separates the provider's translation from its serving",
          calls: 10,
        },
        {
          control: "the same request to another model on the same endpoint, with --nonce",
          tells: "separates our harness and the account from everything else",
          calls: 10,
        },
      ],
      controls: [
        {
          kind: "provider",
          differs: "provider",
          of: "sample on kimi-k2.5/openrouter/chat-completions",
          bad: 0,
          eligible: 1,
          reading: "too-few",
          caveats: [
            "streaming differs too",
            "upstream not pinned",
            "no cache-busting nonce (--nonce)",
            "not interleaved",
          ],
        },
      ],
    },
  });
  expect(json().cells[0]).not.toHaveProperty("attribution");
  expect(json().cells[0]).toMatchObject({
    upstream: "Moonshot AI",
    upstreams: [{ name: "Moonshot AI", ok: 1, eligible: 1 }],
  });
});

test("the same verdicts in another order give the same bytes", () => {
  expect(JSON.stringify(matrixJson(build([empty, good])))).toBe(JSON.stringify(matrixJson(matrix)));
});

function json() {
  return JSON.parse(JSON.stringify(matrixJson(matrix)));
}
