import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { EventSource, WebSocket } from "undici";
import { beforeAll, describe, expect, test } from "vitest";
import { type Routed, routed, routerOf, simulated, twoKimis } from "./support/router-run.js";

// Clients that nobody here wrote, against the router over an OpenAI-shaped and a Bedrock service.

const weather = "What is the weather in San Francisco right now?";
const sum = "What is 15 + 27? Reply with just the number.";
const parameters = {
  type: "object" as const,
  properties: { location: { type: "string" as const, description: "City and state, e.g. San Francisco, CA" } },
  required: ["location"],
};
const result = { temperature: 65, unit: "°F", condition: "Sunny" };

let server: Routed;
beforeAll(async () => {
  server = await routed(routerOf(twoKimis), simulated([{ models: ["*"] }]));
});

describe.each(["bedrock", "openrouter"])("over %s", (name) => {
  describe("the Vercel AI SDK", () => {
    const model = () => createOpenAICompatible({ name: "router", baseURL: `${server.url}/v1`, apiKey: "unused" })(name);
    const tools = {
      get_weather: tool({
        description: "Get the current weather for a city.",
        inputSchema: jsonSchema<{ location: string }>(parameters),
        execute: async () => result,
      }),
    };

    test("is answered, and counts tokens", async () => {
      const { text, usage, finishReason } = await generateText({ model: model(), prompt: sum });
      expect([text, finishReason]).toEqual(["42", "stop"]);
      expect(usage.totalTokens).toBeGreaterThan(0);
    });

    test("goes through a tool loop, whole", async () => {
      const { text, steps } = await generateText({ model: model(), prompt: weather, tools, stopWhen: stepCountIs(3) });
      expect(text).toContain("65");
      expect(steps[0]?.toolCalls[0]).toMatchObject({
        toolName: "get_weather",
        input: { location: expect.stringContaining("San Francisco") },
      });
    });

    test("goes through a tool loop, in pieces", async () => {
      const { textStream, finishReason } = streamText({
        model: model(),
        prompt: weather,
        tools,
        stopWhen: stepCountIs(3),
      });
      const pieces: string[] = [];
      for await (const piece of textStream) pieces.push(piece);
      expect(pieces.join("")).toContain("65");
      expect(await finishReason).toBe("stop");
    });
  });

  describe("LangChain", () => {
    const model = () =>
      new ChatOpenAI({ model: name, apiKey: "unused", maxRetries: 0, configuration: { baseURL: `${server.url}/v1` } });
    const definition = {
      type: "function" as const,
      function: { name: "get_weather", description: "Get the current weather for a city.", parameters },
    };

    test("is answered, whole and in pieces", async () => {
      expect((await model().invoke(sum)).content).toBe("42");
      const pieces: string[] = [];
      for await (const piece of await model().stream(sum)) pieces.push(String(piece.content));
      expect(pieces.join("")).toBe("42");
    });

    test("goes through a tool loop", async () => {
      const bound = model().bindTools([definition]);
      const first = await bound.invoke([new HumanMessage(weather)]);
      const [call] = first.tool_calls ?? [];
      expect(call).toMatchObject({ name: "get_weather" });
      const answer = await bound.invoke([
        new HumanMessage(weather),
        new AIMessage({
          content: "",
          tool_calls: [{ name: "get_weather", args: call?.args ?? {}, id: call?.id ?? "" }],
        }),
        new ToolMessage({ content: JSON.stringify(result), tool_call_id: call?.id ?? "" }),
      ]);
      expect(answer.content).toContain("65");
    });
  });
});

/** Opens a socket, sends frames, and takes what comes until as many requests are done. */
async function talk(
  frames: readonly unknown[],
  { done = 1, protocol }: { done?: number; protocol?: string } = {},
): Promise<readonly unknown[]> {
  const socket = new WebSocket(
    `${server.url.replace("http", "ws")}/v1/chat/ws`,
    protocol === undefined ? [] : [protocol],
  );
  const came: unknown[] = [];
  return new Promise((resolve, reject) => {
    socket.addEventListener("error", () => reject(new Error("the socket failed")));
    socket.addEventListener("open", () => {
      for (const frame of frames) socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
    });
    socket.addEventListener("message", ({ data }) => {
      const text = String(data);
      came.push(text.startsWith("data: ") ? text : JSON.parse(text));
      if (came.filter((one) => typeof one === "object" && one !== null && "done" in one).length === done) {
        socket.close();
        resolve(came);
      }
    });
  });
}

describe("a browser's WebSocket", () => {
  const contents = (frames: readonly unknown[], id?: string) =>
    (frames as readonly { content?: string; request_id?: string }[])
      .filter((frame) => id === undefined || frame.request_id === id)
      .map(({ content }) => content ?? "")
      .join("");

  test("asks in the plain dialect", async () => {
    const frames = await talk([{ model: "bedrock", message: sum }]);
    expect(contents(frames)).toBe("42");
    expect(frames.at(-1)).toEqual({ done: true });
  });

  test("asks in the dialect of chat completions, by JSON and by SSE", async () => {
    const request = { model: "openrouter", messages: [{ role: "user", content: sum }] };
    const chunks = (await talk([request])) as readonly { choices?: readonly { delta: { content?: string } }[] }[];
    expect(chunks.map(({ choices }) => choices?.[0]?.delta.content ?? "").join("")).toBe("42");
    const texts = await talk([request], { protocol: "sse" });
    expect(texts.at(-2)).toBe("data: [DONE]\n\n");
    expect(texts.at(-1)).toEqual({ done: true });
  });

  test("asks several things at once, and tells them apart by their ids", async () => {
    const ids = ["one", "two", "three"];
    const frames = await talk(
      ids.map((id) => ({ id, model: "bedrock", message: sum })),
      { done: 3 },
    );
    for (const id of ids) expect(contents(frames, id)).toBe("42");
  });

  test("learns what is wrong, and goes on", async () => {
    const frames = await talk(["{", { id: "bad", messages: [] }, { id: "good", model: "bedrock", message: sum }], {
      done: 2,
    });
    expect(frames[0]).toMatchObject({ error: { message: "a frame must be a JSON object" } });
    expect(frames).toContainEqual(
      expect.objectContaining({ request_id: "bad", error: expect.objectContaining({ param: "messages" }) }),
    );
    expect(contents(frames, "good")).toBe("42");
  });

  test("cancels what it no longer wants", async () => {
    const stalling = await routed(
      routerOf(twoKimis),
      simulated([{ models: ["*"], faults: [{ fault: "stall", at: "before-headers" }] }]),
    );
    const socket = new WebSocket(`${stalling.url.replace("http", "ws")}/v1/chat/ws`);
    const last = await new Promise((resolve) => {
      socket.addEventListener("open", () => {
        socket.send(JSON.stringify({ id: "x", model: "bedrock", message: sum }));
        socket.send(JSON.stringify({ cancel: "x" }));
      });
      socket.addEventListener("message", ({ data }) => resolve(JSON.parse(String(data))));
    });
    expect(last).toMatchObject({ request_id: "x" });
    socket.close();
  });

  test("is not opened for a page that is not allowed", async () => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/v1/chat/ws`, {
      headers: { origin: "https://evil.example" },
    });
    await expect(
      new Promise((resolve, reject) => {
        socket.addEventListener("open", resolve);
        socket.addEventListener("error", () => reject(new Error("refused")));
      }),
    ).rejects.toThrow("refused");
  });
});

test("a reader of event streams gets whole events, and nothing but them", async () => {
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "bedrock", stream: true, messages: [{ role: "user", content: sum }] }),
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const events = (await response.text()).split("\n\n");
  expect(events.at(-1)).toBe("");
  expect(events.at(-2)).toBe("data: [DONE]");
  for (const event of events.slice(0, -2)) expect(() => JSON.parse(event.replace(/^data: /, ""))).not.toThrow();
  // A browser's own EventSource can only GET, which is told as an error and no stream.
  const source = new EventSource(`${server.url}/v1/chat/completions`);
  await new Promise((resolve) => source.addEventListener("error", resolve));
  expect(source.readyState).toBe(EventSource.CLOSED);
});
