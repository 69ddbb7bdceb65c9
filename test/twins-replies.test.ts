import { describe, expect, test } from "vitest";
import type { Api } from "../src/chat/api.js";
import type { Exchange } from "../src/wire/exchange.js";
import { serveExchange } from "./support/simulated-run.js";
import { bedrockRequest, openRequest, orderOf, tools, toolTitle, twinBundle } from "./support/twin-bundle.js";

const keys = { AWS_BEARER_TOKEN_BEDROCK: "bedrock-api-key-TEST", OPENROUTER_API_KEY: "sk-or-v1-TEST" };

/** A body, and the word for it; the shell's, where a shell sees less. */
type Row = readonly [what: string, body: string, word: string, inShell?: string];

const converse = (content: readonly object[], stopReason = "end_turn") =>
  JSON.stringify({
    ...{ output: { message: { role: "assistant", content } }, stopReason },
    ...{ usage: { inputTokens: 1, outputTokens: 7, totalTokens: 8 }, metrics: { latencyMs: 1 } },
  });
const chat = (message: object, finish_reason: string | null = "stop", more: object = {}) =>
  JSON.stringify({
    id: "gen-1",
    choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason }],
    ...more,
  });
const sse = (...events: readonly (object | string)[]) =>
  events
    .map((event) => (typeof event === "string" ? event : `data: ${JSON.stringify(event)}`))
    .join("\n\n")
    .concat("\n\n");
const delta = (content: object, finish_reason: string | null = null) => ({
  id: "gen-1",
  choices: [{ index: 0, delta: content, finish_reason }],
});
const call = (args: string) => ({
  index: 0,
  id: "call_1",
  type: "function",
  function: { name: "get_weather", arguments: args },
});

const rows: { readonly [api: string]: readonly Row[] } = {
  converse: [
    ["nothing", converse([]), "EMPTY"],
    ["an empty text", converse([{ text: "" }]), "EMPTY"],
    ["white space of every kind", converse([{ text: " \n\t\u00a0\u200b\u2028\u2060\ufeff" }]), "EMPTY"],
    ["the same, escaped", converse([{ text: "@" }]).replace("@", "\\u00a0\\u200b\\n\\u0020\\ufeff"), "EMPTY"],
    ["a letter of another script", converse([{ text: "…は" }]), "ANSWER"],
    ["an escaped backslash", converse([{ text: "\\n" }]), "ANSWER"],
    ["thoughts in tags alone", converse([{ text: " <think> The user asks. </think>\n" }]), "REASONING-ONLY"],
    ["thoughts in tags, then an answer", converse([{ text: "<think>Hm {}</think>65°F" }]), "ANSWER"],
    ["the end of a thought, then an answer", converse([{ text: "Hm.</think> 65" }]), "ANSWER"],
    [
      "a thought",
      converse([{ reasoningContent: { reasoningText: { text: "Hm", signature: "s" } } }]),
      "REASONING-ONLY",
    ],
    [
      "a thought and text",
      converse([{ reasoningContent: { reasoningText: { text: "H" } } }, { text: "65" }]),
      "ANSWER",
    ],
    ["a redacted thought", converse([{ reasoningContent: { redactedContent: "aGk=" } }]), "REASONING-ONLY"],
    [
      "a call",
      converse([{ toolUse: { toolUseId: "t", name: "n", input: { error: { __type: "x" } } } }], "tool_use"),
      "CALL",
    ],
    ["a text with words of the wire", converse([{ text: '"stopReason":"x" {"toolUse":{ "__type":"' }]), "ANSWER"],
    ["a call as text", converse([{ text: '<tool_call>{"name": "get_weather"}' }]), "CALL-AS-TEXT"],
    ["a call as JSON", converse([{ text: '{"name": "n", "arguments": {"a": 1}}' }]), "CALL-AS-TEXT"],
    ["a call in full width", converse([{ text: "<｜tool▁calls▁begin｜>" }]), "CALL-AS-TEXT"],
    [
      "an error of the front end",
      '{"Output":{"__type":"com.amazon.coral.service#InternalFailure"},"Version":"1.0"}',
      "ERROR",
    ],
    ["a finish of an error", converse([{ text: "65" }], "model_error"), "ERROR"],
    ["an indented body", JSON.stringify(JSON.parse(converse([{ text: "65" }])), null, 2), "ANSWER"],
  ],
  "invoke-model": [
    [
      "Claude, thinking alone",
      '{"type":"message","content":[{"type":"thinking","thinking":"Hm","signature":"s"}],"stop_reason":"end_turn"}',
      "REASONING-ONLY",
    ],
    [
      "Claude, a call",
      '{"content":[{"type":"tool_use","id":"t","name":"n","input":{"type":"error","text":"x"}}],"stop_reason":"tool_use"}',
      "CALL",
    ],
    ["Claude, nothing", '{"content":[],"stop_reason":"end_turn","usage":{"output_tokens":3}}', "EMPTY"],
    ["Claude, an error", '{"type":"error","error":{"type":"overloaded_error","message":"m"}}', "ERROR"],
    [
      "Llama",
      '{"generation":"\\n\\n65","prompt_token_count":1,"generation_token_count":2,"stop_reason":"stop"}',
      "ANSWER",
    ],
    ["Llama, silent", '{"generation":"\\n\\n","generation_token_count":1,"stop_reason":"stop"}', "EMPTY"],
    ["Titan", '{"results":[{"tokenCount":2,"outputText":"65","completionReason":"FINISH"}]}', "ANSWER"],
    ["Nova", converse([{ text: "65" }]), "ANSWER"],
    ["Mistral", '{"outputs":[{"text":"65","stop_reason":"stop"}]}', "ANSWER"],
    [
      "Moonshot, bad arguments",
      chat({ content: null, tool_calls: [call('{"a":')] }, "tool_calls"),
      "BAD-ARGUMENTS",
      "CALL",
    ],
  ],
  "chat-completions": [
    ["null", chat({ content: null }), "EMPTY"],
    ["no finish", chat({ content: "" }, null), "EMPTY"],
    ["an answer", chat({ content: "65" }), "ANSWER"],
    ["a thought", chat({ content: "", reasoning: "Hm" }), "REASONING-ONLY"],
    ["Moonshot's thought", chat({ content: "", reasoning_content: "Hm" }), "REASONING-ONLY"],
    [
      "details alone",
      chat({ content: "", reasoning_details: [{ type: "reasoning.text", text: "Hm", format: null }] }),
      "REASONING-ONLY",
    ],
    ["a list of parts", chat({ content: [{ type: "text", text: "65" }] }), "ANSWER"],
    [
      "Mistral's thought",
      chat({ content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm" }] }] }),
      "REASONING-ONLY",
    ],
    ["a call without arguments", chat({ content: null, tool_calls: [call("")] }, "tool_calls"), "CALL"],
    [
      "two calls",
      chat({ content: null, tool_calls: [call("{}"), { ...call('{"a":1}'), index: 1 }] }, "tool_calls"),
      "CALL",
    ],
    ["a list as arguments", chat({ content: null, tool_calls: [call("[1]")] }, "tool_calls"), "BAD-ARGUMENTS", "CALL"],
    ["no calls in the list", chat({ content: "", tool_calls: [] }), "EMPTY"],
    ["an error", '{"error":{"message":"m","code":502}}', "ERROR"],
    ["an error beside choices", chat({ content: "" }, "error", { error: { code: 502 } }), "ERROR"],
    ["an error that is null", chat({ content: "65" }, "stop", { error: null }), "ANSWER"],
    ["a finish of an error", chat({ content: "" }, "network_error"), "ERROR"],
    ["a text about an error", chat({ content: '{"error":{"message":"m"}}' }), "ANSWER"],
  ],
  "chat-completions-stream": [
    [
      "an answer in pieces",
      sse(": PROCESSING", delta({ content: "6" }), delta({ content: "5" }, "stop"), "data: [DONE]"),
      "ANSWER",
    ],
    ["nothing", sse(delta({ role: "assistant", content: "" }), delta({}, "stop"), "data: [DONE]"), "EMPTY"],
    ["nothing under [DONE]", sse(delta({ content: "" }), "data: [DONE]"), "EMPTY"],
    ["a cut", sse(delta({ content: "6" })), "CUT"],
    ["no byte", "", "CUT"],
    ["a text that poses as the end", sse(delta({ content: "data: [DONE]\n\ndata: [DONE]" })), "CUT"],
    [
      "a mark in pieces",
      sse(delta({ content: "<|tool" }), delta({ content: "_calls_section_begin|>" }, "stop")),
      "CALL-AS-TEXT",
    ],
    [
      "think tags in pieces",
      sse(delta({ content: "<thi" }), delta({ content: "nk>a</th" }), delta({ content: "ink>" }, "stop")),
      "REASONING-ONLY",
    ],
    [
      "a call in pieces",
      sse(
        delta({ tool_calls: [call("")] }),
        delta({ tool_calls: [{ index: 0, function: { arguments: '{"a":1}' } }] }, "tool_calls"),
      ),
      "CALL",
    ],
    [
      "bad arguments in pieces",
      sse(
        delta({ tool_calls: [call('{"a"')] }),
        delta({ tool_calls: [{ index: 0, function: { arguments: "x" } }] }, "tool_calls"),
      ),
      "BAD-ARGUMENTS",
      "CALL",
    ],
    ["an error inside", sse(delta({ content: "6" }), { error: { code: 502, message: "m" } }), "ERROR"],
  ],
};

const response = (output: readonly object[], more: object = {}) => ({
  ...{ id: "resp_1", object: "response", status: "completed", error: null, incomplete_details: null },
  ...{
    instructions: "say text",
    tools: [
      {
        type: "function",
        name: "n",
        parameters: { properties: { text: { type: "string" }, error: { type: "object" } } },
      },
    ],
  },
  ...{ output, usage: { input_tokens: 1, output_tokens: 7 }, ...more },
});
const said = (text: string) => ({
  ...{ type: "message", id: "msg_1", status: "completed", role: "assistant" },
  content: [{ type: "output_text", text, annotations: [{ type: "url_citation", url: "https://a", title: "A" }] }],
});
const thought = (text: string) => ({ type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text }] });
const functionCall = (args: string) => ({ type: "function_call", call_id: "call_1", name: "n", arguments: args });
const created = { type: "response.created", sequence_number: 0, response: response([], { status: "in_progress" }) };
const ended = (output: readonly object[], more: object = {}) => {
  const { status } = response(output, more);
  return { type: `response.${status}`, sequence_number: 9, response: response(output, more) };
};
const message = (content: readonly object[], stop_reason = "end_turn") =>
  JSON.stringify({
    ...{ id: "msg_1", type: "message", role: "assistant", content, stop_reason },
    usage: { input_tokens: 1, output_tokens: 7 },
  });
const toolUse = { type: "tool_use", id: "t", name: "n", input: { type: "error", text: "x" } };
const blockDelta = (one: object) => ({ type: "content_block_delta", index: 0, delta: one });
const blockStart = (content_block: object) => ({ type: "content_block_start", index: 0, content_block });
const started = { type: "message_start", message: { id: "msg_1", content: [], stop_reason: null } };
const stopped = (stop_reason: string) => ({
  type: "message_delta",
  delta: { stop_reason },
  usage: { output_tokens: 7 },
});
const named = (...events: readonly { readonly type: string }[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");

const dialectRows: { readonly [api: string]: readonly Row[] } = {
  responses: [
    ["nothing", JSON.stringify(response([])), "EMPTY"],
    ["an empty text", JSON.stringify(response([said("")])), "EMPTY"],
    ["an answer", JSON.stringify(response([thought("Hm"), said("65")])), "ANSWER"],
    ["a thought", JSON.stringify(response([thought("Hm")])), "REASONING-ONLY"],
    [
      "a hidden thought",
      JSON.stringify(response([{ type: "reasoning", encrypted_content: "gAAA" }])),
      "REASONING-ONLY",
    ],
    ["a call", JSON.stringify(response([functionCall("{}"), functionCall('{"a":1}')])), "CALL"],
    ["bad arguments", JSON.stringify(response([functionCall('{"a":')])), "BAD-ARGUMENTS", "CALL"],
    ["a call as text", JSON.stringify(response([said('<tool_call>{"name": "n"}')])), "CALL-AS-TEXT"],
    ["a failure", JSON.stringify(response([], { status: "failed", error: { code: "server_error" } })), "ERROR"],
    ["a text about an error", JSON.stringify(response([said('{"error":{"code":1}}')])), "ANSWER"],
  ],
  "responses-stream": [
    ["nothing", named(created, ended([])), "EMPTY"],
    [
      "an answer in pieces",
      named(created, { type: "response.output_text.delta", delta: "65" } as never, ended([said("65")])),
      "ANSWER",
    ],
    [
      "a thought",
      named(created, { type: "response.reasoning_summary_text.done", text: "Hm" } as never, ended([thought("Hm")])),
      "REASONING-ONLY",
    ],
    ["a call", named(created, ended([functionCall('{"a":1}')])), "CALL"],
    ["a cut", named(created, { type: "response.output_item.done", output_index: 0, item: said("65") } as never), "CUT"],
    ["a failure", named(created, ended([], { status: "failed", error: { code: "server_error" } })), "ERROR"],
    [
      "at its limit",
      named(created, ended([], { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } })),
      "EMPTY",
    ],
  ],
  messages: [
    ["nothing", message([]), "EMPTY"],
    [
      "an answer",
      message([
        { type: "thinking", thinking: "Hm", signature: "s" },
        { type: "text", text: "65" },
      ]),
      "ANSWER",
    ],
    ["a thought", message([{ type: "thinking", thinking: "Hm", signature: "s" }]), "REASONING-ONLY"],
    ["a call", message([toolUse], "tool_use"), "CALL"],
    ["an error", '{"type":"error","error":{"type":"overloaded_error","message":"m"}}', "ERROR"],
  ],
  "messages-stream": [
    ["nothing", named(started, stopped("end_turn"), { type: "message_stop" }), "EMPTY"],
    [
      "an answer",
      named(started, blockDelta({ type: "text_delta", text: "65" }), stopped("end_turn"), { type: "message_stop" }),
      "ANSWER",
    ],
    [
      "a call in pieces",
      named(
        started,
        blockStart({ ...toolUse, input: {} }),
        blockDelta({ type: "input_json_delta", partial_json: '{"a":' }),
        blockDelta({ type: "input_json_delta", partial_json: "1}" }),
        stopped("tool_use"),
      ),
      "CALL",
    ],
    ["a cut", named(started, blockDelta({ type: "text_delta", text: "6" })), "CUT"],
    [
      "an error inside",
      named(started, { type: "error", error: { type: "overloaded_error", message: "m" } } as never),
      "ERROR",
    ],
  ],
};

const runs = [
  ...Object.keys({ ...rows, ...dialectRows }).map((api) => ["curl.sh", api as Api, "curl"] as const),
  ["sdk.mjs", "converse", "node"] as const,
  ["sdk.mjs", "invoke-model", "node"] as const,
  ["openai.mjs", "chat-completions", "node"] as const,
  ["openai.mjs", "chat-completions-stream", "node"] as const,
  ["openai.mjs", "responses", "node"] as const,
  ["openai.mjs", "responses-stream", "node"] as const,
  ["anthropic.mjs", "messages", "node"] as const,
  ["anthropic.mjs", "messages-stream", "node"] as const,
  ["boto3.py", "converse", "boto3"] as const,
  ["boto3.py", "invoke-model", "boto3"] as const,
];

/** Answers each request with the next of these bodies. */
function inTurn(api: Api, bodies: readonly string[]): Exchange {
  let at = 0;
  const type = api.endsWith("-stream") ? "text/event-stream" : "application/json";
  return async () => {
    const bytes = new TextEncoder().encode(bodies[at++]);
    const chunks = (async function* () {
      yield bytes;
    })();
    return { status: 200, headers: [["content-type", type]], chunks };
  };
}

describe.each(runs)("%s on %s", (file, api, needed) => {
  test.skipIf(!tools[needed])(toolTitle("names each reply as a reader would", needed), async () => {
    const cases = rows[api] ?? dialectRows[api] ?? [];
    const bodies = cases.map(([, body]) => body);
    const { url } = await serveExchange(inTurn(api, bodies));
    const request = /^(chat|responses|messages)/.test(api)
      ? openRequest(api, `${url}/api/v1`)
      : bedrockRequest(api, url);
    const bundle = twinBundle(orderOf(request), { failing: "{}" });
    const { stdout } = await bundle.run(file, ["-n", String(cases.length)], keys);
    const said = stdout.split("\n").map((line) => line.split(" ")[0]);
    expect(cases.map(([what], at) => [what, said[at]])).toEqual(
      cases.map(([what, , word, inShell = word]) => [what, file === "curl.sh" ? inShell : word]),
    );
  });
});
