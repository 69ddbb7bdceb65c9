import type { ChatEvent } from "../../../chat/event.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { memberOf, numberOf, objectOf, textOf } from "../wire.js";
import { after, beginPart, note, type OpenBlock, type Step, type StreamState, withBlock } from "./stream-state.js";

/** Only tool calls are announced in practice; `start: {}` and no start at all both leave the kind to the first delta. */
export function stepStart(state: StreamState, payload: JsonObject): Step {
  const { index, events } = indexOf(payload);
  const start = objectOf(payload, "start");
  if (start === null || Object.keys(start).length === 0) return { state, events };
  const call = objectOf(start, "toolUse");
  if (call === null || textOf(call, "type") === "server_tool_use") {
    return after(events, stepOther(state, index, { start }));
  }
  const begun = beginPart(state, index, "tool-call");
  const id = textOf(call, "toolUseId");
  const name = textOf(call, "name");
  return {
    state: begun.state,
    events: [...events, { kind: "tool-call-start", part: begun.block.part, id, name, argumentsText: null }],
  };
}

export function stepDelta(state: StreamState, payload: JsonObject): Step {
  const { index, events } = indexOf(payload);
  const delta = memberOf(payload, "delta");
  const step = isJsonObject(delta)
    ? deltaOf(state, index, delta)
    : { state, events: [note("delta-missing", `a delta of block ${index} carries nothing`)] };
  return after(events, step);
}

export function stepStop(state: StreamState, payload: JsonObject): Step {
  const { index, events } = indexOf(payload);
  const block = state.blocks.get(index);
  if (block === undefined)
    return { state, events: [...events, note("empty-block", `block ${index} ended without content`)] };
  if (block.closed) return { state, events: [...events, note("block-end-repeated", `block ${index} ended twice`)] };
  return {
    state: withBlock(state, index, { ...block, closed: true }),
    events: [...events, { kind: "part-end", part: block.part }],
  };
}

/** A block without an index gets one that no service sends, so that its deltas stay together. */
function indexOf(payload: JsonObject): { readonly index: number; readonly events: readonly ChatEvent[] } {
  const index = numberOf(payload, "contentBlockIndex");
  if (index !== null) return { index, events: [] };
  return { index: -1, events: [note("block-index-missing", "an event names no contentBlockIndex")] };
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
  const at = blockOf(state, index, "text");
  const { part } = at.block;
  const begin: readonly ChatEvent[] = at.isNew ? [...at.events, { kind: "text-start", part }] : at.events;
  return after(begin, { state: at.state, events: [{ kind: "text-delta", part, text }] });
}

type CallDelta = { readonly call: JsonObject; readonly delta: JsonObject };

function stepCall(state: StreamState, index: number, { call, delta }: CallDelta): Step {
  if (state.blocks.get(index)?.kind === "other") return stepOther(state, index, { delta });
  const at = blockOf(state, index, "tool-call");
  const { part } = at.block;
  const begin: readonly ChatEvent[] = at.isNew
    ? [
        note("delta-without-start", `block ${index} carries arguments of a call that was not announced`),
        { kind: "tool-call-start", part, id: null, name: null, argumentsText: null },
      ]
    : [];
  const input = textOf(call, "input");
  const more: readonly ChatEvent[] = input === null ? [] : [{ kind: "tool-call-delta", part, argumentsText: input }];
  return { state: at.state, events: [...at.events, ...begin, ...more] };
}

function stepReasoning(state: StreamState, index: number, reasoning: JsonObject): Step {
  const at = blockOf(state, index, "reasoning");
  const { part } = at.block;
  const begin: readonly ChatEvent[] = at.isNew ? [{ kind: "reasoning-start", part, field: "reasoningContent" }] : [];
  const text = textOf(reasoning, "text");
  const signature = textOf(reasoning, "signature");
  const chunk = textOf(reasoning, "redactedContent");
  const redacted = chunk === null ? null : joinBase64(at.block.redacted, chunk);
  const events: readonly ChatEvent[] = [
    ...at.events,
    ...begin,
    ...(text === null ? [] : [{ kind: "reasoning-delta", part, text } as const]),
    ...(signature === null ? [] : [{ kind: "reasoning-signature", part, signature } as const]),
    ...(redacted === null ? [] : [{ kind: "reasoning-redacted", part, redacted } as const]),
  ];
  return { state: redacted === null ? at.state : withBlock(at.state, index, { ...at.block, redacted }), events };
}

/** Redacted bytes that come in pieces are one run of bytes, not one run of base64 text. */
function joinBase64(before: string | null, chunk: string): string {
  if (before === null) return chunk;
  return Buffer.concat([Buffer.from(before, "base64"), Buffer.from(chunk, "base64")]).toString("base64");
}

/** A start or delta that we have no word for: kept whole, in the order of arrival, as one part for each block. */
function stepOther(state: StreamState, index: number, piece: JsonValue): Step {
  const at = blockOf(state, index, "other");
  const raw = [...at.block.raw, piece];
  const events: readonly ChatEvent[] = [
    ...at.events,
    ...(at.isNew ? [note("unknown-block", `block ${index} is of a kind that is kept as it came`)] : []),
    { kind: "other-part", part: at.block.part, raw },
  ];
  return { state: withBlock(at.state, index, { ...at.block, raw }), events };
}

type At = {
  readonly state: StreamState;
  readonly block: OpenBlock;
  readonly isNew: boolean;
  readonly events: readonly ChatEvent[];
};

/** The part that a block index stands for; a new one when the index is new, was closed, or carries another kind now. */
function blockOf(state: StreamState, index: number, kind: OpenBlock["kind"]): At {
  const known = state.blocks.get(index);
  if (known !== undefined && known.kind === kind && !known.closed)
    return { state, block: known, isNew: false, events: [] };
  const events: ChatEvent[] = [];
  if (known?.closed === true) events.push(note("block-index-reused", `block ${index} goes on after its end`));
  else if (known !== undefined)
    events.push(note("block-kind-changed", `block ${index} was ${known.kind} and carries ${kind}`));
  return { ...beginPart(state, index, kind), isNew: true, events };
}

export function noteOnce(state: StreamState, id: string, message: string): Step {
  const key = `${id} ${message}`;
  if (state.noted.has(key)) return { state, events: [] };
  return { state: { ...state, noted: new Set(state.noted).add(key) }, events: [note(id, message)] };
}
