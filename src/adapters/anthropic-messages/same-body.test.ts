import { expect, test } from "vitest";
import { messagesTarget } from "../../../test/support/messages-encode.js";
import { bytes, opened, serving } from "../../../test/support/messages-wire.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { WireRequest } from "../../wire/exchange.js";
import { canonicalJson } from "../../wire/json.js";

const png = "iVBORw0KGgo=";

/** A request that uses everything that Messages has a word for. */
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
        { kind: "image", source: { kind: "url", url: "https://e.org/a.gif" } },
        {
          kind: "document",
          name: "report",
          source: { kind: "bytes", mediaType: "application/pdf", base64: "JVBERi0=" },
        },
        { kind: "document", name: null, source: { kind: "bytes", mediaType: "text/plain", base64: "w6k=" } },
        { kind: "cache-point", ttl: null },
      ],
      name: null,
    },
    {
      role: "assistant",
      parts: [
        { kind: "reasoning", text: "hm", signature: "c2ln", redacted: null, details: null, field: "thinking" },
        { kind: "reasoning", text: null, signature: null, redacted: "b3BhcXVl", details: null, field: "thinking" },
        {
          kind: "other",
          raw: { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "x" } },
        },
        { kind: "text", text: "" },
        { kind: "tool-call", id: "toolu_1", name: "f", argumentsText: '{"z":1,"a":[null,1.5,{"json":1}],"b":{}}' },
        { kind: "tool-call", id: "bad id|", name: "f", argumentsText: "" },
      ],
      name: null,
    },
    {
      role: "tool",
      toolCallId: "toolu_1",
      toolName: "f",
      parts: [
        { kind: "text", text: "ok" },
        { kind: "json", value: { list: [1, null, "x"] } },
        { kind: "image", source: { kind: "bytes", mediaType: "image/jpeg", base64: png } },
      ],
      status: "error",
    },
    { role: "tool", toolCallId: "bad id|", toolName: "f", parts: [], status: null },
    { role: "developer", parts: [{ kind: "text", text: "read-only now" }], name: null },
    { role: "user", parts: [{ kind: "text", text: "and?" }], name: null },
  ]),
  tools: [
    {
      name: "f",
      description: "F",
      parameters: { type: "object", properties: { z: { type: "string" } }, default: null },
      strict: true,
    },
    { name: "g h", description: "", parameters: { type: "object" }, strict: null },
  ],
  toolChoice: { kind: "tool", name: "f" },
  parallelToolCalls: false,
  maxOutputTokens: 4000,
  temperature: 0,
  topP: 0.95,
  topK: 4,
  stopSequences: ["END", ""],
  reasoning: { mode: "on", effort: "high", budgetTokens: 2000 },
  responseFormat: { kind: "json-schema", name: "s", schema: { type: "object" }, strict: null },
  extra: {
    metadata: { user_id: "u" },
    service_tier: "auto",
    context_management: { edits: [{ type: "clear_thinking_20251015" }] },
    brand_new: { a: [null] },
  },
};

test.each(["messages", "messages-stream"] as const)(
  "R37 both clients send the same body to the same place for %s",
  async (api) => {
    const seen: WireRequest[] = [];
    for (const client of ["http", "sdk"] as const) {
      const ask = await opened(client, { target: messagesTarget({}, {}, api) });
      await ask(
        serving({ status: 400, headers: [["content-type", "application/json"]], body: bytes("{}") }, seen),
        everything,
      );
    }
    const [http, sdk] = seen.map(({ method, url, body }) => ({
      method,
      url,
      body: canonicalJson(JSON.parse(new TextDecoder().decode(body ?? new Uint8Array()))),
    }));
    expect(seen).toHaveLength(2);
    expect(sdk).toEqual(http);
    expect(JSON.parse(http?.body ?? "")).toMatchObject({ brand_new: { a: [null] }, max_tokens: 4000 });
  },
);

test("the key order of tool arguments and schemas survives the SDK", async () => {
  const seen: WireRequest[] = [];
  const ask = await opened("sdk");
  await ask(serving({ body: bytes("") }, seen), everything);
  const body = JSON.parse(new TextDecoder().decode(seen[0]?.body ?? new Uint8Array()));
  const call = body.messages[1].content.find(({ id }: { id?: string }) => id === "toolu_1");
  expect(Object.keys(call.input)).toEqual(["z", "a", "b"]);
});
