import type { Api } from "../../src/chat/api.js";
import type { Target } from "../../src/chat/target.js";
import { converseTarget, framesOf } from "../support/converse-wire.js";
import { chunkFrame, exceptionFrame, invokeTarget } from "../support/invoke-frames.js";
import { messagesTarget } from "../support/messages-encode.js";
import { plainTarget } from "../support/plain-values.js";
import { responsesTarget } from "../support/responses-encode.js";

/** What a service says, in words that every dialect has. Input tokens with those read from a cache; output tokens with reasoning. */
export type Said = {
  readonly reasoning: string | null;
  readonly text: string | null;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly argumentsText: string }[];
  readonly finish: "stop" | "length" | "tool-calls";
  readonly usage: { readonly input: number; readonly cached: number; readonly output: number };
};

/** A dialect of a service. `whole` and `pieces` are the bytes of its replies; each piece is one event of its stream. */
export type Upstream = {
  readonly title: string;
  readonly targetOf: (streaming: boolean) => Target;
  readonly streamType: string;
  readonly whole: (said: Said) => object;
  readonly pieces: (said: Said) => readonly Uint8Array[];
  /** How it says in a stream that it cannot go on. */
  readonly fault: Uint8Array;
};

const bytes = (text: string) => new TextEncoder().encode(text);
const data = (value: object | string) =>
  bytes(`data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`);
const named = (type: string, value: object) => bytes(`event: ${type}\ndata: ${JSON.stringify({ type, ...value })}\n\n`);
const halves = (text: string | null) => (text === null ? [] : [text.slice(0, 3), text.slice(3)]);

const openAiWords = { stop: "stop", length: "length", "tool-calls": "tool_calls" };
const anthropicWords = { stop: "end_turn", length: "max_tokens", "tool-calls": "tool_use" };

const chatUsage = ({ input, cached, output }: Said["usage"]) => ({
  ...{ prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  prompt_tokens_details: { cached_tokens: cached },
});
const head = { id: "gen-1", created: 1, model: "m" };

function completion({ reasoning, text, calls, finish, usage }: Said): object {
  const tool_calls = calls.map(({ id, name, argumentsText }) => ({
    ...{ id, type: "function", function: { name, arguments: argumentsText } },
  }));
  const message = {
    ...{ role: "assistant", content: text },
    ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls }),
  };
  const choice = { index: 0, message, finish_reason: openAiWords[finish] };
  return { ...head, object: "chat.completion", choices: [choice], usage: chatUsage(usage) };
}

function chunks({ reasoning, text, calls, finish, usage }: Said): readonly object[] {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...{ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] },
  });
  return [
    ...halves(reasoning).map((piece) => chunk({ reasoning_content: piece })),
    ...halves(text).map((content) => chunk({ content })),
    ...calls.flatMap(({ id, name, argumentsText }, index) => [
      chunk({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] }),
      ...halves(argumentsText).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
    chunk({}, openAiWords[finish]),
    { ...head, object: "chat.completion.chunk", choices: [], usage: chatUsage(usage) },
  ];
}

const converseUsage = ({ input, cached, output }: Said["usage"]) => ({
  ...{ inputTokens: input - cached, cacheReadInputTokens: cached, cacheWriteInputTokens: 0 },
  ...{ outputTokens: output, totalTokens: input + output },
});

function converseReply({ reasoning, text, calls, finish, usage }: Said): object {
  const content = [
    ...(reasoning === null ? [] : [{ reasoningContent: { reasoningText: { text: reasoning } } }]),
    ...(text === null ? [] : [{ text }]),
    ...calls.map(({ id, name, argumentsText }) => ({
      toolUse: { toolUseId: id, name, input: JSON.parse(argumentsText) },
    })),
  ];
  return {
    ...{ output: { message: { role: "assistant", content } }, stopReason: anthropicWords[finish] },
    ...{ usage: converseUsage(usage), metrics: { latencyMs: 1 } },
  };
}

function converseEvents({ reasoning, text, calls, finish, usage }: Said): readonly (readonly [string, object])[] {
  const blocks: (readonly [start: object | null, deltas: readonly object[]])[] = [
    ...(reasoning === null
      ? []
      : [[null, halves(reasoning).map((one) => ({ reasoningContent: { text: one } }))] as const]),
    ...(text === null ? [] : [[null, halves(text).map((one) => ({ text: one }))] as const]),
    ...calls.map(({ id, name, argumentsText }) => {
      return [
        { toolUse: { toolUseId: id, name } },
        halves(argumentsText).map((input) => ({ toolUse: { input } })),
      ] as const;
    }),
  ];
  return [
    ["messageStart", { role: "assistant" }],
    ...blocks.flatMap(([start, deltas], contentBlockIndex): (readonly [string, object])[] => [
      ...(start === null ? [] : [["contentBlockStart", { contentBlockIndex, start }] as const]),
      ...deltas.map((delta) => ["contentBlockDelta", { contentBlockIndex, delta }] as const),
      ["contentBlockStop", { contentBlockIndex }],
    ]),
    ["messageStop", { stopReason: anthropicWords[finish] }],
    ["metadata", { usage: converseUsage(usage), metrics: { latencyMs: 1 } }],
  ];
}

type Response = { readonly [member: string]: unknown; readonly output: readonly { id: string; type: string }[] };

/** A response with its items. */
function response({ reasoning, text, calls, finish, usage }: Said): Response {
  const status = finish === "length" ? "incomplete" : "completed";
  const output = [
    ...(reasoning === null
      ? []
      : [{ id: "rs_1", type: "reasoning", summary: [{ type: "summary_text", text: reasoning }] }]),
    ...(text === null
      ? []
      : [
          {
            ...{ id: "msg_1", type: "message", role: "assistant", status },
            content: [{ type: "output_text", text, annotations: [], logprobs: [] }],
          },
        ]),
    ...calls.map(({ id, name, argumentsText }, index) => ({
      ...{ id: `fc_${index}`, type: "function_call", call_id: id, name, arguments: argumentsText, status: "completed" },
    })),
  ];
  return {
    ...{ id: "resp_1", object: "response", created_at: 1, status, model: "m", output, error: null },
    incomplete_details: finish === "length" ? { reason: "max_output_tokens" } : null,
    usage: {
      ...{ input_tokens: usage.input, input_tokens_details: { cached_tokens: usage.cached } },
      ...{ output_tokens: usage.output, output_tokens_details: { reasoning_tokens: 0 } },
      total_tokens: usage.input + usage.output,
    },
  };
}

function responseEvents(said: Said): readonly Uint8Array[] {
  const whole = response(said);
  const texts = [...(said.reasoning === null ? [] : [said.reasoning]), ...(said.text === null ? [] : [said.text])];
  const all = [...texts, ...said.calls.map(({ argumentsText }) => argumentsText)];
  const events: (readonly [string, object])[] = [
    ["response.created", { response: { ...whole, status: "in_progress", output: [], usage: null } }],
    ...whole.output.flatMap((item, output_index): (readonly [string, object])[] => {
      const at = { output_index, item_id: item.id };
      const pieces = halves(all[output_index] ?? "");
      if (item.type === "function_call") {
        const open = { ...item, arguments: "", status: "in_progress" };
        return [
          ["response.output_item.added", { output_index, item: open }],
          ...pieces.map((delta) => ["response.function_call_arguments.delta", { ...at, delta }] as const),
          ["response.function_call_arguments.done", { ...at, arguments: pieces.join("") }],
          ["response.output_item.done", { output_index, item }],
        ];
      }
      if (item.type === "reasoning") {
        const part = { ...at, summary_index: 0 };
        return [
          ["response.output_item.added", { output_index, item: { ...item, summary: [] } }],
          ["response.reasoning_summary_part.added", { ...part, part: { type: "summary_text", text: "" } }],
          ...pieces.map((delta) => ["response.reasoning_summary_text.delta", { ...part, delta }] as const),
          ["response.reasoning_summary_text.done", { ...part, text: pieces.join("") }],
          ["response.reasoning_summary_part.done", { ...part, part: { type: "summary_text", text: pieces.join("") } }],
          ["response.output_item.done", { output_index, item }],
        ];
      }
      const part = { ...at, content_index: 0 };
      const full = { type: "output_text", text: pieces.join(""), annotations: [] };
      return [
        ["response.output_item.added", { output_index, item: { ...item, content: [], status: "in_progress" } }],
        ["response.content_part.added", { ...part, part: { ...full, text: "" } }],
        ...pieces.map((delta) => ["response.output_text.delta", { ...part, delta }] as const),
        ["response.output_text.done", { ...part, text: pieces.join("") }],
        ["response.content_part.done", { ...part, part: full }],
        ["response.output_item.done", { output_index, item }],
      ];
    }),
    [`response.${whole["status"]}`, { response: whole }],
  ];
  return events.map(([type, value], sequence_number) => named(type, { sequence_number, ...value }));
}

const anthropicUsage = ({ input, cached, output }: Said["usage"]) => ({
  ...{ input_tokens: input - cached, cache_read_input_tokens: cached, cache_creation_input_tokens: 0 },
  output_tokens: output,
});

const blockOf = {
  thinking: (thinking: string) => ({ type: "thinking", thinking, signature: "c2lnbmVk" }),
  text: (text: string) => ({ type: "text", text }),
};

function message({ reasoning, text, calls, finish, usage }: Said): object {
  const content = [
    ...(reasoning === null ? [] : [blockOf.thinking(reasoning)]),
    ...(text === null ? [] : [blockOf.text(text)]),
    ...calls.map(({ id, name, argumentsText }) => ({ type: "tool_use", id, name, input: JSON.parse(argumentsText) })),
  ];
  return {
    ...{ id: "msg_01", type: "message", role: "assistant", model: "m", content },
    ...{ stop_reason: anthropicWords[finish], stop_sequence: null, usage: anthropicUsage(usage) },
  };
}

function messageEvents({ reasoning, text, calls, finish, usage }: Said): readonly Uint8Array[] {
  const blocks: (readonly [start: object, deltas: readonly object[]])[] = [
    ...(reasoning === null
      ? []
      : [
          [
            { type: "thinking", thinking: "", signature: "" },
            [
              ...halves(reasoning).map((thinking) => ({ type: "thinking_delta", thinking })),
              { type: "signature_delta", signature: "c2lnbmVk" },
            ],
          ] as const,
        ]),
    ...(text === null
      ? []
      : [[{ type: "text", text: "" }, halves(text).map((one) => ({ type: "text_delta", text: one }))] as const]),
    ...calls.map(({ id, name, argumentsText }) => {
      const deltas = halves(argumentsText).map((partial_json) => ({ type: "input_json_delta", partial_json }));
      return [{ type: "tool_use", id, name, input: {} }, deltas] as const;
    }),
  ];
  const start = { ...message({ reasoning: null, text: null, calls: [], finish, usage }), stop_reason: null };
  return [
    named("message_start", { message: { ...start, usage: { ...anthropicUsage(usage), output_tokens: 1 } } }),
    ...blocks.flatMap(([content_block, deltas], index) => [
      named("content_block_start", { index, content_block }),
      ...deltas.map((delta) => named("content_block_delta", { index, delta })),
      named("content_block_stop", { index }),
    ]),
    named("message_delta", {
      delta: { stop_reason: anthropicWords[finish], stop_sequence: null },
      usage: anthropicUsage(usage),
    }),
    named("message_stop", {}),
  ];
}

const streamed = (target: Target, streaming: boolean): Target =>
  streaming ? { ...target, api: `${target.api}-stream` as Api } : target;

/** The five dialects that services are asked in. InvokeModel is asked with Kimi's body family. */
export const upstreams: readonly Upstream[] = [
  {
    title: "Chat Completions",
    targetOf: (streaming) => streamed(plainTarget({ baseUrl: "http://service.test/v1" }), streaming),
    streamType: "text/event-stream",
    whole: completion,
    pieces: (said) => [...chunks(said).map(data), data("[DONE]")],
    fault: data({ error: { message: "overloaded", code: 503 } }),
  },
  {
    title: "Converse",
    targetOf: (streaming) => converseTarget(streaming ? "converse-stream" : "converse"),
    streamType: "application/vnd.amazon.eventstream",
    whole: converseReply,
    pieces: (said) => framesOf(converseEvents(said)),
    fault: exceptionFrame("serviceUnavailableException", "overloaded"),
  },
  {
    title: "InvokeModel",
    targetOf: (streaming) => ({ ...invokeTarget("moonshot", streaming), providerModelId: "moonshotai.kimi-k2.5" }),
    streamType: "application/vnd.amazon.eventstream",
    whole: completion,
    pieces: (said) => chunks(said).map(chunkFrame),
    fault: exceptionFrame("serviceUnavailableException", "overloaded"),
  },
  {
    title: "Responses",
    targetOf: (streaming) => streamed(responsesTarget(), streaming),
    streamType: "text/event-stream",
    whole: response,
    pieces: responseEvents,
    fault: named("error", { sequence_number: 5, code: "server_error", message: "overloaded", param: null }),
  },
  {
    title: "Messages",
    targetOf: (streaming) => streamed(messagesTarget(), streaming),
    streamType: "text/event-stream",
    whole: message,
    pieces: messageEvents,
    fault: named("error", { error: { type: "overloaded_error", message: "overloaded" } }),
  },
];
