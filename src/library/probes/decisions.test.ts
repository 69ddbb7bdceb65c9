import { describe, expect, test } from "vitest";
import type { AskedExchange } from "./answer.js";
import { aws, cut, http, signed, silent, sse } from "./exchange.fixture.js";
import { judgeProbe } from "./judge-probe.js";
import { assumptions } from "./registry.js";

const ok = http(200, { ok: true });

function stateOf(id: string, exchanges: readonly AskedExchange[]) {
  const assumption = assumptions.find((one) => one.id === id);
  if (assumption === undefined || assumption.probe.kind === "none") throw new Error(`${id} has no probe`);
  const names = assumption.probe.asks.map(({ name }) => name);
  return judgeProbe(assumption, new Map(exchanges.map((exchange, index) => [names[index] ?? "", exchange])));
}

/** Assumptions that a refusal in these words confirms, and a reply refutes. */
const refusals: readonly (readonly [id: string, status: number, text: string])[] = [
  [
    "bedrock-profile-required",
    400,
    "Invocation of model ID deepseek.r1-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
  ],
  ["bedrock-retired", 404, "This model version has reached the end of its life."],
  ["bedrock-unknown-model", 400, "The provided model identifier is invalid."],
  ["mantle-other-route", 400, "model `moonshotai.kimi-k2.5` isn't supported on this route"],
  [
    "bedrock-id-characters",
    400,
    "1 validation error detected: Value at 'messages.2.member.content.1.member.toolUse.toolUseId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.:-]+",
  ],
  [
    "bedrock-id-length",
    400,
    "1 validation error detected: Value at 'messages.2.member.content.1.member.toolUse.toolUseId' failed to satisfy constraint: Member must have length less than or equal to 64",
  ],
  [
    "bedrock-mistral-id",
    400,
    "The model returned the following errors: Tool call id was a but must be a-z, A-Z, 0-9, with a length of 9.",
  ],
  ["bedrock-claude-id", 400, "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"],
  ["bedrock-blank-text", 400, "The text field in the ContentBlock object at messages.0.content.0 is blank."],
  ["bedrock-empty-content", 400, "The content field in the Message object at messages.1 is empty."],
  [
    "bedrock-tool-config",
    400,
    "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
  ],
  ["bedrock-result-status", 400, "This model doesn't support the toolResult.status field"],
  ["bedrock-claude-sampling", 400, "`temperature` and `top_p` cannot both be specified for this model."],
  ["bedrock-deepseek-tools", 400, "This model doesn't support tool use."],
  ["bedrock-llama-streaming-tools", 400, "This model doesn't support tool use in streaming mode."],
  ["bedrock-reasoning-replayed", 400, "This model doesn't support the reasoningContent.reasoningText field"],
  [
    "bedrock-tool-name",
    400,
    "A tool name is invalid. Tool names can only contain letters, numbers, underscores, and hyphens",
  ],
  ["bedrock-assistant-first", 400, "A conversation must start with a user message."],
  ["bedrock-invoke-stop", 400, "extraneous key [stop] is not permitted"],
  ["bedrock-invoke-required", 400, "tool_choice 'required' is not supported"],
  ["openrouter-pin-fails-closed", 404, "No allowed providers are available for the selected model."],
  ["openrouter-unknown-model", 400, "moonshotai/no-such-model is not a valid model ID"],
  ["moonshot-temperature-one", 400, "invalid temperature: only 1 is allowed for this model"],
  [
    "moonshot-reasoning-required",
    400,
    "thinking is enabled but reasoning_content is missing in assistant tool call message at index 1",
  ],
  ["moonshot-tool-choice", 400, "tool_choice 'required' is incompatible with thinking enabled"],
];

/** Assumptions that a reply confirms, and a refusal in these words refutes. */
const acceptances: readonly (readonly [id: string, status: number, text: string])[] = [
  [
    "bedrock-native-id",
    400,
    "Value at 'messages.2.member.content.1.member.toolUse.toolUseId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
  ],
  ["bedrock-text-format", 400, "Malformed input request: extraneous key [outputConfig] is not permitted"],
  ["mantle-base-url", 400, "model `moonshotai.kimi-k2.5` isn't supported on this route"],
  ["moonshot-foreign-id", 400, "tool_call_id call_abc0 is not found"],
];

const noAnswer: readonly (readonly [title: string, exchange: AskedExchange])[] = [
  ["a missing right", http(403, { message: "You don't have access to the model with the specified model ID." })],
  ["a wrong key", http(401, { error: { message: "invalid api key" } })],
  ["no money", http(402, { error: { message: "Insufficient credits" } })],
  ["throttling", http(429, { message: "Too many requests" })],
  ["a fault of the service", http(503, { message: "unavailable" })],
  ["a broken body", cut(ok)],
  ["an error inside a 200", http(200, { error: { code: 502, message: "down" } })],
];

describe.each(refusals)("%s", (id, status, text) => {
  test("is confirmed by its refusal, which is quoted", () => {
    const { state, evidence } = stateOf(id, [http(status, { message: text })]);
    expect(state).toBe("confirmed");
    expect(evidence).toMatch(new RegExp(`^HTTP ${status}: `));
  });

  test("is refuted by a reply", () => {
    expect(stateOf(id, [ok])).toEqual({ state: "refuted", evidence: 'accepted: HTTP 200: {"ok":true}' });
  });

  test("is open after a refusal in other words", () => {
    expect(stateOf(id, [http(400, { message: "Malformed input" })])).toEqual({
      state: "open",
      evidence: 'refused in other words: HTTP 400: {"message":"Malformed input"}',
    });
  });
});

describe.each(acceptances)("%s", (id, status, text) => {
  test("is confirmed by a reply, refuted by its refusal, and open after another", () => {
    expect(stateOf(id, [ok]).state).toBe("confirmed");
    expect(stateOf(id, [http(status, { message: text })]).state).toBe("refuted");
    expect(stateOf(id, [http(400, { message: "Malformed input" })]).state).toBe("open");
  });
});

type Row = readonly [id: string, state: "confirmed" | "refuted" | "open", exchanges: readonly AskedExchange[]];

const call = (id: string) =>
  aws(
    ["messageStart", { role: "assistant" }],
    ["contentBlockStart", { contentBlockIndex: 0, start: { toolUse: { toolUseId: id, name: "get_weather" } } }],
    ["messageStop", { stopReason: "tool_use" }],
  );
const delta = ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hi" } }] as const;
const stop = ["messageStop", { stopReason: "end_turn" }] as const;
const metadata = ["metadata", { usage: { outputTokens: 3 } }] as const;
const chunk = (json: unknown) => ["chunk", { bytes: Buffer.from(JSON.stringify(json)).toString("base64") }] as const;
const message = (members: object) => http(200, { choices: [{ message: members }] });
const denied = http(401, { message: "Invalid bearer token" });
const other = http(400, { message: "Malformed input" });

const rows: readonly Row[] = [
  ["bedrock-error-type", "confirmed", [http(400, {}, [["x-amzn-errortype", "ValidationException:"]])]],
  ["bedrock-error-type", "refuted", [http(400, {})]],
  ["bedrock-error-type", "open", [ok]],
  ...(["bedrock-openai-bearer", "mantle-bearer"] as const).flatMap((id): readonly Row[] => [
    [id, "confirmed", [ok, ok]],
    [id, "refuted", [ok, denied]],
    [id, "open", [denied, denied]],
    [id, "open", [ok, signed(ok)]],
    [id, "open", [ok, other]],
    [id, "open", [ok, http(403, { message: "User: … is not authorized to perform: bedrock-mantle:CreateInference" })]],
    [id, "open", [ok]],
  ]),
  ...(["bedrock-openai-signature", "mantle-signing-name"] as const).flatMap((id): readonly Row[] => [
    [id, "confirmed", [signed(ok), signed(ok)]],
    [id, "refuted", [signed(ok), signed(http(403, { message: "Credential should be scoped to correct service" }))]],
    [id, "open", [signed(denied), signed(denied)]],
    [id, "open", [ok, ok]],
  ]),
  ["bedrock-metadata-event", "confirmed", [aws(delta, stop, metadata)]],
  ["bedrock-metadata-event", "refuted", [aws(delta, stop)]],
  ["bedrock-metadata-event", "refuted", [aws(delta, metadata, stop)]],
  ["bedrock-metadata-event", "open", [aws(delta, ["throttlingException", { message: "slow down" }])]],
  ["bedrock-metadata-event", "open", [aws()]],
  ["bedrock-no-text-start", "confirmed", [aws(delta, stop)]],
  ["bedrock-no-text-start", "refuted", [aws(["contentBlockStart", { start: {} }], delta, stop)]],
  ["bedrock-no-text-start", "open", [aws(stop)]],
  ["bedrock-kimi-bare-id", "confirmed", [aws(delta, stop)]],
  ["bedrock-kimi-bare-id", "refuted", [http(400, { message: "with on-demand throughput isn’t supported." })]],
  ["bedrock-kimi-bare-id", "open", [other]],
  ["bedrock-request-id", "confirmed", [http(200, {}, [["x-amzn-requestid", "r-1"]])]],
  ["bedrock-request-id", "refuted", [ok]],
  ["bedrock-request-id", "open", [other]],
  ["bedrock-kimi-mints-native-ids", "confirmed", [call("functions.get_weather:0")]],
  ["bedrock-kimi-mints-native-ids", "refuted", [call("tooluse_jQ91")]],
  ["bedrock-kimi-mints-native-ids", "open", [aws(delta, stop)]],
  ["bedrock-invoke-body", "confirmed", [message({ role: "assistant", content: "Hi" })]],
  ["bedrock-invoke-body", "refuted", [http(200, { generation: "Hi" })]],
  ["bedrock-invoke-body", "open", [other]],
  [
    "bedrock-invoke-token-headers",
    "confirmed",
    [
      http(200, {}, [
        ["x-amzn-bedrock-input-token-count", "9"],
        ["x-amzn-bedrock-output-token-count", "2"],
      ]),
    ],
  ],
  ["bedrock-invoke-token-headers", "refuted", [http(200, {}, [["x-amzn-bedrock-input-token-count", "9"]])]],
  ["bedrock-invoke-token-headers", "open", [other]],
  ["bedrock-invoke-metrics", "confirmed", [aws(chunk({ a: 1 }), chunk({ "amazon-bedrock-invocationMetrics": {} }))]],
  ["bedrock-invoke-metrics", "refuted", [aws(chunk({ "amazon-bedrock-invocationMetrics": {} }), chunk({ a: 1 }))]],
  ["bedrock-invoke-metrics", "open", [aws()]],
  ["openrouter-generation-id", "confirmed", [http(200, {}, [["x-generation-id", "gen-1"]])]],
  ["openrouter-generation-id", "refuted", [ok]],
  ["openrouter-generation-id", "open", [other]],
  ["openrouter-usage-cost", "confirmed", [http(200, { usage: { cost: 0 } })]],
  ["openrouter-usage-cost", "refuted", [http(200, { usage: {} })]],
  ["openrouter-usage-cost", "open", [other]],
  ["openrouter-native-finish", "confirmed", [http(200, { choices: [{ native_finish_reason: "stop" }] })]],
  ["openrouter-native-finish", "refuted", [http(200, { choices: [{ finish_reason: "stop" }] })]],
  ["openrouter-native-finish", "open", [other]],
  ["openrouter-names-upstream", "confirmed", [http(200, { provider: "DeepInfra" })]],
  ["openrouter-names-upstream", "refuted", [ok]],
  ["openrouter-names-upstream", "open", [other]],
  ["openrouter-pin-echo", "confirmed", [http(200, { provider: "Moonshot AI" })]],
  ["openrouter-pin-echo", "refuted", [http(200, { provider: "Novita" })]],
  ["openrouter-pin-echo", "open", [ok]],
  ["openrouter-reasoning-member", "confirmed", [message({ content: "", reasoning: "The user greets." })]],
  [
    "openrouter-reasoning-member",
    "refuted",
    [
      http(200, {
        choices: [{ message: { content: "Hi" } }],
        usage: { completion_tokens_details: { reasoning_tokens: 12 } },
      }),
    ],
  ],
  ["openrouter-reasoning-member", "open", [message({ content: "Hi", reasoning: null })]],
  [
    "openrouter-stream-usage",
    "confirmed",
    [sse({ choices: [] }, { choices: [], usage: { total_tokens: 4 } }, "[DONE]")],
  ],
  ["openrouter-stream-usage", "refuted", [sse({ choices: [] }, "[DONE]")]],
  ["openrouter-stream-usage", "open", [sse("[DONE]")]],
  ["openrouter-done", "confirmed", [sse({ choices: [] }, "[DONE]")]],
  ["openrouter-done", "refuted", [sse({ choices: [] })]],
  ["openrouter-done", "open", [sse({ error: { code: 502 } })]],
  ["openrouter-lists-moonshot", "confirmed", [http(200, { data: { endpoints: [{ provider_name: "Moonshot AI" }] } })]],
  ["openrouter-lists-moonshot", "refuted", [http(200, { data: { endpoints: [{ provider_name: "Novita" }] } })]],
  ["openrouter-lists-moonshot", "open", [ok]],
  ["moonshot-model-id", "confirmed", [http(200, { data: [{ id: "kimi-k2.5" }] })]],
  ["moonshot-model-id", "refuted", [http(200, { data: [{ id: "kimi-k3" }] })]],
  ["moonshot-model-id", "open", [ok]],
  ["moonshot-thinks-by-default", "confirmed", [message({ content: "", reasoning_content: "The user greets." })]],
  ["moonshot-thinks-by-default", "refuted", [message({ content: "Hi" })]],
  ["moonshot-thinks-by-default", "open", [other]],
  ["moonshot-thinking-off", "confirmed", [message({ content: "Hi" })]],
  ["moonshot-thinking-off", "refuted", [message({ content: "Hi", reasoning_content: "The user greets." })]],
  ["moonshot-thinking-off", "open", [other]],
  ["moonshot-stream-usage", "confirmed", [sse({ choices: [{ usage: { total_tokens: 4 } }] }, "[DONE]")]],
  ["moonshot-stream-usage", "refuted", [sse({ choices: [{}], usage: { total_tokens: 4 } }, "[DONE]")]],
  ["moonshot-stream-usage", "open", [other]],
];

test.each(rows)("%s is %s", (id, state, exchanges) => {
  const decision = stateOf(id, exchanges);
  expect(decision).toMatchObject({ state });
  expect(decision.evidence).not.toBe("");
});

const probed = assumptions.filter(({ probe }) => probe.kind === "ask").map(({ id }) => id);

test("every probe has an exchange here for each outcome", () => {
  const generic = [...refusals, ...acceptances].map(([id]) => id);
  const whole = [...new Set(rows.map(([id]) => id))].filter((id) =>
    ["confirmed", "refuted", "open"].every((state) => rows.some((row) => row[0] === id && row[1] === state)),
  );
  expect([...generic, ...whole].sort()).toEqual([...probed].sort());
});

test.each(noAnswer)("%s leaves every refusal and acceptance open", (_title, exchange) => {
  const ids = [...refusals, ...acceptances].map(([id]) => id);
  expect(ids.filter((id) => stateOf(id, [exchange]).state !== "open")).toEqual([]);
});

test("no answer, and no request, leave every probe open", () => {
  for (const id of probed) {
    const assumption = assumptions.find((one) => one.id === id);
    const asks = assumption?.probe.kind === "ask" ? assumption.probe.asks : [];
    const quiet = stateOf(
      id,
      asks.map(() => silent),
    );
    expect(quiet).toEqual({ state: "open", evidence: "no answer (nothing listens)" });
    expect(stateOf(id, [])).toEqual({ state: "open", evidence: "not asked" });
  }
});

test("evidence is one line of at most 300 characters", () => {
  const long = http(400, { message: `is blank\n${"x".repeat(10_000)}` });
  const { evidence } = stateOf("bedrock-blank-text", [long]);
  expect(evidence.length).toBeLessThanOrEqual(300);
  expect(evidence).not.toContain("\n");
});
