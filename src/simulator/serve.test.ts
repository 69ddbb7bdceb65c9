import { join } from "node:path";
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { http1Handler } from "../../test/support/http1-handler.js";
import type { Fault } from "./faults/wire-fault.js";
import { loadProfile } from "./load-profiles.js";
import { type ServedSimulator, serveSimulator } from "./serve.js";
import { profileOf, requestFor, simulatorOf } from "./simulated.fixture.js";

const profiles = join(import.meta.dirname, "../../scenarios/profiles");
const host = "127.0.0.1";

describe.each([
  ["HTTP/2, the AWS SDK's default", () => ({})],
  ["HTTP/1.1", () => ({ requestHandler: http1Handler })],
])("the real SDKs over loopback, with the default profile, Bedrock's over %s", (_, handler) => {
  let served: ServedSimulator;
  beforeAll(async () => {
    const simulator = simulatorOf(loadProfile(join(profiles, "default.yaml")));
    served = await serveSimulator(simulator.exchange, { port: 0, host });
  });
  afterAll(() => served.close());

  const bedrock = () =>
    new BedrockRuntimeClient({
      region: "us-east-1",
      endpoint: served.url,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "none" },
      maxAttempts: 1,
      ...handler(),
    });
  const modelId = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
  const messages = [{ role: "user" as const, content: [{ text: "Weather in SF?" }] }];
  const toolConfig = { tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object" } } } }] };

  test("Converse gives a tool call", async () => {
    const reply = await bedrock().send(new ConverseCommand({ modelId, messages, toolConfig }));
    expect(reply.stopReason).toBe("tool_use");
    expect(reply.output?.message?.content?.[0]?.toolUse?.input).toEqual({ city: "SF" });
    expect(reply.usage?.outputTokens).toBeGreaterThan(0);
    expect(reply.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("ConverseStream gives a tool call without a start for text", async () => {
    const reply = await bedrock().send(new ConverseStreamCommand({ modelId, messages, toolConfig }));
    const events = [];
    for await (const event of reply.stream ?? []) events.push(event);
    const input = events.map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? "").join("");
    expect(JSON.parse(input)).toEqual({ city: "SF" });
    expect(events.at(-2)?.messageStop?.stopReason).toBe("tool_use");
    expect(events.at(-1)?.metadata?.usage?.outputTokens).toBeGreaterThan(0);
  });

  test("InvokeModel and its stream give the family's body", async () => {
    const body = JSON.stringify(requestFor("invoke-model", "chat").body);
    const unary = await bedrock().send(new InvokeModelCommand({ modelId, body }));
    expect(JSON.parse(new TextDecoder().decode(unary.body)).content[0].text).toBe("The answer is 42.");
    const reply = await bedrock().send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
    const records = [];
    for await (const event of reply.body ?? []) records.push(JSON.parse(new TextDecoder().decode(event.chunk?.bytes)));
    expect(records.map(({ delta }) => delta?.text ?? "").join("")).toBe("The answer is 42.");
    expect(records.at(-1)).toMatchObject({ type: "message_stop", "amazon-bedrock-invocationMetrics": {} });
  });

  test("one client asks many times at once, and a refusal has its name and request id", async () => {
    const client = bedrock();
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => client.send(new ConverseCommand({ modelId, messages, toolConfig }))),
    );
    expect(new Set(replies.map(({ stopReason }) => stopReason))).toEqual(new Set(["tool_use"]));
    const refused = client.send(new ConverseCommand({ modelId, messages: [] }));
    await expect(refused).rejects.toMatchObject({
      name: "ValidationException",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    client.destroy();
  });

  test.each([["/api/v1"], ["/openai/v1"], ["/v1"]])("chat completions under %s, whole and streamed", async (path) => {
    const openai = new OpenAI({ baseURL: `${served.url}${path}`, apiKey: "sk-none", maxRetries: 0 });
    const request = {
      model: "moonshotai/kimi-k2.5",
      messages: [{ role: "user" as const, content: "What is 15 + 27?" }],
    };
    const whole = await openai.chat.completions.create(request);
    expect(whole.choices[0]?.message.content).toBe("The answer is 42.");
    const stream = await openai.chat.completions.create({
      ...request,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("The answer is 42.");
    expect(chunks.some(({ choices }) => choices[0]?.finish_reason === "stop")).toBe(true);
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(0);
  });
});

describe("the AWS SDK over HTTP/2, where the reply is broken on purpose", () => {
  const { body } = requestFor("converse-stream", "chat");
  const streamed = async (fault: object) => {
    const served = await serveSimulator(simulatorOf(profileOf({ faults: [fault as never] })).exchange, {
      port: 0,
      host,
    });
    const client = new BedrockRuntimeClient({
      ...{ region: "us-east-1", endpoint: served.url, maxAttempts: 1 },
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const seen: string[] = [];
    try {
      const { stream } = await client.send(new ConverseStreamCommand({ modelId: "m", ...(body as object) } as never));
      for await (const event of stream ?? []) seen.push(...Object.keys(event));
      return { seen, error: null };
    } catch (error) {
      return { seen, error: (error as NodeJS.ErrnoException).code ?? (error as Error).name };
    } finally {
      client.destroy();
      await served.close();
    }
  };

  test.each([
    ["a reset", { fault: "reset" }, "ERR_HTTP2_STREAM_ERROR"],
    ["a reset after 350 bytes", { fault: "truncated", bytes: 350, how: "reset" }, "ERR_HTTP2_STREAM_ERROR"],
    // Node's HTTP/2 client shows a closed connection as an end.
    ["a close", { fault: "truncated", how: "closed" }, null],
    ["an exception", { fault: "exception" }, "ModelStreamErrorException"],
  ])("%s after the first event", async (_, fault, error) => {
    const heard = await streamed(fault);
    // What arrives together with a reset may be lost in the client.
    expect([heard.seen.includes("messageStop"), heard.error]).toEqual([false, error]);
  });

  test.each([
    ["a reset", { fault: "connection", as: "reset" }, "ERR_HTTP2_STREAM_ERROR"],
    ["a throttling", { fault: "refuse", as: "too-many-requests" }, "ThrottlingException"],
    ["a connection that is closed", { fault: "connection", as: "closed" }, expect.any(String)],
  ])("%s before its headers", async (_, fault, error) => {
    expect(await streamed(fault)).toEqual({ seen: [], error });
  });
});

describe("broken on purpose", () => {
  const fetched = async (
    fault: Parameters<typeof profileOf>[0],
    api: "converse" | "converse-stream" = "converse-stream",
  ) => {
    const served = await serveSimulator(simulatorOf(profileOf(fault)).exchange, { port: 0, host });
    const { path, body } = requestFor(api, "chat");
    const init = { method: "POST", headers: { authorization: "x" }, body: JSON.stringify(body) };
    try {
      const response = await fetch(`${served.url}${path}`, init);
      return { status: response.status, size: (await response.arrayBuffer()).byteLength, failed: null };
    } catch (error) {
      return { status: null, size: 0, failed: String((error as Error).cause ?? error) };
    } finally {
      await served.close();
    }
  };
  const faultOf = (fault: Fault["fault"], members: object) => ({ faults: [{ fault, ...members } as never] });

  test("a reset in the body resets the connection", async () => {
    expect((await fetched(faultOf("reset", {}))).failed).toMatch(/ECONNRESET|terminated|other side closed/);
  });

  test("a close in the body closes the connection before its end", async () => {
    expect((await fetched(faultOf("truncated", { how: "closed" }))).failed).toMatch(/other side closed|terminated/);
  });

  test("a refused connection can only be shown as a reset before any byte", async () => {
    const { status, failed } = await fetched(faultOf("connection", {}));
    expect(status).toBeNull();
    expect(failed).toMatch(/ECONNRESET|other side closed/);
  });

  test("a body that ends cleanly in the middle arrives without an error", async () => {
    const whole = await fetched({});
    const cut = await fetched(faultOf("truncated", { at: "middle" }));
    expect(cut.failed).toBeNull();
    expect(cut.size).toBeLessThan(whole.size);
  });
});

test("close frees the port while a stalled body is still open", async () => {
  const stalling = simulatorOf(profileOf({ faults: [{ fault: "stall" }] }));
  const served = await serveSimulator(stalling.exchange, { port: 0, host });
  const { path, body } = requestFor("converse-stream", "chat");
  const init = { method: "POST", headers: { authorization: "x" }, body: JSON.stringify(body) };
  const response = await fetch(`${served.url}${path}`, init);
  const read = response.arrayBuffer().catch(() => "broken");
  await served.close();
  expect(await read).toBe("broken");
});

test("a port that is taken is an error", async () => {
  const served = await serveSimulator(simulatorOf(profileOf()).exchange, { port: 0, host });
  const port = Number(new URL(served.url).port);
  await expect(serveSimulator(simulatorOf(profileOf()).exchange, { port, host })).rejects.toThrow("EADDRINUSE");
  await served.close();
});
