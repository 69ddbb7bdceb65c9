import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainUsage } from "../../../../test/support/plain-values.js";
import { fold } from "../../../chat/fold.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, ReasoningPart } from "../../../chat/message.js";
import type { Finish, Reply, Usage } from "../../../chat/reply.js";
import { noAliases } from "../../adapter.js";
import { startState } from "../decode/stream-state.js";
import { decode } from "../decode.js";
import { encodeReply } from "./encode-reply.js";
import { readRequest } from "./read-request.js";
import { eventsIn, identity, lastResponse, replies, requestBody, streamText } from "./replies.fixture.js";
import { responseSchema } from "./response-schema.fixture.js";

const stop: Finish = { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null };

function replyOf(parts: readonly AssistantPart[], change: Partial<Reply> = {}): Reply {
  return { ...fold([{ kind: "finish", finish: stop }, { kind: "reply-end" }]), parts, ...change };
}

function encoded(reply: Reply, body: JsonObject = {}, own = identity) {
  const result = encodeReply(reply, { identity: own, body });
  if (result.kind === "failed") throw new Error(result.failure.message);
  return result;
}

const outputOf = ({ output }: JsonObject) => (Array.isArray(output) ? output.filter(isJsonObject) : []);
const output = (reply: Reply, body?: JsonObject) => outputOf(encoded(reply, body).body);
const warned = (reply: Reply, body?: JsonObject) =>
  encoded(reply, body).warnings.map(({ id, field }) => `${id} ${field}`);

/** The turn of the assistant as a client sends it back, as the door reads it. */
function replayed(items: JsonValue, body: JsonObject): readonly AssistantPart[] {
  const input = [{ role: "user", content: "?" }, ...(items as readonly JsonObject[])];
  const read = readRequest({ ...body, input }, { allows: () => false });
  if (read.kind === "refused") throw new Error(read.error.message);
  return read.request.messages.flatMap((message) => (message.role === "assistant" ? message.parts : []));
}

/** Neighbouring texts are one, blank ones none, and a refusal is no text. */
function saidIn(parts: readonly AssistantPart[]) {
  const joined = (kind: "text" | "refusal") => parts.map((part) => (part.kind === kind ? part.text : "")).join("");
  return {
    ...{ text: joined("text"), refusal: joined("refusal") },
    reasoning: parts.filter((part) => part.kind === "reasoning" && !isNothing(part)),
    calls: parts.flatMap((part) => (part.kind === "tool-call" ? [[part.id, part.name]] : [])),
  };
}

function isNothing({ text, signature, redacted, details }: ReasoningPart): boolean {
  return text === null && signature === null && redacted === null && details === null;
}

describe("a response", () => {
  test("has every member that the API requires, and our own adapter reads it as the same reply", () => {
    fc.assert(
      fc.property(replies, (events) => {
        const reply = fold(events);
        const { body } = encoded(reply, requestBody);
        responseSchema.parse(body);
        const state = startState({ status: 200, requestId: null, aliases: noAliases });
        const read = fold(decode(state, JSON.stringify(encoded(reply).body)));
        expect(saidIn(read.parts).text).toBe(saidIn(reply.parts).text);
        expect(saidIn(read.parts).refusal).toBe(saidIn(reply.parts).refusal);
        expect(saidIn(read.parts).calls).toEqual(saidIn(reply.parts).calls);
        expect([read.completeness, read.finish?.kind]).toEqual(["complete", reply.finish?.kind]);
      }),
      { numRuns: 200 },
    );
  });

  test("comes back from a client as the parts that it was made of, signatures and details of any vendor among them", () => {
    fc.assert(
      fc.property(replies, (events) => {
        const reply = fold(events);
        const turn = replayed(output(reply, requestBody), requestBody);
        expect(saidIn(turn)).toEqual(saidIn(reply.parts));
      }),
      { numRuns: 200 },
    );
  });

  test("comes back from a client that read it as a stream, wherever its parts were interleaved", () => {
    fc.assert(
      fc.property(replies, (events) => {
        const { output } = lastResponse(streamText(events, requestBody));
        const turn = saidIn(replayed(output, requestBody));
        const sorted = (said: ReturnType<typeof saidIn>) => ({
          ...said,
          reasoning: said.reasoning.map((part) => JSON.stringify(part)).toSorted(),
        });
        expect(sorted(turn)).toEqual(sorted(saidIn(fold(events).parts)));
      }),
      { numRuns: 300 },
    );
  });

  test("has the ids of its request: the same in a stream, and other ones for another request", () => {
    const reply = replyOf([{ kind: "text", text: "Hi" }]);
    const ids = (id: string) => {
      const { body } = {
        body: (encodeReply(reply, { identity: { ...identity, id }, body: {} }) as { body: JsonObject }).body,
      };
      return [body["id"], (body["output"] as readonly JsonObject[])[0]?.["id"]];
    };
    expect(ids("a")).toEqual(ids("a"));
    expect(new Set([...ids("a"), ...ids("b")]).size).toBe(4);
    const streamed = eventsIn(
      streamText([
        { kind: "text-start", part: 0 },
        { kind: "text-delta", part: 0, text: "Hi" },
        { kind: "finish", finish: stop },
        { kind: "reply-end" },
      ]),
    ).at(-1);
    expect(streamed).toMatchObject({ response: { id: encoded(reply).body["id"], output: output(reply) } });
  });

  test("echoes the request, with the API's defaults for what it did not send", () => {
    const body = {
      ...{ instructions: "Be brief.", temperature: 0, max_output_tokens: 9, metadata: { a: "b" }, store: true },
      ...{ tools: [{ type: "function", name: "f" }], tool_choice: "none", parallel_tool_calls: false, user: "u" },
      ...{ reasoning: { effort: "low" }, text: { verbosity: "low" }, service_tier: "auto", truncation: "auto" },
    };
    expect(encoded(replyOf([]), body).body).toMatchObject({
      ...{ instructions: "Be brief.", temperature: 0, max_output_tokens: 9, metadata: { a: "b" }, store: false },
      ...{ tools: [{ type: "function", name: "f", description: null, parameters: null, strict: null }] },
      ...{ tool_choice: "none", parallel_tool_calls: false, user: "u", truncation: "disabled" },
      ...{ reasoning: { effort: "low", summary: null }, text: { verbosity: "low", format: { type: "text" } } },
    });
    expect(encoded(replyOf([])).body).toMatchObject({
      ...{ instructions: null, temperature: 1, top_p: 1, metadata: {}, tools: [], tool_choice: "auto" },
      ...{ parallel_tool_calls: true, text: { format: { type: "text" } }, reasoning: { effort: null, summary: null } },
    });
  });
});

describe("an item", () => {
  const call = (change: Partial<Extract<AssistantPart, { kind: "tool-call" }>> = {}): AssistantPart => ({
    ...{ kind: "tool-call", id: "call_0", name: "f", argumentsText: "{}" },
    ...change,
  });

  test("of a call has the provider's id and arguments unchanged", () => {
    expect(output(replyOf([call({ id: "functions.f:0", argumentsText: '{"a": 1' })]))).toMatchObject([
      { type: "function_call", call_id: "functions.f:0", name: "f", arguments: '{"a": 1', status: "completed" },
    ]);
  });

  test("of a call has what the provider left out, with a warning", () => {
    const bare = replyOf([call({ id: null, argumentsText: null }), call({ id: " ", name: null, argumentsText: "" })]);
    const [first, second] = output(bare);
    expect(first?.["call_id"]).toMatch(/^call_[0-9a-f]{24}$/);
    expect(second?.["call_id"]).not.toBe(first?.["call_id"]);
    expect([first?.["arguments"], second?.["arguments"], second?.["name"]]).toEqual(["{}", "{}", ""]);
    expect(warned(bare)).toEqual([
      "tool-call-id-derived output[0].call_id",
      "arguments-filled output[0].arguments",
      "tool-call-name-missing output[1].name",
      "tool-call-id-derived output[1].call_id",
      "arguments-filled output[1].arguments",
    ]);
  });

  test("of a call in a namespace has the client's own name and the namespace", () => {
    expect(output(replyOf([call({ name: "agents__spawn" })]), requestBody)).toMatchObject([
      { type: "function_call", name: "spawn", namespace: "agents" },
    ]);
  });

  test("of a custom tool's call has its text, or the arguments as they came, with a warning", () => {
    const patched = replyOf([
      call({ name: "patch", argumentsText: '{"input":"*** Begin"}' }),
      call({ id: "b", name: "patch", argumentsText: '{"text":1}' }),
    ]);
    expect(output(patched, requestBody)).toMatchObject([
      { type: "custom_tool_call", name: "patch", input: "*** Begin", call_id: "call_0" },
      { type: "custom_tool_call", name: "patch", input: '{"text":1}', call_id: "b" },
    ]);
    expect(warned(patched, requestBody)).toEqual(["custom-input-unread output[1].input"]);
  });

  test("of a message keeps its phase, and is the only one that a blank reply has", () => {
    const phased = replyOf([{ kind: "text", text: "Hm.", wire: { type: "message", phase: "commentary" } }]);
    expect(output(phased)).toMatchObject([{ phase: "commentary" }]);
    expect(output(replyOf([{ kind: "text", text: "" }, call()])).map(({ type }) => type)).toEqual(["function_call"]);
    expect(output(replyOf([{ kind: "text", text: "" }]))).toMatchObject([{ content: [{ text: "" }] }]);
    expect(output(replyOf([]))).toEqual([]);
  });

  test("of this API goes through as it came; one of another API is lost, with a warning", () => {
    const search = { type: "web_search_call", id: "ws_1", status: "completed" };
    const mixed = replyOf([
      { kind: "other", raw: search },
      { kind: "other", raw: { annotations: [] } },
    ]);
    expect(output(mixed)).toEqual([search]);
    expect(warned(mixed)).toEqual(["other-part-dropped output"]);
  });
});

describe("the end of a response", () => {
  const finish = (kind: Finish["kind"], raw: string | null = null): Finish => ({ ...stop, kind, raw });

  test.each<[Finish | null, string, JsonValue, readonly string[]]>([
    [finish("stop"), "completed", null, []],
    [finish("tool-calls"), "completed", null, []],
    [finish("length"), "incomplete", { reason: "max_output_tokens" }, []],
    [finish("content-filter"), "incomplete", { reason: "content_filter" }, []],
    [finish("other", "paused"), "completed", null, ["finish-unknown status"]],
    [null, "completed", null, ["finish-missing status"]],
  ])("%j is %s, because of %j", (given, status, details, warnings) => {
    const reply = replyOf(
      [
        { kind: "text", text: "Hi" },
        { kind: "text", text: "!" },
      ],
      { finish: given },
    );
    expect(encoded(reply).body).toMatchObject({ status, incomplete_details: details });
    expect(output(reply).map((item) => item["status"])).toEqual(["completed", status]);
    expect(warned(reply)).toEqual(warnings);
  });

  test("is a failure where the reply is not whole, or where generation failed", () => {
    const failed = (change: Partial<Reply>) => encodeReply(replyOf([], change), { identity, body: {} }).kind;
    expect(failed({ completeness: "truncated" })).toBe("failed");
    expect(failed({ finish: finish("error", "malformed_tool_use") })).toBe("failed");
  });

  test.each<[Partial<Usage>, JsonValue, readonly string[]]>([
    [{ inputTokens: 9, outputTokens: null }, null, []],
    [
      { inputTokens: 9, outputTokens: 2, cacheReadTokens: 4, cacheWriteTokens: 1, reasoningTokens: 0, costUsd: 0.5 },
      {
        ...{ cost: 0.5, input_tokens: 9, input_tokens_details: { cached_tokens: 4, cache_write_tokens: 1 } },
        ...{ output_tokens: 2, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 11 },
      },
      [],
    ],
    [
      { inputTokens: 9, outputTokens: 2, totalTokens: 12 },
      {
        ...{ input_tokens: 9, input_tokens_details: { cached_tokens: 0 } },
        ...{ output_tokens: 2, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 12 },
      },
      ["usage-filled usage"],
    ],
    [
      // Messages' own object has these names too, and counts otherwise.
      { inputTokens: 9, outputTokens: 2, reasoningTokens: 0, cacheReadTokens: 4, raw: { input_tokens: 5, own: 1 } },
      {
        ...{ input_tokens: 9, input_tokens_details: { cached_tokens: 4 } },
        ...{ output_tokens: 2, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 11 },
      },
      [],
    ],
    [
      {
        ...{ inputTokens: 9, outputTokens: 2, reasoningTokens: 0, cacheReadTokens: 4 },
        raw: { input_tokens: 9, total_tokens: 11, is_byok: false, output_tokens_details: { own: 1 } },
      },
      {
        ...{ is_byok: false, input_tokens: 9, input_tokens_details: { cached_tokens: 4 } },
        ...{ output_tokens: 2, output_tokens_details: { own: 1, reasoning_tokens: 0 }, total_tokens: 11 },
      },
      [],
    ],
  ])("usage of %j is %j", (counts, expected, warnings) => {
    const reply = replyOf([{ kind: "text", text: "Hi" }], { usage: plainUsage(counts) });
    expect(encoded(reply).body["usage"]).toEqual(expected);
    expect(warned(reply)).toEqual(warnings);
  });
});
