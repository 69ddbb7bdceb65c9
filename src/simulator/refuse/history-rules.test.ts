import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import { profileOf, send, simulatorOf } from "../simulated.fixture.js";

const user = (...content: readonly JsonValue[]): JsonObject => ({ role: "user", content });
const model = (...content: readonly JsonValue[]): JsonObject => ({ role: "assistant", content });
const text = (value: string): JsonObject => ({ text: value });
const use = (toolUseId: string, name = "get_weather"): JsonObject => ({ toolUse: { toolUseId, name, input: {} } });
const result = (toolUseId: string, members: JsonObject = {}): JsonObject => ({
  toolResult: { toolUseId, content: [{ text: "65" }], ...members },
});
const toolConfig = { tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: {} } } }] };

async function mistake(body: JsonObject, profile: Parameters<typeof profileOf>[0] = {}): Promise<string | null> {
  const heard = await send({ path: "/model/m/converse", body }, simulatorOf(profileOf(profile)));
  return heard.status === 200 ? null : JSON.parse(heard.text).message;
}

describe("Converse refuses, in its own words", () => {
  const long = "x".repeat(65);
  test.each<readonly [string, JsonObject, string]>([
    [
      "a first turn of the model",
      { messages: [model(text("hi"))] },
      "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
    ],
    [
      "two turns of the user",
      { messages: [user(text("a")), user(text("b"))] },
      "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
    ],
    [
      "a message without content",
      { messages: [user(text("a")), model(), user(text("b"))] },
      "The content field in the Message object at messages.1 is empty. Add a ContentBlock object to the content field and try again.",
    ],
    [
      "blank text",
      { messages: [user(text("a")), model(text(""), text("b")), user(text("c"))] },
      "The text field in the ContentBlock object at messages.1.content.0 is blank. Add text to the text field, and try again.",
    ],
    [
      "a result that answers no call",
      { messages: [user(text("a")), model(text("b")), user(result("x"))], toolConfig },
      "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.",
    ],
    [
      "a call without a result",
      { messages: [user(text("a")), model(use("x"), use("y")), user(result("x"))], toolConfig },
      "Expected toolResult blocks at messages.2.content for the following Ids: y",
    ],
    [
      "a result under another id",
      { messages: [user(text("a")), model(use("x")), user(result("z"))], toolConfig },
      "Expected toolResult blocks at messages.2.content for the following Ids: x",
    ],
    [
      "tool blocks without toolConfig",
      { messages: [user(text("a")), model(use("x")), user(result("x"))] },
      "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    ],
    [
      "an empty toolConfig",
      { messages: [user(text("a"))], toolConfig: {} },
      "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "an empty error result",
      { messages: [user(text("a")), model(use("x")), user(result("x", { content: [], status: "error" }))], toolConfig },
      "The content field at messages.2.content.0.toolResult cannot be empty when status value is error.",
    ],
    [
      "ids that are too long",
      { messages: [user(text("a")), model(use(long)), user(result(long))], toolConfig },
      "2 validation errors detected: Value at 'messages.2.member.content.1.member.toolUse.toolUseId' failed to satisfy constraint: Member must have length less than or equal to 64; Value at 'messages.3.member.content.1.member.toolResult.toolUseId' failed to satisfy constraint: Member must have length less than or equal to 64",
    ],
    [
      "a tool name with a space",
      { messages: [user(text("a")), model(use("x", "functions read_file")), user(result("x"))], toolConfig },
      "A tool name is invalid. Tool names can only contain letters, numbers, underscores, and hyphens",
    ],
    [
      "empty system text",
      { messages: [user(text("a"))], system: [text("")] },
      "1 validation error detected: Value at 'system.1.member.text' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "a temperature over one",
      { messages: [user(text("a"))], inferenceConfig: { temperature: 1.5 } },
      "1 validation error detected: Value at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
    ],
  ])("%s", async (_what, body, message) => {
    expect(await mistake(body)).toBe(message);
  });
});

describe("what depends on the model", () => {
  const native = "functions.get_weather:0";
  const body = { messages: [user(text("a")), model(use(native)), user(result(native))], toolConfig };

  test("dots and colons in ids are taken, and refused by the service as it was before 2026-04-02", async () => {
    expect(await mistake(body)).toBeNull();
    expect(await mistake(body, { rejectIds: { pattern: "[a-zA-Z0-9_-]+" } })).toMatch(
      /^2 validation errors detected: Value at 'messages\.2\.member\.content\.1\.member\.toolUse\.toolUseId' failed to satisfy constraint: Member must satisfy regular expression pattern: \[a-zA-Z0-9_-\]\+;/,
    );
  });

  test("Mistral's engine refuses an id that is not nine letters and digits", async () => {
    expect(await mistake(body, { rejectIds: { pattern: "[a-zA-Z0-9]{9}", by: "model" } })).toBe(
      "The model returned the following errors: Tool call id was functions.get_weather:0 but must be a-z, A-Z, 0-9, with a length of 9.",
    );
  });

  test("words and results in one turn, and signatures, where the model takes neither", async () => {
    const mixed = { messages: [user(text("a")), model(use("x")), user(result("x"), text("and?"))], toolConfig };
    expect(await mistake(mixed)).toBeNull();
    expect(await mistake(mixed, { noMixedTurns: true })).toBe(
      "messages.2.content: Conversation blocks and tool result blocks cannot be provided in the same turn.",
    );
    const signed = { reasoningContent: { reasoningText: { text: "hm", signature: "s" } } };
    const replayed = { messages: [user(text("a")), model(signed, text("b")), user(text("c"))] };
    expect(await mistake(replayed)).toBeNull();
    expect(await mistake(replayed, { noReasoningSignature: true })).toContain(
      "This model doesn't support the reasoningContent.reasoningText.signature field",
    );
  });
});

test("an OpenAI-shaped service refuses a tool message that answers no call", async () => {
  const messages = [
    { role: "user", content: "a" },
    { role: "tool", tool_call_id: "x", content: "65" },
  ];
  const heard = await send({ path: "/v1/chat/completions", body: { model: "m", messages } });
  expect(heard.status).toBe(400);
  expect(JSON.parse(heard.text).error.message).toContain("must be a response to a preceeding message");
});
