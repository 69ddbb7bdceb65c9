import { describe, expect, test } from "vitest";
import type { JsonObject } from "../src/chat/json.js";
import type { Exchange } from "../src/wire/exchange.js";
import { type Routed, routed, routerOf } from "./support/router-run.js";

/** What a client reads in the errors and warnings of a router in front of Bedrock and of an OpenAI-compatible service. */

const file = `
serve: { port: 0, max_body_bytes: 4000 }
reliability: { retries: 0, cooldown_failures: 99 }
models:
  kimi: { provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  claude: { provider: bedrock, model: anthropic.claude-haiku-4-5-20251001-v1:0, aws_region: us-east-1 }
  plain: { provider: vllm, base_url: 'http://127.0.0.1:9/v1', model: some-model, api_key: k }
`;

/** A service that answers every request alike, in the form of its API. */
function answering(status: number, body: (isConverse: boolean) => JsonObject, headers: Record<string, string> = {}) {
  const exchange: Exchange = async ({ url }) => {
    async function* chunks() {
      yield new TextEncoder().encode(JSON.stringify(body(url.includes("/converse"))));
    }
    const all = { "content-type": "application/json", ...headers };
    return { status, headers: Object.entries(all), chunks: chunks() };
  };
  return routed(routerOf(file), exchange);
}

const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
const fine = () =>
  answering(200, (isConverse) =>
    isConverse
      ? {
          output: { message: { role: "assistant", content: [{ text: "42" }] } },
          ...{ stopReason: "end_turn", usage, metrics: { latencyMs: 1 } },
        }
      : { id: "x", choices: [{ index: 0, message: { role: "assistant", content: "42" }, finish_reason: "stop" }] },
  );

async function ask({ url }: Routed, body: JsonObject) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { readonly error?: { readonly [name: string]: unknown } };
  const warnings = (response.headers.get("x-llm-parity-warnings") ?? "").split("; ");
  return { status: response.status, headers: response.headers, error: answer.error ?? {}, warnings };
}

const said = (content: unknown): JsonObject => ({ role: "user", content }) as JsonObject;
const text = (value: string) => ({ type: "text", text: value });
const image = (url: string) => ({ type: "image_url", image_url: { url } });
const calls = (args: string): JsonObject => ({
  ...{ role: "assistant", content: "let me see" },
  tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: args } }],
});
const result = (id: string, content = "1"): JsonObject => ({ role: "tool", tool_call_id: id, content });
const link = "Bedrock accepts an image as bytes or by an s3:// link, not by another link";
const blank = "the user message is blank, and Bedrock refuses blank text";

describe("a request that is not sent:", () => {
  test.each<[string, JsonObject, string, string]>([
    ["blank text", { messages: [said("")] }, "messages[0].content", blank],
    ["white space", { messages: [said(" \n\t")] }, "messages[0].content", blank],
    ["blank parts", { messages: [said([text(""), text(" ")])] }, "messages[0].content", blank],
    [
      "blank text behind a system message and an answer",
      { messages: [{ role: "system", content: "s" }, said("a"), { role: "assistant", content: "b" }, said("")] },
      ...(["messages[3].content", blank] as const),
    ],
    [
      "an image by its link",
      { messages: [said([text("a"), image("http://e.org/a.png")])] },
      "messages[0].content[1]",
      link,
    ],
    ["only an image by its link", { messages: [said([image("https://e.org/a.png")])] }, "messages[0].content[0]", link],
    [
      "an image by its link behind a cache mark and a merged turn",
      {
        messages: [
          { role: "system", content: "s" },
          said("a"),
          said([{ ...text("b"), cache_control: { type: "ephemeral" } }, text(""), image("https://e.org/a.png")]),
        ],
      },
      ...(["messages[2].content[2]", link] as const),
    ],
    [
      "an image in a result",
      {
        messages: [
          said("a"),
          calls("{}"),
          { role: "tool", tool_call_id: "c", content: [text("a"), image("https://e.org/a.png")] },
        ],
      } as JsonObject,
      ...(["messages[2].content[1]", link] as const),
    ],
    [
      "a result without its call",
      { messages: [said("a"), result("c")] },
      ...(["messages[1].tool_call_id", 'the result for "c" answers no call of the turn before it'] as const),
    ],
    [
      "a result of another call",
      { messages: [said("a"), calls("{}"), result("d")] },
      ...(["messages[2].tool_call_id", 'the result for "d" answers no call of the turn before it'] as const),
    ],
    [
      "a call without its result",
      { messages: [said("a"), calls("{}"), said("b")] },
      ...(["messages[1].tool_calls[0]", 'the call "c" has no result in the turn after it'] as const),
    ],
    [
      "two tools of one name",
      { messages: [said("a")], tools: ["f", "f"].map((name) => ({ type: "function", function: { name } })) },
      ...(["tools[1].function.name", 'a second tool has the name "f"'] as const),
    ],
  ])("%s", async (_title, body, param, sentence) => {
    const { status, error } = await ask(await fine(), { model: "kimi", ...body });
    expect([status, error]).toEqual([
      400,
      {
        message: `The request was not sent: ${param}: ${sentence}`,
        ...{ type: "invalid_request_error", code: "invalid_request", param },
      },
    ]);
  });

  test.each<[string, JsonObject, string]>([
    ["blank text", { messages: [said("")] }, "messages[0].content: a user message without any text"],
    [
      "a result without its call",
      { messages: [said("a"), result("c")] },
      'messages[1].tool_call_id: the assistant turn before it has no call "c"',
    ],
    [
      "a call without its result",
      { messages: [said("a"), calls("{}")] },
      'messages[1]: the tool call "c" has no result',
    ],
  ])("%s, to an OpenAI-compatible service", async (_title, body, sentence) => {
    const { status, error } = await ask(await fine(), { model: "plain", ...body });
    expect([status, error["code"], error["param"]]).toEqual([400, "invalid_messages", sentence.split(":")[0]]);
    expect(error["message"]).toBe(
      `The conversation is invalid, so it was not sent: ${sentence}\nTry:\n` +
        "1. Check that each tool call has one tool message with its id, and that no message is blank",
    );
  });
});

describe("a warning names what the client wrote:", () => {
  const tools = [{ type: "function", function: { name: "f" } }];
  test.each<[string, JsonObject, readonly string[]]>([
    [
      "kimi",
      { messages: [said("a"), calls("{ bad"), result("c")], tools, tool_choice: "none" },
      [
        'arguments-wrapped: messages[1].tool_calls[0].function.arguments: arguments that are not a JSON object are sent as {"invalid_arguments": ?}',
        "tool-choice-none: tool_choice: the history has tool blocks, so the tools are still offered; the model may call one",
        "parameters-added: tools[0].function: sent as an object without properties",
      ],
    ],
    [
      "kimi",
      { messages: [said([text(""), text("a")])], stop: ["", "x"], seed: 1, frequency_penalty: 0.5, top_p: 7 },
      [
        "blank-text-dropped: messages[0].content[0]: blank text is not sent",
        "clamped: top_p: 7 is sent as 1: Converse accepts 0 to 1",
        "dropped: stop[0]: an empty stop sequence is not sent",
        "dropped: seed: Converse has no seed; 1 is not sent",
        "dropped: frequency_penalty: Converse has no frequency_penalty; 0.5 is not sent",
      ],
    ],
    [
      "kimi",
      { messages: [said("a")], stop: "", max_completion_tokens: 99_999_999, parallel_tool_calls: true },
      [
        "clamped: max_completion_tokens: 99999999 is sent as 16000, this model's limit",
        "dropped: stop: an empty stop sequence is not sent",
        "dropped: parallel_tool_calls: Converse has no such switch; true is not sent",
      ],
    ],
    [
      "plain",
      {
        messages: [
          said("a"),
          { role: "assistant", content: "" },
          said("b"),
          { role: "assistant", content: [text(" "), text("ok")] },
          said("c"),
        ],
        temperature: 3,
        tool_choice: "auto",
      },
      [
        "message-omitted: messages[1]: an assistant message without text or calls is not sent",
        "blank-text-omitted: messages[3].content[0]: blank text is not sent",
        "tool-choice-omitted: tool_choice: a tool choice without tools is not sent",
        "setting-clamped: temperature: 3 is sent as 2",
      ],
    ],
  ])("%s: %j", async (model, body, expected) => {
    const { warnings } = await ask(await fine(), { model, ...body });
    const header = warnings.join("; ");
    for (const one of expected) expect(header).toContain(one);
    expect(header.replaceAll(/"[^"]*"/g, "")).not.toMatch(/[a-z][A-Z]|parts\[/);
  });
});

describe("of two hints that say the same there is one:", () => {
  test.each<[string, string, number, string, readonly string[]]>([
    [
      "no access to a model of Bedrock",
      "kimi",
      403,
      "You don't have access to the model with the specified model ID.",
      [
        "Request access to the model in the Bedrock console of this region.",
        "Allow the principal to invoke it (for Bedrock: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream)",
      ],
    ],
    [
      "a principal without the action",
      "kimi",
      403,
      "User: arn:aws:iam::1:user/a is not authorized to perform: bedrock:InvokeModel on resource: x",
      [
        "Allow the named action on the named resource in the principal's IAM policy.",
        "Request access to the model in the Bedrock console of its region",
      ],
    ],
  ])("%s", async (_title, model, status, message, steps) => {
    const router = await answering(status, () => ({ message }), { "x-amzn-errortype": "AccessDeniedException" });
    const { error } = await ask(router, { model, messages: [said("a")] });
    const [, list = ""] = String(error["message"]).split("\nTry:\n");
    expect(list.split("\n")).toEqual(steps.map((step, index) => `${index + 1}. ${step}`));
  });
});
