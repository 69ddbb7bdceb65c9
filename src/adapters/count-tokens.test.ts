import { describe, expect, test } from "vitest";
import type { AskedApi } from "../chat/api.js";
import { isJsonObject, type JsonObject } from "../chat/json.js";
import { plainRequest } from "../chat/request.js";
import { Stop } from "../chat/stop-signal.js";
import type { Target } from "../chat/target.js";
import { noQuirks, unknownCapabilities } from "../chat/unset.js";
import type { WireRequest, WireResponse } from "../wire/exchange.js";
import { TransportError } from "../wire/exchange.js";
import type { Connection } from "./adapter.js";
import { countTokens } from "./count-tokens.js";

const target: Target = {
  ...{ id: "m/anthropic/messages", model: "m", provider: "anthropic", api: "messages", providerModelId: "claude-x" },
  ...{ region: null, upstreamPin: null, upstreamName: null, baseUrl: "http://service.test/v1", keyVariable: null },
  ...{ auth: "none", signingName: null, capabilities: unknownCapabilities, quirks: noQuirks, extra: {} },
  ...{ price: null, sources: [] },
} as const;

const request = {
  ...plainRequest("m", [{ role: "user", parts: [{ kind: "text", text: "Hi" }], name: null }]),
  tools: [{ name: "find", description: null, parameters: { type: "object" }, strict: null }],
  temperature: 0.5,
  maxOutputTokens: 50,
};

type Answer = { readonly status?: number; readonly text: string; readonly headers?: WireResponse["headers"] };

/** Asks for a count; what was sent is kept in `sent`. */
async function count(on: Partial<Target>, answer: Answer | TransportError, asked = request) {
  const sent: WireRequest[] = [];
  const exchange = async (wire: WireRequest): Promise<WireResponse> => {
    sent.push(wire);
    if (answer instanceof TransportError) throw answer;
    const { status = 200, text, headers = [] } = answer;
    return {
      status,
      headers,
      chunks: (async function* () {
        yield new TextEncoder().encode(text);
      })(),
    };
  };
  const connection: Connection = {
    target: { ...target, ...on },
    transport: { exchange, fetch, close: async () => undefined },
    credentials: { kind: "none" },
    policy: "repair",
    baseUrl: null,
  };
  return { count: await countTokens(asked, connection, new Stop()), sent };
}

function bodyOf([wire]: readonly WireRequest[]): JsonObject {
  const body: unknown = JSON.parse(new TextDecoder().decode(wire?.body ?? undefined));
  if (!isJsonObject(body)) throw new TypeError("no object was sent");
  return body;
}

const bedrock = { provider: "bedrock", baseUrl: "http://bedrock.test", providerModelId: "anthropic.claude-x-v1:0" };

describe("Messages", () => {
  test("asks the service's own route, with what a count depends on alone", async () => {
    const { count: counted, sent } = await count({}, { text: '{"input_tokens":17}' });
    expect(counted).toEqual({ kind: "counted", inputTokens: 17, warnings: [] });
    expect(sent[0]?.url).toBe("http://service.test/v1/messages/count_tokens");
    expect(sent[0]?.headers).toContainEqual(["anthropic-version", "2023-06-01"]);
    expect(bodyOf(sent)).toEqual({
      model: "claude-x",
      messages: [{ role: "user", content: "Hi" }],
      tools: [{ name: "find", input_schema: { type: "object" } }],
    });
  });

  test("thinking keeps its budget, whatever the limit of the reply is", async () => {
    const reasoning = { mode: "on", effort: null, budgetTokens: 8000 } as const;
    const { count: counted, sent } = await count(
      {},
      { text: '{"input_tokens":17}' },
      {
        ...request,
        maxOutputTokens: 50,
        ...{ reasoning },
      },
    );
    expect(bodyOf(sent)["thinking"]).toEqual({ type: "enabled", budget_tokens: 8000 });
    expect(counted).toEqual({ kind: "counted", inputTokens: 17, warnings: [] });
  });

  test.each(["openrouter", "bedrock-openai"])("%s documents no counting, and is not asked", async (provider) => {
    const { count: counted, sent } = await count({ provider }, { text: "{}" });
    expect(counted).toEqual({ kind: "none" });
    expect(sent).toEqual([]);
  });
});

describe("Bedrock's CountTokens", () => {
  test("takes the body of Converse, without what is no part of the prompt", async () => {
    const on = { ...bedrock, api: "converse-stream", providerModelId: "us.anthropic.claude-x-v1:0" } as const;
    const { count: counted, sent } = await count(on, { text: '{"inputTokens":9}' });
    expect(counted).toEqual({ kind: "counted", inputTokens: 9, warnings: [] });
    expect(sent[0]?.url).toBe("http://bedrock.test/model/anthropic.claude-x-v1%3A0/count-tokens");
    expect(bodyOf(sent)).toEqual({
      input: {
        converse: {
          messages: [{ role: "user", content: [{ text: "Hi" }] }],
          toolConfig: { tools: [{ toolSpec: { name: "find", inputSchema: { json: { type: "object" } } } }] },
        },
      },
    });
  });

  test("takes the body of InvokeModel as base64", async () => {
    const on = { ...bedrock, api: "invoke-model", quirks: { ...noQuirks, family: "anthropic" } } as const;
    const { sent } = await count(on, { text: '{"inputTokens":9}' });
    const { input } = bodyOf(sent);
    const blob = isJsonObject(input) && isJsonObject(input["invokeModel"]) ? input["invokeModel"]["body"] : null;
    const body: unknown = JSON.parse(Buffer.from(String(blob), "base64").toString("utf8"));
    expect(body).toMatchObject({ anthropic_version: "bedrock-2023-05-31", max_tokens: 50 });
  });

  test("a model that it cannot count has no count", async () => {
    const text = '{"message":"The provided model doesn\'t support counting tokens."}';
    const headers = [["x-amzn-errortype", "ValidationException"]] as const;
    const { count: counted } = await count({ ...bedrock, api: "converse" }, { status: 400, text, headers });
    expect(counted).toEqual({ kind: "none" });
  });
});

test.each<AskedApi>(["chat-completions", "responses-stream"])(
  "%s has no counting that its hosts share",
  async (api) => {
    const { count: counted, sent } = await count({ api }, { text: "{}" });
    expect(counted).toEqual({ kind: "none" });
    expect(sent).toEqual([]);
  },
);

describe("a count that fails says why", () => {
  test("a refusal of the service", async () => {
    const text = '{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}';
    const { count: counted } = await count({}, { status: 429, text });
    expect(counted).toMatchObject({ kind: "failed", failure: { kind: "throttled", status: 429 } });
  });

  test.each(["", "{}", '{"input_tokens":"many"}', '{"input_tokens":-1}', "<html>"])("an answer of %j", async (text) => {
    const { count: counted } = await count({}, { text });
    expect(counted).toMatchObject({ kind: "failed", failure: { phase: "body" } });
  });

  test("a connection that breaks", async () => {
    const { count: counted } = await count({}, new TransportError("refused", "no listener"));
    expect(counted).toMatchObject({ kind: "failed", failure: { kind: "network", phase: "connect" } });
  });

  test("a request that cannot be sent", async () => {
    const { count: counted, sent } = await count({}, { text: "{}" }, { ...request, maxOutputTokens: 0.5 });
    expect(counted).toMatchObject({ kind: "failed", failure: { kind: "invalid-request", phase: "local" } });
    expect(sent).toEqual([]);
  });
});
