import { isJsonObject } from "../../chat/json.js";
import { endMarkAfter } from "../identify/response-shape.js";
import { listOf, type Members, memberOf, objectOf, textOf } from "../members.js";
import { eventStreamOf } from "./event-frames.js";

/** What a reply that was streamed has lost where only its assembled form was kept. */
export const assembledLosses = ["wire-text", "key-order", "frames"] as const;

/**
 * The event stream of a Converse reply that was kept as one object: an event for each block and piece of it. Nothing is added:
 * a reply without `stopReason` gives a stream that does not end.
 */
export function converseStreamOf(reply: Members): Uint8Array {
  const message = objectOf(memberOf(reply["output"], "message")) ?? {};
  const blocks = listOf(message["content"]) ?? [];
  const { stopReason, usage, metrics, output: _output, additionalModelResponseFields, ...rest } = reply;
  const metadata = { ...rest, ...present({ usage, metrics }) };
  return eventStreamOf([
    ["messageStart", { role: message["role"] ?? "assistant" }],
    ...blocks.flatMap((block, index) => blockEvents(block, index)),
    ...(stopReason === undefined
      ? []
      : [["messageStop", present({ stopReason, additionalModelResponseFields })] as const]),
    ...(Object.keys(metadata).length === 0 ? [] : [["metadata", metadata] as const]),
  ]);
}

type Event = readonly [name: string, content: unknown];

function blockEvents(block: unknown, contentBlockIndex: number): readonly Event[] {
  const start = objectOf(memberOf(block, "toolUse"));
  const { input, ...call } = start ?? {};
  const deltas = start === null ? deltasOf(block) : [{ toolUse: { input: JSON.stringify(input ?? {}) } }];
  return [
    ...(start === null ? [] : [["contentBlockStart", { contentBlockIndex, start: { toolUse: call } }] as const]),
    ...deltas.map((delta): Event => ["contentBlockDelta", { contentBlockIndex, delta }]),
    ["contentBlockStop", { contentBlockIndex }],
  ];
}

function deltasOf(block: unknown): readonly unknown[] {
  const text = textOf(memberOf(block, "text"));
  if (text !== null) return piecesOf(text).map((piece) => ({ text: piece }));
  const reasoning = memberOf(memberOf(block, "reasoningContent"), "reasoningText");
  const thought = textOf(memberOf(reasoning, "text"));
  if (thought === null) return [block];
  const signature = textOf(memberOf(reasoning, "signature"));
  return [
    ...piecesOf(thought).map((piece) => ({ reasoningContent: { text: piece } })),
    ...(signature === null ? [] : [{ reasoningContent: { signature } }]),
  ];
}

/**
 * The SSE stream of a chat completion that was kept as one object: its message as deltas, then its finish reason and usage. The
 * end mark follows only a reply that finished.
 */
export function chatStreamOf(completion: Members): Uint8Array {
  const { choices, usage, object: _object, ...envelope } = completion;
  const chunk = (members: object) => ({ ...envelope, object: "chat.completion.chunk", ...members });
  const kept = listOf(choices) ?? [];
  const payloads = [
    ...kept.flatMap((choice, at) => choiceDeltas(choice, at)).map((choice) => chunk({ choices: [choice] })),
    ...(usage === undefined ? [] : [chunk({ choices: [], usage })]),
  ];
  const mark = endMarkAfter(payloads.filter(isJsonObject));
  const texts = [...payloads.map((one) => JSON.stringify(one)), ...(mark === null ? [] : [mark])];
  return new TextEncoder().encode(texts.map((text) => `data: ${text}\n\n`).join(""));
}

function choiceDeltas(choice: unknown, at: number): readonly object[] {
  const { message, finish_reason, index = at, ...rest } = objectOf(choice) ?? {};
  const { content, tool_calls, ...members } = objectOf(message) ?? {};
  const calls = listOf(tool_calls)?.map((call, number) => ({ index: number, ...objectOf(call) }));
  const text = textOf(content);
  const first = {
    ...members,
    ...(text === null ? present({ content }) : { content: "" }),
    ...present({ tool_calls: calls }),
  };
  return [
    { index, delta: first, finish_reason: null },
    ...(text === null ? [] : piecesOf(text)).map((piece) => ({
      index,
      delta: { content: piece },
      finish_reason: null,
    })),
    { ...rest, index, delta: {}, finish_reason: finish_reason ?? null },
  ];
}

/** The pieces are ours. A long text in one piece would look as if something had buffered the stream. */
function piecesOf(text: string): readonly string[] {
  return text.match(/[\s\S]{1,100}(?![\udc00-\udfff])/g) ?? [];
}

function present(members: { readonly [name: string]: unknown }): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}
