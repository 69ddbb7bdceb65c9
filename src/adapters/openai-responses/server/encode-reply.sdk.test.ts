import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import { fold } from "../../../chat/fold.js";
import { isJsonObject } from "../../../chat/json.js";
import { truncatedFailure } from "../../errors/classify.js";
import { responsesDoor } from "./door.js";
import { identity, opening } from "./replies.fixture.js";

/** A tool turn of a thinking model: text, then a call in a namespace, and one of a custom tool. */
const turn: readonly ChatEvent[] = [
  { kind: "reply-start", status: 200, requestId: "req-1" },
  { kind: "reasoning-start", part: 0, field: "reasoningContent" },
  { kind: "reasoning-delta", part: 0, text: "Hm" },
  { kind: "reasoning-signature", part: 0, signature: "c2ln" },
  { kind: "part-end", part: 0 },
  { kind: "text-start", part: 1 },
  { kind: "text-delta", part: 1, text: "Let me " },
  { kind: "text-delta", part: 1, text: "see." },
  { kind: "tool-call-start", part: 2, id: "call_0", name: "agents__spawn", argumentsText: '{"city":"Oslo"}' },
  { kind: "tool-call-start", part: 3, id: "call_1", name: "patch", argumentsText: '{"input":"a"}' },
  { kind: "finish", finish: { kind: "tool-calls", raw: "tool_use", nativeRaw: null, stopSequence: null } },
  { kind: "reply-end" },
];

/** The official SDK in front of a server that answers with these events: no socket, its own fetch. */
function clientOf(events: readonly ChatEvent[]): OpenAI {
  const fetch = async (_url: unknown, init?: { readonly body?: unknown }): Promise<Response> => {
    const body: unknown = JSON.parse(String(init?.body));
    const read = responsesDoor.readRequest(body, { allows: () => false, headers: {} });
    const at = { status: 400, requestId: "r" };
    if (read.kind === "refused") return Response.json(responsesDoor.errorBody(read.error, at), at);
    const own = isJsonObject(body) ? body : {};
    if (read.stream) {
      const stream = responsesDoor.openStream(opening(own));
      const text = events.map((event) => stream.write(event)).join("");
      return new Response(text, { headers: { "content-type": "text/event-stream" } });
    }
    const encoded = responsesDoor.encodeReply(fold(events), { identity, body: own });
    return encoded.kind === "failed" ? new Response(null, { status: 502 }) : Response.json(encoded.body);
  };
  return new OpenAI({ apiKey: "none", baseURL: "http://router.test/v1", maxRetries: 0, fetch });
}

const ask: Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, "stream"> = {
  model: "kimi",
  input: "Oslo?",
  tools: [
    {
      type: "namespace",
      name: "agents",
      description: "Helpers",
      tools: [{ type: "function", name: "spawn", parameters: { type: "object" } }],
    },
    { type: "custom", name: "patch" },
  ],
};

const output = [
  { type: "reasoning", summary: [{ type: "summary_text", text: "Hm" }] },
  { type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text: "Let me see." }] },
  { type: "function_call", call_id: "call_0", name: "spawn", namespace: "agents", arguments: '{"city":"Oslo"}' },
  { type: "custom_tool_call", call_id: "call_1", name: "patch", input: "a" },
];

describe("the official SDK", () => {
  test("reads a whole reply", async () => {
    const response = await clientOf(turn).responses.create(ask);
    expect(response).toMatchObject({ object: "response", model: "kimi", status: "completed", output });
    expect(response.output_text).toBe("Let me see.");
  });

  test("puts the same reply together from a stream, in its helper too", async () => {
    const whole = await clientOf(turn).responses.create(ask);
    const stream = clientOf(turn).responses.stream(ask);
    const helped = await stream.finalResponse();
    expect(helped).toMatchObject({ id: whole.id, status: "completed", output });
    const seen: string[] = [];
    for await (const event of await clientOf(turn).responses.create({ ...ask, stream: true })) {
      if (event.type === "response.output_text.delta") seen.push(event.delta);
    }
    expect(seen).toEqual(["Let me ", "see."]);
  });

  test("sends a reply back as it got it, and nothing of it is refused or lost", async () => {
    const whole = await clientOf(turn).responses.create(ask);
    const results = ["call_0", "call_1"].map((call_id, at) => ({
      ...{ type: at === 0 ? "function_call_output" : "custom_tool_call_output", call_id, output: "18 °C" },
    }));
    const body = { ...ask, input: [{ role: "user", content: "Oslo?" }, ...whole.output, ...results] };
    const read = responsesDoor.readRequest(body, { allows: () => false, headers: {} });
    if (read.kind === "refused") throw new Error(read.error.message);
    expect(read.warnings.map(({ id }) => id)).toEqual(["custom-tool-as-function", "namespace-flattened"]);
    expect(read.request.messages.slice(1)).toMatchObject([
      {
        role: "assistant",
        parts: [
          { kind: "reasoning", text: "Hm", signature: "c2ln", field: "reasoningContent", details: null },
          { kind: "text", text: "Let me see." },
          { kind: "tool-call", id: "call_0", name: "agents__spawn", argumentsText: '{"city":"Oslo"}' },
          { kind: "tool-call", id: "call_1", name: "patch", argumentsText: '{"input":"a"}' },
        ],
      },
      { role: "tool", toolCallId: "call_0", parts: [{ text: "18 °C" }] },
      { role: "tool", toolCallId: "call_1" },
    ]);
  });

  test("throws where the reply breaks, with the code of the error", async () => {
    const failure = truncatedFailure({ afterFinish: false, status: 200, requestId: null, raw: null, message: "cut" });
    const broken = clientOf([...turn.slice(0, 8), { kind: "reply-failed", failure }]);
    const stream = await broken.responses.create({ ...ask, stream: true });
    const reading = async () => {
      for await (const _ of stream);
    };
    await expect(reading()).rejects.toMatchObject({ code: "upstream_truncated", type: "api_error" });
    await expect(broken.responses.stream(ask).finalResponse()).rejects.toThrow(/cut off/);
  });

  test("throws a refusal of the door with the member that it names", async () => {
    const asking = clientOf(turn).responses.create({ ...ask, previous_response_id: "resp_1" });
    await expect(asking).rejects.toMatchObject({
      ...{ status: 400, param: "previous_response_id", code: "previous_response_not_found" },
    });
  });
});
