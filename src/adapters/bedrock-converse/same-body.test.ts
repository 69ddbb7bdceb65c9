import { expect, test } from "vitest";
import { jsonHeaders } from "../../../test/support/bedrock-headers.js";
import { answering, converseTarget, replyBy } from "../../../test/support/converse-wire.js";
import type { Client } from "../../chat/api.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { WireRequest } from "../../wire/exchange.js";
import { canonicalJson } from "../../wire/json.js";

const png = "iVBORw0KGgo=";

/** A request that uses everything that Converse has a word for. */
const everything: ChatRequest = {
  ...plainRequest("m", [
    {
      role: "system",
      parts: [
        { kind: "text", text: "Be brief." },
        { kind: "cache-point", ttl: "1h" },
      ],
      name: null,
    },
    {
      role: "user",
      parts: [
        { kind: "text", text: "Caf\u00e9 \u{1f600}?" },
        { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: png } },
        { kind: "image", source: { kind: "url", url: "s3://bucket/a.gif" } },
        { kind: "document", name: "report", source: { kind: "bytes", mediaType: "text/csv", base64: "YSxi" } },
        { kind: "cache-point", ttl: null },
      ],
      name: null,
    },
    {
      role: "assistant",
      parts: [
        { kind: "reasoning", text: "hm", signature: "c2ln", redacted: null, details: null, field: null },
        { kind: "reasoning", text: null, signature: null, redacted: "b3BhcXVl", details: null, field: null },
        { kind: "text", text: "" },
        {
          kind: "tool-call",
          id: "functions.f:0",
          name: "f",
          argumentsText: '{"bytes":"AA==","b":[null,1.5,{"json":1}],"a":{}}',
        },
        { kind: "tool-call", id: "bad id|", name: "f", argumentsText: "" },
      ],
      name: null,
    },
    {
      role: "tool",
      toolCallId: "functions.f:0",
      toolName: "f",
      parts: [
        { kind: "text", text: "ok" },
        { kind: "json", value: { bytes: "AA==", list: [1, null, "x"], source: { bytes: "AA==" } } },
        { kind: "image", source: { kind: "bytes", mediaType: "image/jpeg", base64: png } },
      ],
      status: "error",
    },
    { role: "tool", toolCallId: "bad id|", toolName: "f", parts: [], status: null },
    { role: "user", parts: [{ kind: "text", text: "and?" }], name: null },
  ]),
  tools: [
    {
      name: "f",
      description: "F",
      parameters: { type: "object", properties: { bytes: { type: "string" } }, default: null },
      strict: true,
    },
    { name: "g h", description: "", parameters: { type: "object" }, strict: null },
  ],
  toolChoice: { kind: "tool", name: "f" },
  maxOutputTokens: 100,
  temperature: 0,
  topP: 0.95,
  topK: 4,
  stopSequences: ["END", ""],
  reasoning: { mode: "on", effort: "high", budgetTokens: 2000 },
  responseFormat: { kind: "json-schema", name: "s", schema: { type: "object" }, strict: null },
  extra: {
    guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1", trace: "enabled" },
    performanceConfig: { latency: "optimized" },
    serviceTier: { type: "flex" },
    requestMetadata: { team: "parity" },
    additionalModelRequestFields: { anthropic_beta: ["x"], deep: { bytes: "AA==", nothing: null } },
    additionalModelResponseFieldPaths: ["/stop_sequence"],
  },
};

async function sentBy(client: Client, request: ChatRequest, api: "converse" | "converse-stream") {
  const requests: WireRequest[] = [];
  const reply = await replyBy(
    client,
    answering({ headers: jsonHeaders, bytes: new Uint8Array() }, (one) => requests.push(one)),
    {
      request,
      target: converseTarget(api, { reasoningDialect: "claude-thinking" }),
    },
  );
  expect(requests).toHaveLength(1);
  const [{ url = "", method = "", body = null } = {}] = requests;
  return {
    url,
    method,
    body: JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())),
    warnings: reply.warnings,
  };
}

function dropped(warnings: readonly Warning[]): readonly string[] {
  return warnings.flatMap(({ id, field }) => (id === "sdk-drops-member" ? [field] : []));
}

test.each(["converse", "converse-stream"] as const)(
  "R37 both clients send the same body to the same path for %s",
  async (api) => {
    const sdk = await sentBy("sdk", everything, api);
    const http = await sentBy("http", everything, api);
    expect(canonicalJson(sdk.body)).toBe(canonicalJson(http.body));
    expect([sdk.method, sdk.url]).toEqual([http.method, http.url]);
    expect(dropped(sdk.warnings)).toEqual([]);
  },
);

test("the key order of tool arguments and schemas survives the SDK", async () => {
  const { body } = await sentBy("sdk", everything, "converse");
  const input = body.messages[1].content[3].toolUse.input;
  expect(Object.keys(input)).toEqual(["bytes", "b", "a"]);
});

test("a member that the SDK does not know is told before it is missed", async () => {
  const request: ChatRequest = {
    ...plainRequest("m", [
      { role: "user", parts: [{ kind: "text", text: "q" }], name: null },
      { role: "assistant", parts: [{ kind: "other", raw: { brandNew: { a: 1 } } }], name: null },
    ]),
    extra: { brandNewSetting: { a: 1 }, inferenceConfig: { maxTokens: 5, topK: 3 } },
  };
  const sdk = await sentBy("sdk", request, "converse-stream");
  const http = await sentBy("http", request, "converse-stream");
  expect(http.body).toMatchObject({ brandNewSetting: { a: 1 }, inferenceConfig: { maxTokens: 5, topK: 3 } });
  expect(sdk.body.brandNewSetting).toBeUndefined();
  expect(dropped(sdk.warnings)).toEqual(
    expect.arrayContaining(["messages[1].content[0].brandNew", "inferenceConfig.topK", "brandNewSetting"]),
  );
  expect(dropped(http.warnings)).toEqual([]);
});
