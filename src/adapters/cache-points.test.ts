import { describe, expect, test } from "vitest";
import { sixTargets } from "../../test/support/fault-run.js";
import { messagesTarget } from "../../test/support/messages-encode.js";
import type { JsonObject, JsonValue } from "../chat/json.js";
import type { Message, ToolResultPart } from "../chat/message.js";
import { type ChatRequest, plainRequest, type Tool } from "../chat/request.js";
import type { Target } from "../chat/target.js";
import type { Policy } from "./adapter.js";
import { adapterFor } from "./registry.js";

const point = { kind: "cache-point", ttl: "1h" } as const;
const text = (words: string) => ({ kind: "text", text: words }) as const;
const call = (id: string) => ({ kind: "tool-call", id, name: "f", argumentsText: "{}" }) as const;
const tool: Tool = { name: "f", description: null, parameters: { type: "object" }, strict: null };

function ofApi(api: Target["api"], over: Partial<Target> = {}): Target {
  const found = sixTargets.find((target) => target.api === api);
  if (found === undefined) throw new Error(`no target of ${api}`);
  return { ...found, ...over };
}

/** Two results, the first with the parts; the second has nothing behind it. */
function history(first: readonly ToolResultPart[], second: readonly ToolResultPart[]): readonly Message[] {
  const result = (toolCallId: string, parts: readonly ToolResultPart[]) =>
    ({ role: "tool", toolCallId, toolName: null, parts, status: null }) as const;
  return [
    { role: "user", parts: [text("Hi")], name: null },
    { role: "assistant", parts: [call("a"), call("b")], name: null },
    result("a", first),
    result("b", second),
  ];
}

async function encoded(target: Target, over: Partial<ChatRequest>, policy: Policy = "faithful") {
  const adapter = await adapterFor(target.api);
  const request = {
    ...plainRequest("m", history([text("1")], [text("2")])),
    tools: [tool],
    maxOutputTokens: 9,
    ...over,
  };
  const done = adapter.encode(request, { target, policy });
  if (done.kind !== "encoded") throw new Error(done.message);
  const warned = done.warnings.map(({ id, field }) => `${id} ${field}`).filter((one) => one.includes("cache-point"));
  return { body: done.body, warned, parts: done.warnings.map(({ id, field }) => `${id} ${field}`) };
}

const both = history([text("1"), point], [text("2"), point]);
const listOf = (value: JsonValue | undefined) => value as readonly JsonObject[];
const lastContent = (body: JsonObject) => listOf(listOf(body["messages"]).at(-1)?.["content"]);
const claude = (target: Target) => ({ ...target, quirks: { ...target.quirks, family: "anthropic" } });

describe("a cache point after a result with nothing behind it", () => {
  const mark = { cache_control: { type: "ephemeral", ttl: "1h" } };

  test.each<[what: string, target: Target]>([
    ["Messages", messagesTarget()],
    ["Claude's InvokeModel", claude(ofApi("invoke-model"))],
  ])("R35 marks the block of the result in %s", async (_what, target) => {
    const { body, warned } = await encoded(target, { messages: both });
    expect(lastContent(body).map((block) => block["cache_control"])).toEqual([mark.cache_control, mark.cache_control]);
    expect(warned).toEqual([]);
  });

  test("R35 is a block behind each result in Converse, and read back so", async () => {
    const target = ofApi("converse");
    const { body, warned } = await encoded(target, { messages: both });
    expect(lastContent(body).map((block) => Object.keys(block)[0])).toEqual([
      ...["toolResult", "cachePoint", "toolResult", "cachePoint"],
    ]);
    expect(warned).toEqual([]);
    const { decodeRequest } = await adapterFor("converse");
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse";
    const { request, warnings } = decodeRequest({ method: "POST", url, headers: [], body: bytes });
    expect(request.messages.slice(2).map(({ parts }) => parts)).toEqual([
      [text("1"), point],
      [text("2"), point],
    ]);
    expect(warnings).toEqual([]);
  });

  test("R35 marks the text in Chat Completions: of the harness, and of the router to OpenRouter", async () => {
    const listed = [{ type: "text", text: "2", ...mark }];
    const openRouter = ofApi("chat-completions", { provider: "openrouter" });
    const elsewhere = ofApi("chat-completions", { provider: "elsewhere" });
    for (const [target, policy] of [
      [elsewhere, "faithful"],
      [openRouter, "repair"],
    ] as const) {
      const { body, warned } = await encoded(target, { messages: both }, policy);
      expect([lastContent(body), warned]).toEqual([listed, []]);
    }
    const other = await encoded(elsewhere, { messages: both }, "repair");
    expect(lastContent(other.body)).toBe("2");
    expect(other.warned).toEqual([
      "cache-point-dropped messages[2].parts[1]",
      "cache-point-dropped messages[3].parts[1]",
    ]);
  });

  test("R35 marks the text in Responses under faithful, and is left out by repair", async () => {
    const target = ofApi("chat-completions", { api: "responses" });
    const marked = await encoded(target, { messages: both });
    const output = [{ type: "input_text", text: "2", prompt_cache_breakpoint: { mode: "explicit" } }];
    expect(listOf(marked.body["input"]).at(-1)?.["output"]).toEqual(output);
    const left = await encoded(target, { messages: both }, "repair");
    expect(listOf(left.body["input"]).at(-1)?.["output"]).toBe("2");
    expect(left.warned).toEqual([
      "cache-point-dropped messages[2].parts[1]",
      "cache-point-dropped messages[3].parts[1]",
    ]);
  });

  test("R35 is left out of another body of InvokeModel, with a warning", async () => {
    const { parts } = await encoded(ofApi("invoke-model"), { messages: both });
    expect(parts.filter((one) => one.startsWith("part-dropped"))).toEqual([
      "part-dropped messages[2].parts[1]",
      "part-dropped messages[3].parts[1]",
    ]);
  });

  test("R35 marks a result without content too", async () => {
    const empty = history([text("1")], [point]);
    expect(lastContent((await encoded(messagesTarget(), { messages: empty })).body)[1]).toEqual({
      ...{ type: "tool_result", tool_use_id: "b", content: [] },
      ...mark,
    });
    const nothing = await encoded(ofApi("chat-completions"), { messages: empty });
    expect(lastContent(nothing.body)).toBe("");
    expect(nothing.warned).toEqual(["cache-point-dropped messages[3].parts[0]"]);
  });
});

test("R35 a cache point inside a result marks its block in Messages, and has no place in Converse", async () => {
  const inside = history([text("1"), point, text("more")], [text("2")]);
  const { body } = await encoded(messagesTarget(), { messages: inside });
  expect(lastContent(body)[0]?.["content"]).toEqual([
    { type: "text", text: "1", cache_control: { type: "ephemeral", ttl: "1h" } },
    { type: "text", text: "more" },
  ]);
  const converse = await encoded(ofApi("converse"), { messages: inside });
  expect(JSON.stringify(converse.body)).not.toContain("cachePoint");
  expect(converse.warned).toEqual(["cache-point-dropped messages[2].parts[1]"]);
});

describe("a cache point of a tool", () => {
  const tools = [{ ...tool, cachePoint: { ttl: null } }];

  test("R35 is a mark of the tool for Claude, and an entry behind it in Converse, and read back so", async () => {
    for (const target of [messagesTarget(), claude(ofApi("invoke-model"))]) {
      const { body } = await encoded(target, { tools });
      expect(listOf(body["tools"])[0]?.["cache_control"]).toEqual({ type: "ephemeral" });
    }
    const { body } = await encoded(ofApi("converse"), { tools });
    const config = body["toolConfig"] as JsonObject;
    expect(listOf(config["tools"])[1]).toEqual({ cachePoint: { type: "default" } });
    const { decodeRequest } = await adapterFor("converse");
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse";
    const read = decodeRequest({ method: "POST", url, headers: [], body: bytes });
    expect([read.request.tools, read.warnings]).toEqual([tools, []]);
  });

  test.each(["chat-completions", "responses", "invoke-model"] as const)(
    "R35 has no place in %s: a warning",
    async (api) => {
      const target = ofApi(api === "responses" ? "chat-completions" : api, { api });
      expect((await encoded(target, { tools })).warned).toEqual(["cache-point-dropped tools[0].cachePoint"]);
    },
  );

  test("R35 repair keeps the last four of tools and messages together", async () => {
    const many = [1, 2, 3, 4].map((at) => ({ ...tool, name: `f${at}`, cachePoint: { ttl: null } }));
    const { body, warned } = await encoded(messagesTarget(), { tools: [tool, ...many], messages: both }, "repair");
    expect(listOf(body["tools"]).map((one) => "cache_control" in one)).toEqual([false, false, false, true, true]);
    expect(warned).toEqual(["cache-point-dropped tools[1].cachePoint", "cache-point-dropped tools[2].cachePoint"]);
  });
});

test("plain text is the source of a document in Claude's InvokeModel, with its name, also inside a result", async () => {
  const source = { kind: "bytes", mediaType: "text/plain; charset=utf-8", base64: "w6k=" } as const;
  const note = { kind: "document", source, name: "note" } as const;
  const { body } = await encoded(claude(ofApi("invoke-model")), {
    messages: [...history([text("1")], [note]), { role: "user", parts: [note], name: null }],
  });
  const block = { type: "document", source: { type: "text", media_type: "text/plain", data: "é" }, title: "note" };
  expect(lastContent(body).at(-1)).toEqual(block);
  expect(lastContent(body)[1]?.["content"]).toEqual([block]);
});
