import type { ChatEvent } from "../../../chat/event.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { readReasoning } from "../../reasoning-value.js";
import { memberOf, numberOf, objectOf, textOf } from "../wire.js";
import { after, beginPart, note, type OpenBlock, type Step, type StreamState, withBlock } from "./stream-state.js";

/** Only tool calls have a start in practice. After `start: {}` or without a start the first delta decides the kind. */
export function stepStart(state: StreamState, payload: JsonObject): Step {
  const { index, events } = indexOf(payload);
  const start = objectOf(payload, "start");
  if (start === null || Object.keys(start).length === 0) return { state, events };
  const call = objectOf(start, "toolUse");
  if (call === null || textOf(call, "type") === "server_tool_use") {
    return after(events, stepOther(state, index, { start }));
  }
  const id = textOf(call, "toolUseId");
  const name = textOf(call, "name");
  if (isSameCall(state, index, id)) return { state, events };
  const started = beginPart(state, index, "tool-call");
  return {
    state: withBlock(started.state, index, { ...started.block, id }),
    events: [...events, { kind: "tool-call-start", part: started.block.part, id, name, argumentsText: null }],
  };
}

/** True for a start that repeats the one of the call that is open under this index. */
export function isSameCall(state: StreamState, index: number, id: string | null): boolean {
  const block = state.blocks.get(index);
  return block?.kind === "tool-call" && !block.closed && block.id !== null && block.id === id;
}

/** Reads a `contentBlockDelta`. Pure. */
export function stepDelta(state: StreamState, payload: JsonObject): Step {
  const { index, events } = indexOf(payload);
  const delta = memberOf(payload, "delta");
  const step = isJsonObject(delta)
    ? deltaOf(state, index, delta)
    : { state, events: [note("delta-missing", `a delta of block ${index} is empty`)] };
  return after(events, step);
}

/** Reads a `contentBlockStop`. Pure. */
export function stepStop(state: StreamState, payload: JsonObject): Step {
  const { index, events } = indexOf(payload);
  const block = state.blocks.get(index);
  if (block === undefined || block.closed) return { state, events };
  return {
    state: withBlock(state, index, { ...block, closed: true }),
    events: [...events, { kind: "part-end", part: block.part }],
  };
}

/** Gives a block without an index one that no service sends, so that its deltas stay together. */
function indexOf(payload: JsonObject): { readonly index: number; readonly events: readonly ChatEvent[] } {
  const index = numberOf(payload, "contentBlockIndex");
  if (index !== null) return { index, events: [] };
  return { index: -1, events: [note("block-index-missing", "an event has no contentBlockIndex")] };
}

function deltaOf(state: StreamState, index: number, delta: JsonObject): Step {
  const text = textOf(delta, "text");
  if (text !== null) return stepText(state, index, text);
  const call = objectOf(delta, "toolUse");
  if (call !== null) return stepCall(state, index, { call, delta });
  const reasoning = objectOf(delta, "reasoningContent");
  if (reasoning !== null) return stepReasoning(state, index, reasoning);
  if (objectOf(delta, "citation") !== null) {
    return noteOnce(state, "citations", "citations came with the text; only the text is kept");
  }
  return stepOther(state, index, { delta });
}

function stepText(state: StreamState, index: number, text: string): Step {
  const opened = blockOf(state, index, "text");
  const { part } = opened.block;
  const begin: readonly ChatEvent[] = opened.isNew ? [...opened.events, { kind: "text-start", part }] : opened.events;
  return after(begin, { state: opened.state, events: [{ kind: "text-delta", part, text }] });
}

type CallDelta = { readonly call: JsonObject; readonly delta: JsonObject };

function stepCall(state: StreamState, index: number, { call, delta }: CallDelta): Step {
  if (state.blocks.get(index)?.kind === "other") return stepOther(state, index, { delta });
  const opened = blockOf(state, index, "tool-call");
  const { part } = opened.block;
  const begin: readonly ChatEvent[] = opened.isNew
    ? [{ kind: "tool-call-start", part, id: null, name: null, argumentsText: null }]
    : [];
  const input = textOf(call, "input");
  const more: readonly ChatEvent[] = input === null ? [] : [{ kind: "tool-call-delta", part, argumentsText: input }];
  return { state: opened.state, events: [...opened.events, ...begin, ...more] };
}

function stepReasoning(state: StreamState, index: number, reasoning: JsonObject): Step {
  const opened = blockOf(state, index, "reasoning");
  const { part } = opened.block;
  const begin: readonly ChatEvent[] = opened.isNew
    ? [{ kind: "reasoning-start", part, field: "reasoningContent" }]
    : [];
  const chunk = textOf(reasoning, "redactedContent");
  const isNested = reasoning["reasoningText"] !== undefined;
  const [nested] = isNested ? readReasoning(reasoning) : [];
  const text = textOf(reasoning, "text") ?? nested?.text ?? null;
  const signature = textOf(reasoning, "signature") ?? nested?.signature ?? null;
  const redacted = chunk === null ? null : joinBase64(opened.block.redacted, chunk);
  const events: readonly ChatEvent[] = [
    ...opened.events,
    ...begin,
    ...(text === null ? [] : [{ kind: "reasoning-delta", part, text } as const]),
    ...(signature === null ? [] : [{ kind: "reasoning-signature", part, signature } as const]),
    ...(redacted === null ? [] : [{ kind: "reasoning-redacted", part, redacted } as const]),
  ];
  const isSigned = signature !== null && signature !== "";
  if (redacted === null && !isSigned) return { state: opened.state, events };
  const { block } = opened;
  const sealed = { ...block, redacted: redacted ?? block.redacted, signed: isSigned || block.signed };
  return { state: withBlock(opened.state, index, sealed), events };
}

/** Joins pieces of redacted bytes as bytes, because pieces of base64 text cannot be concatenated. */
function joinBase64(before: string | null, chunk: string): string {
  if (before === null) return chunk;
  return Buffer.concat([Buffer.from(before, "base64"), Buffer.from(chunk, "base64")]).toString("base64");
}

/** Keeps a start or delta of an unknown kind whole, in order of arrival, as one part for each block. */
function stepOther(state: StreamState, index: number, piece: JsonValue): Step {
  const opened = blockOf(state, index, "other");
  const raw = [...opened.block.raw, piece];
  const events: readonly ChatEvent[] = [
    ...opened.events,
    ...(opened.isNew ? [note("unknown-block", `block ${index} has an unknown kind and is kept unchanged`)] : []),
    { kind: "other-part", part: opened.block.part, raw },
  ];
  return { state: withBlock(opened.state, index, { ...opened.block, raw }), events };
}

type BlockStep = {
  readonly state: StreamState;
  readonly block: OpenBlock;
  readonly isNew: boolean;
  readonly events: readonly ChatEvent[];
};

/** The part of a block index. It is a new one when the index is new, was closed, or has another kind now. */
function blockOf(state: StreamState, index: number, kind: OpenBlock["kind"]): BlockStep {
  const known = state.blocks.get(index);
  if (known !== undefined && known.kind === kind && !known.closed)
    return { state, block: known, isNew: false, events: [] };
  const isChanged = known !== undefined && !known.closed;
  const events = isChanged ? [note("block-kind-changed", `block ${index} changed from ${known.kind} to ${kind}`)] : [];
  const begun = beginPart(state, index, kind);
  return { state: begun.state, block: begun.block, isNew: true, events };
}

/** Emits a note, once for each id and message. */
export function noteOnce(state: StreamState, id: string, message: string): Step {
  const key = `${id} ${message}`;
  if (state.noted.has(key)) return { state, events: [] };
  return { state: { ...state, noted: new Set(state.noted).add(key) }, events: [note(id, message)] };
}
