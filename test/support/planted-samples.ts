import { encodeEventFrame } from "../../src/wire/frames/event-stream.js";
import type { Sample } from "./foreign-recordings.js";

/** What a customer or an application wrote, by where it stands. Each has a word that stands nowhere else, so that a part of it is found too. */
export const planted = {
  systemText: "Never mention the budgerigar clause",
  question: "Where does jane.wetherby@aviary.example keep the canaryword",
  toolName: "find_kestrel_account",
  toolDescription: "Looks up a pelicanry by its owner",
  toolSchema: "toucan_number",
  argument: "+1 415 555 0132 goshawk",
  callId: "call_flamingo_4111",
  toolResult: "the aviary holds eleven parakeets",
  answer: "Her pet sits above the harbourmaster",
  answeredTool: "close_nightjar_contract",
  answeredArgument: "4111 1111 1111 1111 hornbill",
  reasoning: "perhaps the cockatoo was meant",
  finish: "because of the woodpecker",
  errorText: "cannot serve the macaw prompt",
  errorCode: "no bullfinch here",
  requestHeader: "lapwing-7f3a91",
  responseHeader: "sandpiper-7f3a91",
  query: "oystercatcher-7f3a91",
  userId: "jane.ptarmigan@customer.example",
  metadata: "Jane Nuthatch, 12 Elm Street",
} as const;
export type Place = keyof typeof planted;

/** The word of each place that no output may hold. */
const words: readonly (readonly [Place, RegExp])[] = (Object.keys(planted) as Place[]).map((place) => {
  const found =
    /canaryword|budgerigar|kestrel|pelicanry|toucan|goshawk|flamingo|parakeets|harbourmaster|nightjar|hornbill|cockatoo|woodpecker|macaw|bullfinch|lapwing|sandpiper|oystercatcher|ptarmigan|Nuthatch/.exec(
      planted[place],
    );
  if (found === null) throw new Error(`${place} has no word of its own`);
  return [place, new RegExp(found[0], "i")];
});

/** The places whose words stand in a text. */
export function placesIn(text: string): readonly Place[] {
  return words.filter(([, word]) => word.test(text)).map(([place]) => place);
}

const bytes = (text: string) => new TextEncoder().encode(text);
const json = (value: object) => bytes(JSON.stringify(value));
const [base, query] = ["https://openrouter.ai/api/v1/chat/completions", `?customer=${planted.query}`];

const chatRequest = {
  model: "parrot/p-1",
  user: planted.userId,
  metadata: { customer: planted.metadata },
  stop: [planted.metadata],
  tools: [
    {
      type: "function",
      function: {
        name: planted.toolName,
        description: planted.toolDescription,
        parameters: { type: "object", properties: { [planted.toolSchema]: { type: "string" } } },
      },
    },
  ],
  messages: [
    { role: "system", content: planted.systemText },
    { role: "user", name: planted.userId, content: planted.question },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        {
          id: planted.callId,
          type: "function",
          function: { name: planted.toolName, arguments: JSON.stringify({ [planted.toolSchema]: planted.argument }) },
        },
      ],
    },
    { role: "tool", tool_call_id: planted.callId, content: planted.toolResult },
  ],
};

const usage = { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 };
const call = (args: string) => ({
  id: `${planted.callId}2`,
  type: "function",
  function: { name: planted.answeredTool, arguments: args },
});
const goodArguments = JSON.stringify({ [planted.toolSchema]: planted.answeredArgument });
const reply = (message: object, finish: string) => ({
  id: "gen-1",
  object: "chat.completion",
  model: "parrot/p-1",
  choices: [{ index: 0, finish_reason: finish, message: { role: "assistant", ...message } }],
  usage,
});

const chatSample = (body: Uint8Array, more: Partial<Sample> = {}): Sample => ({
  url: base + query,
  request: JSON.stringify(chatRequest),
  status: 200,
  type: "application/json",
  body,
  ...more,
});

/** Replies of Chat Completions: each provokes findings that quote, or an error that does. */
export const chatReplies: { readonly [title: string]: Sample } = {
  call: chatSample(json(reply({ content: planted.answer, tool_calls: [call(goodArguments)] }, "tool_calls"))),
  "broken-call": chatSample(
    json(reply({ content: null, tool_calls: [call(`{"${planted.answeredArgument}`)] }, planted.finish)),
  ),
  tags: chatSample(
    json(
      reply(
        {
          content: `<think>${planted.reasoning}</think>${planted.answer} <|tool_call_begin|>${planted.answeredTool}:0 ${goodArguments}`,
          reasoning: planted.reasoning,
        },
        planted.finish,
      ),
    ),
  ),
  "reasoning-only": chatSample(json(reply({ content: "", reasoning_content: planted.reasoning }, "stop"))),
  refused: chatSample(
    json({ error: { message: planted.errorText, code: planted.errorCode, metadata: { raw: planted.answer } } }),
    {
      status: 400,
    },
  ),
  "odd-parts": chatSample(
    json(reply({ content: [{ type: planted.finish, text: planted.answer }], annotations: [planted.metadata] }, "stop")),
  ),
  "no-json": chatSample(bytes(`${planted.answer}, but no JSON`)),
  "json-cut": chatSample(json(reply({ content: planted.answer }, "stop")).slice(0, -40)),
};

const chunk = (delta: object, finish: string | null) => ({
  id: "gen-1",
  object: "chat.completion.chunk",
  model: "parrot/p-1",
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const [asked, called] = [
  { role: "assistant", content: `${planted.answer} ` },
  { tool_calls: [{ index: 0, ...call(`{"${planted.answeredArgument}`) }] },
];

/** The chunks of streams of Chat Completions. */
export const chatChunks: { readonly [title: string]: readonly object[] } = {
  stream: [chunk(asked, null), chunk({ reasoning: planted.reasoning }, null), chunk(called, planted.finish)],
  "stream-error": [
    chunk(asked, null),
    { error: { message: planted.errorText, code: planted.errorCode, metadata: { raw: planted.answer } } },
  ],
  "stream-cut": [chunk(asked, null), chunk(called, null)],
};

const sse = (payloads: readonly string[]) => bytes(payloads.map((data) => `data: ${data}\n\n`).join(""));
const streamOf = (body: Uint8Array) =>
  chatSample(body, { request: JSON.stringify({ ...chatRequest, stream: true }), type: "text/event-stream" });

/** A stream of which only the request matters. */
export const streamSample = streamOf(new Uint8Array());

export const chatStreams: { readonly [title: string]: Sample } = {
  ...Object.fromEntries(
    Object.entries(chatChunks).map(([title, list]) => [
      title,
      streamOf(sse([...list.map((one) => JSON.stringify(one)), ...(title === "stream-cut" ? [] : ["[DONE]"])])),
    ]),
  ),
  "stream-damaged": streamOf(
    sse([JSON.stringify(chunk(asked, null)), `${planted.answer}, but no JSON`, `{"${planted.answer}`]),
  ),
};

/** The request of Converse. */
export const converseRequest = {
  system: [{ text: planted.systemText }],
  requestMetadata: { customer: planted.metadata },
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: planted.toolName,
          description: planted.toolDescription,
          inputSchema: { json: { type: "object", properties: { [planted.toolSchema]: { type: "string" } } } },
        },
      },
    ],
  },
  messages: [
    { role: "user", content: [{ text: planted.question }] },
    {
      role: "assistant",
      content: [{ toolUse: { toolUseId: planted.callId, name: planted.toolName, input: { id: planted.argument } } }],
    },
    {
      role: "user",
      content: [{ toolResult: { toolUseId: planted.callId, content: [{ text: planted.toolResult }] } }],
    },
  ],
};

/** The replies of Converse. */
export const converseReplies: { readonly [title: string]: object } = {
  call: converseReply([
    { text: planted.answer },
    { toolUse: { toolUseId: "t2", name: planted.answeredTool, input: { id: planted.answeredArgument } } },
  ]),
  tags: converseReply([{ text: `<think>${planted.reasoning}</think>${planted.answer}` }], planted.finish),
  "reasoning-only": converseReply([{ reasoningContent: { reasoningText: { text: planted.reasoning } } }], "end_turn"),
  "odd-block": converseReply([{ [planted.finish]: { text: planted.answer } }]),
};

function converseReply(content: readonly object[], stopReason = "tool_use"): object {
  const counted = { usage: { inputTokens: 9, outputTokens: 7, totalTokens: 16 }, metrics: { latencyMs: 3 } };
  return { output: { message: { role: "assistant", content } }, stopReason, ...counted };
}

/** The events of streams of Converse. */
export const converseEvents: { readonly [title: string]: readonly (readonly [string, object])[] } = {
  stream: [
    ["messageStart", { role: "assistant" }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: planted.answer } }],
    ["contentBlockStop", { contentBlockIndex: 0 }],
    [
      "contentBlockStart",
      { contentBlockIndex: 1, start: { toolUse: { toolUseId: "t2", name: planted.answeredTool } } },
    ],
    ["contentBlockDelta", { contentBlockIndex: 1, delta: { toolUse: { input: `{"${planted.answeredArgument}` } } }],
    ["contentBlockStop", { contentBlockIndex: 1 }],
    ["messageStop", { stopReason: planted.finish }],
    ["metadata", { usage: { inputTokens: 9, outputTokens: 7, totalTokens: 16 }, metrics: { latencyMs: 3 } }],
  ],
  "stream-cut": [
    ["messageStart", { role: "assistant" }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: planted.answer } }],
  ],
};

const frame = (kind: "event" | "exception", name: string, payload: object) =>
  encodeEventFrame(
    [
      [kind === "event" ? ":event-type" : ":exception-type", name],
      [":content-type", "application/json"],
      [":message-type", kind],
    ],
    json(payload),
  );

const framed = (events: readonly (readonly [string, object])[], more: readonly Uint8Array[] = []): Sample => ({
  url: "https://bedrock-runtime.us-east-1.amazonaws.com/model/parrot.p-1-v1%3A0/converse-stream",
  request: JSON.stringify(converseRequest),
  status: 200,
  type: "application/vnd.amazon.eventstream",
  body: new Uint8Array(Buffer.concat([...events.map(([name, payload]) => frame("event", name, payload)), ...more])),
});

export const converseStreams: { readonly [title: string]: Sample } = {
  ...Object.fromEntries(Object.entries(converseEvents).map(([title, events]) => [`converse-${title}`, framed(events)])),
  "converse-exception": framed(converseEvents["stream-cut"] ?? [], [
    frame("exception", "modelStreamErrorException", { message: planted.errorText, originalMessage: planted.answer }),
  ]),
};
