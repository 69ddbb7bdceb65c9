import { messagesDoor } from "../../src/adapters/anthropic-messages/server/door.js";
import type { Door } from "../../src/adapters/door.js";
import { chatDoor } from "../../src/adapters/openai-chat/server/door.js";
import { responsesDoor } from "../../src/adapters/openai-responses/server/door.js";
import type { Said } from "./upstreams.js";

/** What a client makes of an answer. `error`: what the stream or body says went wrong; null: nothing. */
export type Read = Omit<Said, "finish"> & {
  readonly finish: Said["finish"] | null;
  readonly error: { readonly type: string; readonly message: string } | null;
  /** Whether the answer says that it is whole. */
  readonly isEnded: boolean;
};

/** A client of one of the router's APIs, written from the vendor's reference and not with our decoders. */
export type Client = {
  readonly title: string;
  readonly door: Door;
  /** A request without tools. */
  readonly ask: (question: string) => { readonly [name: string]: unknown };
  readonly tools: readonly object[];
  readonly readBody: (body: Any) => Read;
  readonly readStream: (text: string) => Read;
};

// biome-ignore lint/suspicious/noExplicitAny: what a client reads is untyped JSON
type Any = any;

/** The events of a stream, without comments; each with its name. */
export function eventsOf(text: string): readonly { readonly name: string | null; readonly data: Any }[] {
  return text
    .split("\n\n")
    .filter((block) => block !== "" && !block.startsWith(":"))
    .map((block) => {
      const lines = block.split("\n");
      const fieldIn = (field: string) => lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2);
      const text = fieldIn("data") ?? "";
      return { name: fieldIn("event") ?? null, data: text === "[DONE]" ? text : JSON.parse(text) };
    });
}

const openAiFinish: { readonly [word: string]: Said["finish"] } = {
  ...{ stop: "stop", length: "length", tool_calls: "tool-calls" },
};
const anthropicFinish: { readonly [word: string]: Said["finish"] } = {
  ...{ end_turn: "stop", max_tokens: "length", tool_use: "tool-calls" },
};
const joined = (texts: readonly (string | null | undefined)[]) => {
  const said = texts.filter((text) => text !== null && text !== undefined);
  return said.length === 0 ? null : said.join("");
};
const noUsage = { input: -1, cached: -1, output: -1 };

const chatUsage = (usage: Any): Said["usage"] =>
  usage
    ? {
        ...{ input: usage.prompt_tokens, cached: usage.prompt_tokens_details?.cached_tokens },
        output: usage.completion_tokens,
      }
    : noUsage;
const callOf = ({ id, function: called }: Any) => ({ id, name: called.name, argumentsText: called.arguments });

const chat: Client = {
  title: "Chat Completions",
  door: chatDoor,
  ask: (content) => ({ messages: [{ role: "user", content }], stream_options: { include_usage: true } }),
  tools: [{ type: "function", function: { name: "get_weather", parameters: { type: "object", properties: {} } } }],
  readBody: ({ choices, usage, error = null }) => {
    const { message, finish_reason } = choices?.[0] ?? { message: {} };
    return {
      ...{ reasoning: message.reasoning_content ?? null, text: message.content ?? null },
      calls: (message.tool_calls ?? []).map(callOf),
      ...{ finish: openAiFinish[finish_reason] ?? null, usage: chatUsage(usage), error, isEnded: error === null },
    };
  },
  readStream: (text) => {
    const all = eventsOf(text).map(({ data }) => data);
    const choices = all.flatMap((one) => one.choices ?? []);
    const deltas = choices.map(({ delta }: Any) => delta);
    const calls: Any[] = [];
    for (const { index, id, function: called } of deltas.flatMap((delta: Any) => delta.tool_calls ?? [])) {
      calls[index] ??= { id, name: called.name, argumentsText: "" };
      calls[index].argumentsText += called.arguments ?? "";
    }
    const finish: string | undefined = choices
      .map((one: Any) => one.finish_reason)
      .find((word: unknown) => typeof word === "string");
    return {
      reasoning: joined(deltas.map((delta: Any) => delta.reasoning_content)),
      text: joined(deltas.map((delta: Any) => delta.content)),
      ...{ calls, finish: openAiFinish[finish ?? ""] ?? null, usage: chatUsage(all.find((one) => one.usage)?.usage) },
      ...{ error: all.find((one) => one.error)?.error ?? null, isEnded: typeof finish === "string" },
    };
  },
};

function readResponse({ status, output = [], usage, error = null, incomplete_details: details }: Any): Read {
  const of = (type: string) => output.filter((item: Any) => item.type === type);
  const calls = of("function_call").map((one: Any) => ({
    ...{ id: one.call_id, name: one.name, argumentsText: one.arguments },
  }));
  const ended = status === "completed" ? (calls.length > 0 ? "tool-calls" : "stop") : null;
  return {
    reasoning: joined(
      of("reasoning").flatMap(({ summary, content }: Any) =>
        [...(summary ?? []), ...(content ?? [])].map((one) => one.text),
      ),
    ),
    text: joined(of("message").flatMap(({ content }: Any) => content.map((part: Any) => part.text))),
    ...{ calls, finish: details?.reason === "max_output_tokens" ? "length" : ended },
    usage: usage
      ? {
          ...{ input: usage.input_tokens, cached: usage.input_tokens_details.cached_tokens },
          output: usage.output_tokens,
        }
      : noUsage,
    ...{ error, isEnded: status === "completed" || status === "incomplete" },
  };
}

const responses: Client = {
  title: "Responses",
  door: responsesDoor,
  ask: (input) => ({ input }),
  tools: [{ type: "function", name: "get_weather", parameters: { type: "object", properties: {} } }],
  readBody: readResponse,
  readStream: (text) => {
    const all = eventsOf(text).filter(({ data }) => data !== "[DONE]");
    for (const [index, { name, data }] of all.entries()) {
      if (name !== data.type || data.sequence_number !== index) throw new Error(`event ${index} is ${name}`);
    }
    const ends = all.filter(({ data }) => /^response\.(completed|incomplete|failed)$/.test(data.type));
    const read = readResponse(ends.at(-1)?.data.response ?? {});
    const deltas = (types: readonly string[]) =>
      joined(all.filter(({ data }) => types.includes(data.type)).map(({ data }) => data.delta));
    const said = deltas(["response.output_text.delta"]);
    const thought = deltas([
      "response.reasoning_summary_text.delta",
      "response.reasoning_text.delta",
      "response.reasoning.delta",
    ]);
    const written = deltas(["response.function_call_arguments.delta"]) ?? "";
    // What was streamed is what the end repeats.
    if (read.isEnded && said !== read.text) throw new Error(`${said} was streamed, and ${read.text} repeated`);
    if (read.isEnded && written !== read.calls.map((one) => one.argumentsText).join("")) throw new Error(written);
    const error = all.find(({ data }) => data.type === "error")?.data;
    return { ...read, text: said, reasoning: thought, error: error === undefined ? null : (error.error ?? error) };
  },
};

const messagesUsage = (usage: Any): Said["usage"] =>
  usage
    ? {
        input: usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens,
        ...{ cached: usage.cache_read_input_tokens, output: usage.output_tokens },
      }
    : noUsage;

function readMessage({ content = [], stop_reason, usage, error = null }: Any): Read {
  const of = (type: string) => content.filter((block: Any) => block.type === type);
  return {
    reasoning: joined(of("thinking").map((block: Any) => block.thinking)),
    text: joined(of("text").map((block: Any) => block.text)),
    calls: of("tool_use").map(({ id, name, input }: Any) => ({ id, name, argumentsText: JSON.stringify(input) })),
    ...{ finish: anthropicFinish[stop_reason] ?? null, usage: messagesUsage(usage), error },
    isEnded: typeof stop_reason === "string",
  };
}

const messages: Client = {
  title: "Messages",
  door: messagesDoor,
  ask: (content) => ({ max_tokens: 500, messages: [{ role: "user", content }] }),
  tools: [{ name: "get_weather", input_schema: { type: "object", properties: {} } }],
  readBody: readMessage,
  readStream: (text) => {
    const all = eventsOf(text);
    const content: Any[] = [];
    let top: Any = {};
    for (const { name, data } of all) {
      if (name !== data.type) throw new Error(`${name} is ${data.type}`);
      if (data.type === "message_start") top = data.message;
      if (data.type === "content_block_start") {
        if (data.index !== content.length) throw new Error(`block ${data.index} after ${content.length}`);
        content.push({ ...data.content_block, json: "" });
      }
      if (data.type === "content_block_delta") addDelta(content[data.index], data.delta);
      if (data.type === "message_delta") top = { ...top, ...data.delta, usage: { ...top.usage, ...data.usage } };
      if (data.type === "error") top = { ...top, error: data.error };
    }
    const blocks = content.map((one) =>
      one.type === "tool_use" ? { ...one, input: JSON.parse(one.json || "{}") } : one,
    );
    return { ...readMessage({ ...top, content: blocks }), isEnded: all.at(-1)?.data.type === "message_stop" };
  },
};

function addDelta(block: Any, delta: Any): void {
  if (delta.type === "text_delta") block.text += delta.text;
  if (delta.type === "thinking_delta") block.thinking += delta.thinking;
  if (delta.type === "input_json_delta") block.json += delta.partial_json;
}

export const clients: readonly Client[] = [chat, responses, messages];
