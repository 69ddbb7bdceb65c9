import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../chat/json.js";
import { createEventStreamParser, stringHeader } from "../wire/frames/event-stream.js";
import { loadProfile } from "./load-profiles.js";
import { requestFor, send, simulatorOf } from "./simulated.fixture.js";

const profiles = join(import.meta.dirname, "../../scenarios/profiles");
const simulator = simulatorOf(loadProfile(join(profiles, "seed-2026-02-10.yaml")));
const kimi = simulatorOf(loadProfile(join(profiles, "kimi.yaml")));
const onBedrock = (model: string, step: "chat" | "call" | "after-tool", by = simulator, id = "callSF001") =>
  send(requestFor("converse-stream", step, id, model), by);
const onOpenRouter = async (model: string, step: "chat" | "call" | "after-tool") =>
  JSON.parse((await send(requestFor("chat-completions", step, "callSF001", model), simulator)).text).choices[0].message;

function eventsOf(bytes: Uint8Array): readonly (readonly [type: string | null, payload: JsonObject])[] {
  return createEventStreamParser()
    .push(bytes)
    .map((frame) => {
      const { p: _padding, ...payload } = JSON.parse(new TextDecoder().decode(frame.payload));
      return [stringHeader(frame, ":event-type"), payload];
    });
}

const profileText = (model: string): string =>
  `Invocation of model ID ${model} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`;

describe("the comparison of 2026-02-10", () => {
  test("Kimi on converse-stream calls the tool, and is silent after its result", async () => {
    const called = eventsOf((await onBedrock("moonshotai.kimi-k2.5", "call")).bytes);
    expect(called.some(([type]) => type === "contentBlockStart")).toBe(true);
    expect(eventsOf((await onBedrock("moonshotai.kimi-k2.5", "after-tool")).bytes)).toEqual([
      ["messageStart", { role: "assistant" }],
      ["messageStop", { stopReason: "end_turn" }],
      ["metadata", expect.objectContaining({ usage: expect.objectContaining({ outputTokens: 0 }) })],
    ]);
  });

  test.each(["deepseek.r1-v1:0", "meta.llama3-3-70b-instruct-v1:0"])(
    "%s chats, and is refused with tools",
    async (model) => {
      expect((await onBedrock(model, "chat")).status).toBe(200);
      for (const step of ["call", "after-tool"] as const) {
        const { status, text } = await onBedrock(model, step);
        expect([status, JSON.parse(text).message]).toEqual([400, profileText(model)]);
      }
    },
  );

  test("Mistral on Bedrock cannot be reached after a tool result", async () => {
    const model = "mistral.mistral-large-3-675b-instruct";
    expect((await onBedrock(model, "call")).status).toBe(200);
    expect((await onBedrock(model, "after-tool")).error?.kind).toBe("refused");
  });

  test("Llama on OpenRouter makes an odd call, and describes it after the result", async () => {
    const model = "meta-llama/llama-3.3-70b-instruct";
    const [call] = (await onOpenRouter(model, "call")).tool_calls;
    expect(JSON.parse(call.function.arguments)).toMatchObject({ name: "get_weather", parameters: { city: "SF" } });
    const { content } = await onOpenRouter(model, "after-tool");
    expect(content).toContain("get_weather");
    expect(content).not.toMatch(/65|sunny/i);
  });

  test.each([
    "moonshotai/kimi-k2.5",
    "anthropic/claude-3.5-sonnet",
    "deepseek/deepseek-r1",
    "mistralai/mistral-large-2512",
    "openai/gpt-4o",
  ])("%s works on OpenRouter", async (model) => {
    expect((await onOpenRouter(model, "chat")).content).toContain("42");
    expect((await onOpenRouter(model, "call")).tool_calls).toHaveLength(1);
    expect((await onOpenRouter(model, "after-tool")).content).toContain("65");
  });

  test("GPT-4o is not on Bedrock", async () => {
    expect((await onBedrock("openai.gpt-4o", "chat")).status).toBe(400);
  });
});

describe("Kimi as observed on the wire", () => {
  test("three empty text blocks stand around reasoning and call", async () => {
    const events = eventsOf((await onBedrock("moonshot.kimi-k2-thinking", "call", kimi)).bytes);
    const kinds = events
      .filter(([type]) => type === "contentBlockDelta")
      .map(([, payload]) => [payload["contentBlockIndex"], Object.keys(Object(payload["delta"]))[0]]);
    expect([...new Set(kinds.map((kind) => kind.join(" ")))]).toEqual([
      "0 text",
      "1 reasoningContent",
      "2 text",
      "3 toolUse",
      "4 text",
    ]);
    const started = events.filter(([type]) => type === "contentBlockStart").map(([, payload]) => payload);
    expect(started).toEqual([
      { contentBlockIndex: 3, start: { toolUse: { name: "get_weather", toolUseId: "functions.get_weather:0" } } },
    ]);
  });

  test("after a tool result reasoning stands in the text, and a foreign id makes it silent", async () => {
    const textAfter = async (id: string) =>
      eventsOf((await onBedrock("moonshotai.kimi-k2.5", "after-tool", kimi, id)).bytes)
        .map(([, { delta }]) => Object(delta).text ?? "")
        .join("");
    expect(await textAfter("functions.get_weather:0")).toMatch(/^ <think> .* <\/think> It is 65 degrees and sunny\.$/);
    expect(await textAfter("callSF001")).toBe("");
  });

  test.each([
    ["/bedrock-mantle/v1/chat/completions", "moonshotai.kimi-k2.5", "callSF001", false],
    ["/bedrock-mantle/v1/chat/completions", "moonshotai.kimi-k2.5", "functions.get_weather:0", true],
    ["/v1/chat/completions", "kimi-k2.5", "callSF001", true],
  ])("%s: %s after %s answers: %s", async (path, model, id, answers) => {
    const { body } = requestFor("chat-completions", "after-tool", id, model);
    const { content } = JSON.parse((await send({ path, body }, kimi)).text).choices[0].message;
    expect(`${content ?? ""}`.includes("65 degrees")).toBe(answers);
    if (!answers) expect(content ?? "").toBe("");
  });
});
