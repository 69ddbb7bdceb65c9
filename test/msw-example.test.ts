import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { fixtureHandlers } from "llm-parity/msw";
import { setupServer } from "msw/node";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const recorded = fixtureHandlers("fixtures");
const server = setupServer(...recorded.handlers);

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => recorded.reset());
afterAll(() => server.close());

const question = "What is 15 + 27? Reply with just the number.";

test("the OpenAI SDK gets what OpenRouter sent", async () => {
  const client = new OpenAI({ apiKey: "none", baseURL: "https://openrouter.ai/api/v1" });
  const asked = { model: "openai/gpt-4o", max_tokens: 1024, temperature: 1, usage: { include: true } };
  const reply = await client.chat.completions.create({ ...asked, messages: [{ role: "user", content: question }] });
  expect(reply.choices[0]?.message.content).toBe("42");
  expect(recorded.misses()).toEqual([]);
});

test("the AWS SDK gets the event stream that Bedrock sent, frame by frame", async () => {
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    requestHandler: new FetchHttpHandler(), // MSW does not see HTTP/2, the SDK's default
  });
  const { stream = [] } = await client.send(
    new ConverseStreamCommand({
      modelId: "moonshotai.kimi-k2.5",
      messages: [{ role: "user", content: [{ text: question }] }],
      inferenceConfig: { maxTokens: 1024, temperature: 1 },
    }),
  );
  let text = "";
  for await (const event of stream) text += event.contentBlockDelta?.delta?.text ?? "";
  expect(text).toBe("42");
});

test("a question that was never recorded fails, and says how it differs from the nearest that was", async () => {
  const client = new OpenAI({ apiKey: "none", baseURL: "https://openrouter.ai/api/v1" });
  const asked = { model: "openai/gpt-4o", messages: [{ role: "user" as const, content: "What is 15 + 28?" }] };
  await expect(client.chat.completions.create(asked)).rejects.toThrow('≠ recorded "What is 15 + 27?');
});
